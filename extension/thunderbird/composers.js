/** The composers: our scripts in their editors, and what is asked of and told to these. */

import { browserApi } from './shared/settings.js';

const SCRIPTS = [
  'content/words.js',
  'content/conversation.js',
  'content/draft.js',
  'content/places.js',
  'content/findings.js',
  'content/compose-box.js',
  'content/mend.js',
  'content/marks.js',
  'content/check.js',
  'content/reviews.js',
  'content/typing.js',
  'composer.js',
];
const STYLES = ['content/marks.css'];
const REGISTRATION = 'composers';
const ANSWER_WITHIN_MS = 1000;

/** Has our scripts brought to every composer that opens. */
export async function bringScripts() {
  const { compose } = browserApi.scripting;
  const registered = await compose.getRegisteredScripts();
  if (registered.length === 0) await compose.registerScripts([{ id: REGISTRATION, js: SCRIPTS, css: STYLES }]);
}

/** Has every composer that is open look again at its draft; those from before us get our scripts first. */
export async function followComposers() {
  for (const { id } of await browserApi.tabs.query({ type: 'messageCompose' })) {
    if (id !== undefined && !(await tellComposer(id, { type: 'look-again' }))) await inject(id);
  }
}

/**
 * @param {number} tabId
 * @returns {Promise<{text: string, now: string}>} the draft as it stands, and the time in this place
 */
export async function draftOf(tabId) {
  const told = await tellComposer(tabId, { type: 'draft' });
  if (told) return told;
  await inject(tabId);
  const draft = await tellComposer(tabId, { type: 'draft' });
  if (!draft) throw new Error('the composer does not answer');
  return draft;
}

/**
 * @param {number} tabId
 * @param {object} message
 * @returns {Promise<any>} its answer, null when there is none
 */
export async function tellComposer(tabId, message) {
  /** @type {Promise<null>} */
  const tooLate = new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS, null));
  return Promise.race([browserApi.tabs.sendMessage(tabId, message).catch(() => null), tooLate]);
}

/** @param {number} tabId */
async function inject(tabId) {
  const target = { tabId };
  try {
    await browserApi.scripting.insertCSS({ target, files: STYLES });
    await browserApi.scripting.executeScript({ target, files: SCRIPTS });
  } catch {
    // the composer was closed
  }
}
