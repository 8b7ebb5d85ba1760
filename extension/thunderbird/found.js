/** Behind our button in the composer: what was found in the draft so far and why, each with the ways to mend it. */

import { draftOf, tellComposer } from './composers.js';
import { judge } from './judging.js';
import { isWatched } from './watched.js';
import { wholeWindow } from './whole-window.js';
import { browserApi } from './shared/settings.js';

const surface = wholeWindow();
const panel = build(document, 'dialog', { className: 'panel', open: true });
surface.show(panel);
const [{ id: tabId }] = await browserApi.tabs.query({ active: true, currentWindow: true });
show();

/** Looks at the draft as it stands. */
async function show() {
  const details = await browserApi.compose.getComposeDetails(tabId);
  if (!(await isWatched(details.identityId))) {
    fill(say('foundUnwatched'), [settingsButton()]);
    return;
  }
  const { checked, error } = await judge(tabId, details, await draftOf(tabId));
  if (!checked) {
    fill(say(error ?? ''), [settingsButton()]);
    return;
  }
  const { findings } = checked.result;
  const items = [...findings].sort(graver).map((finding) => item(finding, checked));
  fill(items.length ? sayCount('panel_summary', items.length) : say('foundNothing'), [build(document, 'ul', {}, ...items)]);
}

/**
 * @param {string} summary
 * @param {HTMLElement[]} content
 */
function fill(summary, content) {
  const head = build(document, 'h2', { textContent: 'replylint' });
  const about = build(document, 'p', { className: 'summary', textContent: summary });
  panel.replaceChildren(build(document, 'header', {}, head, about), ...content);
}

/**
 * @param {Finding} finding
 * @param {import('./held-mails.js').Checked} checked
 */
function item(finding, { conversation }) {
  const words = build(document, 'span', { className: 'words', textContent: quotedWords(finding) });
  const shown = build(document, 'li', {}, severityBadge(document, finding.severity), words);
  shown.append(...explanation(document, finding, conversation.turns));
  const fixes = fixButtons(document, finding.fixes ?? [], (button, fix) =>
    surface.on(button, 'click', () => mendBy(fix, conversation.turns.at(-1).text)),
  );
  if (fixes) shown.append(fixes);
  return shown;
}

/**
 * @param {any} fix
 * @param {string} text the draft that it was made for
 */
async function mendBy(fix, text) {
  const made = await tellComposer(tabId, { type: 'mend', text, fix });
  if (fix.applies === 'automatic' && made === 'done') show();
  else window.close(); // there is something for her to fill in, or to read again
}

function settingsButton() {
  const button = build(document, 'button', { type: 'button', textContent: say('popupSettings') });
  surface.on(button, 'click', async () => {
    await browserApi.runtime.openOptionsPage();
    window.close();
  });
  return build(document, 'footer', {}, button);
}
