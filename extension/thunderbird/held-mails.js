/**
 * What is known of held mails, by the tab of their composer: in the session's storage, so that it outlives the
 * background and is never on a disk.
 *
 * @typedef {{conversation: any, result: any}} Checked
 *
 * @typedef {object} Held
 * @property {Checked} checked
 * @property {'sendNow' | 'sendLater'} mode what was pressed
 * @property {number} [windowId] of the question
 */

import { browserApi } from './shared/settings.js';

/** @type {Promise<void>} */
let changing = Promise.resolve();

/**
 * @param {number} tabId
 * @returns {Promise<Held | null>}
 */
export async function heldOf(tabId) {
  return read(`held-${tabId}`);
}

/**
 * Changes what is known of a held mail, one change after the other.
 * @param {number} tabId
 * @param {Partial<Held>} change
 */
export function changeHeld(tabId, change) {
  changing = changing.catch(() => {}).then(async () => {
    await browserApi.storage.session.set({ [`held-${tabId}`]: { ...(await heldOf(tabId)), ...change } });
  });
  return changing;
}

/**
 * The text that may leave this composer without a question: this very one and no other.
 * @param {number} tabId
 * @returns {Promise<string | null>}
 */
export async function approvedText(tabId) {
  return read(`approved-${tabId}`);
}

/**
 * @param {number} tabId
 * @param {string} text
 */
export async function approve(tabId, text) {
  await browserApi.storage.session.set({ [`approved-${tabId}`]: text });
}

/** @param {number} tabId of a composer that is gone */
export async function forget(tabId) {
  await browserApi.storage.session.remove([`held-${tabId}`, `approved-${tabId}`]);
}

/** @param {string} name */
async function read(name) {
  return (await browserApi.storage.session.get({ [name]: null }))[name];
}
