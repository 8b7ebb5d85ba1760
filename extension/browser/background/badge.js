/** The toolbar's icon: what holds on the page in this tab, told by picture, by number and in words. */

import { say } from '../shared/page.js';
import { browserApi } from '../shared/settings.js';

const SEVERITIES = ['error', 'warning', 'suggestion'];
/** @type {Record<string, string>} */
const COLOURS = { error: '#b42318', warning: '#8a4b00', suggestion: '#1f5fbf' };
const AWAY = '#57606a';
const SIZES = [16, 32];

/**
 * What is known of the page in a tab, kept for the session: this part of the extension may end at any time.
 *
 * @typedef {object} Page
 * @property {boolean} watching
 * @property {('page' | 'editor' | 'send' | 'internal' | 'customer')[]} missing what its adapter names and the page lacks
 * @property {boolean} note whether the reply is an internal note
 * @property {string[]} found the severities of what was found in the draft's words
 * @property {string} trouble why the server does not answer: the name of a message; empty when it does
 */

/** @type {Page} */
const UNKNOWN = { watching: true, missing: [], note: false, found: [], trouble: '' };

let showing = Promise.resolve();

/**
 * Shows what has changed about a page, one change after the other.
 * @param {number} tabId
 * @param {Partial<Page>} change
 * @returns {Promise<void>}
 */
export function showPage(tabId, change) {
  showing = showing.catch(() => {}).then(() => changePage(tabId, change));
  return showing;
}

/**
 * @param {number} tabId
 * @param {Partial<Page>} change
 */
async function changePage(tabId, change) {
  const name = `page-${tabId}`;
  const kept = await browserApi.storage.session.get({ [name]: UNKNOWN });
  const page = { .../** @type {Page} */ (kept[name]), ...change };
  await browserApi.storage.session.set({ [name]: page });
  await paint(tabId, page);
}

/** @param {number} tabId */
export async function forgetPage(tabId) {
  await browserApi.storage.session.remove(`page-${tabId}`);
}

/**
 * @param {number} tabId
 * @param {Page} page
 */
async function paint(tabId, page) {
  const { action, runtime } = browserApi;
  const picture = page.trouble ? 'away' : page.watching && page.missing.length === 0 ? 'watching' : 'resting';
  const path = Object.fromEntries(SIZES.map((size) => [size, runtime.getURL(`icons/${picture}-${size}.png`)]));
  const gravest = page.watching ? SEVERITIES.find((severity) => page.found.includes(severity)) : undefined;
  const text = page.trouble ? '!' : gravest ? String(page.found.length) : '';
  const color = page.trouble || !gravest ? AWAY : COLOURS[gravest];
  try {
    await Promise.all([
      action.setIcon({ tabId, path }),
      action.setTitle({ tabId, title: titleOf(page, gravest) }),
      action.setBadgeText({ tabId, text }),
      action.setBadgeBackgroundColor({ tabId, color }),
      action.setBadgeTextColor({ tabId, color: '#ffffff' }),
    ]);
  } catch {
    // the tab was closed in the meantime
  }
}

/**
 * @param {Page} page
 * @param {string | undefined} gravest
 * @returns {string}
 */
function titleOf({ watching, missing, note, found, trouble }, gravest) {
  if (trouble) return say('badgeAway', say(trouble));
  if (note) return say('badgeNote');
  const [first] = missing;
  const state = first ? say('badgeMissing', say(`missing_${first}`)) : say(watching ? 'badgeWatching' : 'badgeResting');
  if (!gravest) return state;
  const count = say(found.length === 1 ? 'badgeFinding' : 'badgeFindings', found.length, say(`severity_${gravest}`));
  return `${state} ${count}`;
}
