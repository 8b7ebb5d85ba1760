/** The layer of the panel in a window of ours: the panel is the window there, and no part of a page. */

const STYLE = `
.panel { inset: 0; width: 100%; max-width: none; height: 100%; max-height: none; border: 0; border-radius: 0; }
.panel :is(ul, .mended) { flex: 1; }
.panel .more { padding-top: 8px; border-top: 1px solid var(--line); }
`;

/** @returns {Surface} */
export function wholeWindow() {
  const surface = new Surface(document);
  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  surface.say(''); // puts it into the page
  document.querySelector('replylint-surface')?.shadowRoot?.adoptedStyleSheets.push(style);
  return surface;
}
