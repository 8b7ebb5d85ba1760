/** Where a site is switched on, and where it is shown what is where on its pages. */

import { problemsOf } from '../shared/adapter.js';
import { browserApi, changeSite, patternOf, readSettings } from '../shared/settings.js';
import { followSites } from './sites.js';

const TEACHING = ['teach/style.js', 'teach/selector.js', 'teach/note-switch.js', 'teach/candidates.js', 'teach/overlay.js', 'teach/teach.js'];

/**
 * What the agent asked for in the popup. It is kept for the session: the browser closes the popup while it asks her
 * for leave, so it is carried out here when the leave is given.
 *
 * @typedef {object} Wanted
 * @property {string} origin
 * @property {number} tabId
 * @property {boolean} teach
 */

/** Carries out what is wanted, once the browser gives leave. */
export async function carryOutWanted() {
  const { wanted } = /** @type {{wanted?: Wanted}} */ (await browserApi.storage.session.get('wanted'));
  if (!wanted) return;
  const { origin, tabId, teach } = wanted;
  if (!(await browserApi.permissions.contains({ origins: [patternOf(origin)] }))) return;
  await browserApi.storage.session.remove('wanted');
  await changeSite(origin, { on: true });
  await followSites();
  if (teach) await startTeaching(tabId);
}

/**
 * Keeps what was taught, for the site it was taught on.
 * @param {string} origin
 * @param {Partial<import('../shared/adapter.js').Adapter>} parts
 * @returns {Promise<boolean>} whether it was kept
 */
export async function keepTaught(origin, parts) {
  const taught = /** @type {import('../shared/adapter.js').Adapter} */ ({
    name: new URL(origin).host,
    match: [`${origin}/*`],
    ...parts,
  });
  const { locked } = await readSettings();
  if (problemsOf(taught).length || locked.includes('sites')) return false;
  await changeSite(origin, { on: true, adapter: 'taught', taught });
  return true;
}

/** @param {number} tabId */
async function startTeaching(tabId) {
  const page = { frameId: 0 };
  const started = await browserApi.tabs.sendMessage(tabId, { type: 'teach' }, page).catch(() => false);
  if (!started) await browserApi.scripting.executeScript({ target: { tabId, frameIds: [0] }, files: TEACHING });
}
