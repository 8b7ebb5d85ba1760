/** The addresses whose mail is read. None is, before the agent has said so: a mail program holds private letters too. */

import { browserApi } from './shared/settings.js';

/** @returns {Promise<string[]>} addresses */
export async function readWatched() {
  return (await browserApi.storage.local.get({ watched: [] })).watched;
}

/**
 * @param {string} address
 * @param {boolean} on
 */
export async function watch(address, on) {
  const others = (await readWatched()).filter((one) => one !== address);
  await browserApi.storage.local.set({ watched: on ? [...others, address] : others });
}

/**
 * @param {string | undefined} identityId of the sender
 * @returns {Promise<boolean>}
 */
export async function isWatched(identityId) {
  const watched = await readWatched();
  if (!identityId || watched.length === 0) return false;
  const identity = await browserApi.identities.get(identityId);
  return Boolean(identity) && watched.includes(identity.email);
}
