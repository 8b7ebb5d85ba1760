/**
 * Marks over a textarea: the browser gives its text no ranges, so an invisible copy of the box lies exactly above it
 * and carries the underlines. The textarea itself stays as it is, and presses go through to it.
 */

const COPIED_STYLES = /** @type {const} */ ([
  'fontFamily', 'fontSize', 'fontStyle', 'fontWeight', 'fontStretch', 'fontVariant', 'fontKerning',
  'fontFeatureSettings', 'letterSpacing', 'wordSpacing', 'lineHeight', 'textIndent', 'textTransform', 'textAlign',
  'direction', 'tabSize', 'wordBreak', 'lineBreak', 'paddingTop', 'paddingLeft', 'paddingBottom',
  'borderTopWidth', 'borderRightWidth', 'borderBottomWidth', 'borderLeftWidth',
]);

class Mirror {
  #textarea;
  #surface;
  #copy;
  #text = '';
  /** @type {Mark[]} */
  #marks = [];
  /** @type {Map<string, HTMLElement>} */
  #elements = new Map();
  /** @type {AbortController | null} */
  #watching = null;

  /**
   * @param {HTMLTextAreaElement} textarea
   * @param {Surface} surface
   */
  constructor(textarea, surface) {
    this.#textarea = textarea;
    this.#surface = surface;
    this.#copy = build(textarea.ownerDocument, 'div', { className: 'mirror', ariaHidden: 'true' });
  }

  /**
   * @param {string} text the textarea's text
   * @param {Mark[]} marks in order, none over another
   */
  paint(text, marks) {
    this.#text = text;
    this.#marks = marks;
    if (marks.length === 0) {
      this.#watching?.abort();
      this.#watching = null;
      this.#copy.remove();
      return;
    }
    this.#copy.replaceChildren(...this.#content());
    this.#surface.show(this.#copy);
    if (!this.#watching) this.#watch();
    this.#place();
  }

  /** @returns {Mark[]} */
  get marks() {
    return this.#marks;
  }

  /**
   * @param {Finding} finding
   * @returns {Rect[]} where its words stand, as far as the box does not cut them off
   */
  rectsOf({ id }) {
    const frame = plainRect(this.#textarea.getBoundingClientRect());
    const rects = [...(this.#elements.get(id)?.getClientRects() ?? [])].map((rect) => overlap(rect, frame));
    return rects.filter((rect) => rect.left < rect.right && rect.top < rect.bottom);
  }

  /**
   * Scrolls the textarea as far as it takes to see a finding's words.
   * @param {Finding} finding
   */
  reveal({ id }) {
    const mark = this.#elements.get(id);
    if (!mark) return;
    const { scrollTop, clientHeight } = this.#textarea;
    const { offsetTop, offsetHeight } = mark;
    if (offsetTop < scrollTop) this.#textarea.scrollTop = offsetTop - offsetHeight;
    else if (offsetTop + offsetHeight > scrollTop + clientHeight) {
      this.#textarea.scrollTop = offsetTop + 2 * offsetHeight - clientHeight;
    }
    this.#place();
  }

  #content() {
    const nodes = [];
    let at = 0;
    this.#elements.clear();
    for (const { start, end, severity, finding } of this.#marks) {
      const words = this.#text.slice(start, end);
      const mark = build(this.#textarea.ownerDocument, 'mark', { className: severity, textContent: words });
      this.#elements.set(finding.id, mark);
      nodes.push(this.#text.slice(at, start), mark);
      at = end;
    }
    return [...nodes, `${this.#text.slice(at)}\u200b`]; // the last line counts even when it is empty
  }

  #watch() {
    const view = this.#textarea.ownerDocument.defaultView ?? window;
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    const place = () => this.#place();
    for (const type of ['scroll', 'resize', 'transitionend', 'animationend', 'load']) {
      view.addEventListener(type, place, { signal, capture: true, passive: true });
    }
    this.#textarea.addEventListener('input', () => this.#follow(), { signal });
    const sizes = new ResizeObserver(place);
    sizes.observe(this.#textarea);
    sizes.observe(this.#textarea.ownerDocument.documentElement);
    signal.addEventListener('abort', () => sizes.disconnect());
  }

  /** While the next answer is on its way, the marks move with the words they belong to. */
  #follow() {
    const text = this.#textarea.value;
    this.paint(text, marksAfterEdit(this.#marks, this.#text, text));
  }

  #place() {
    const box = this.#textarea;
    const { style } = this.#copy;
    if (!isWritable(box)) {
      style.display = 'none';
      return;
    }
    const view = box.ownerDocument.defaultView ?? window;
    const computed = view.getComputedStyle(box);
    for (const name of COPIED_STYLES) style[name] = computed[name];
    const rect = box.getBoundingClientRect();
    const borders = parseFloat(computed.borderLeftWidth) + parseFloat(computed.borderRightWidth);
    const scrollbar = box.offsetWidth - borders - box.clientWidth;
    style.paddingRight = `${parseFloat(computed.paddingRight) + scrollbar}px`;
    style.display = 'block';
    style.left = `${rect.left + view.scrollX}px`;
    style.top = `${rect.top + view.scrollY}px`;
    style.width = `${rect.width}px`;
    style.height = `${rect.height}px`;
    style.clipPath = clipBehind(box, rect);
    this.#copy.scrollTop = box.scrollTop;
    this.#copy.scrollLeft = box.scrollLeft;
  }
}

/**
 * The part of a box that is to be seen.
 * @param {Element} box
 * @param {DOMRect} rect
 * @returns {string} a value for clip-path
 */
function clipBehind(box, rect) {
  const { top, right, bottom, left } = visiblePart(box);
  return `inset(${top - rect.top}px ${rect.right - right}px ${rect.bottom - bottom}px ${left - rect.left}px)`;
}

/**
 * Marks of the old text as they stand in the new one: those after the edit move, those it touches are gone.
 * @param {Mark[]} marks
 * @param {string} before
 * @param {string} after
 * @returns {Mark[]}
 */
function marksAfterEdit(marks, before, after) {
  const shorter = Math.min(before.length, after.length);
  let same = 0;
  while (same < shorter && before[same] === after[same]) same += 1;
  let sameEnd = 0;
  while (sameEnd < shorter - same && before.at(-1 - sameEnd) === after.at(-1 - sameEnd)) sameEnd += 1;
  const grown = after.length - before.length;
  return marks.flatMap((mark) => {
    if (mark.end <= same) return [mark];
    if (mark.start < before.length - sameEnd) return [];
    return [{ ...mark, start: mark.start + grown, end: mark.end + grown }];
  });
}
