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
const OPENING_MS = 1000;
const AGAIN_MS = 50;

/** Has our scripts brought to every composer that opens. */
export async function bringScripts() {
  const { compose } = browserApi.scripting;
  const registered = await compose.getRegisteredScripts();
  if (registered.length === 0) await compose.registerScripts([{ id: REGISTRATION, js: SCRIPTS, css: STYLES }]);
}

/** Brings our scripts to the composers that were open before this version of the extension came. */
export async function joinComposers() {
  for (const { id } of await openComposers()) {
    const target = { tabId: id };
    await browserApi.scripting.insertCSS({ target, files: STYLES }).catch(() => {});
    await browserApi.scripting.executeScript({ target, files: SCRIPTS }).catch(() => {}); // it was closed meanwhile
  }
}

/** Has every composer look again at its draft. */
export async function lookAgain() {
  for (const { id } of await openComposers()) tellComposer(id, { type: 'look-again' });
}

/**
 * @param {number} tabId
 * @returns {Promise<{text: string, now: string}>} the draft as it stands, and the time in this place
 */
export async function draftOf(tabId) {
  for (let asked = 0; asked < OPENING_MS; asked += AGAIN_MS) {
    const draft = await tellComposer(tabId, { type: 'draft' });
    if (draft) return draft;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS)); // one that has just opened has no scripts yet
  }
  throw new Error('the composer does not answer');
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

function openComposers() {
  return browserApi.tabs.query({ type: 'messageCompose' });
}
