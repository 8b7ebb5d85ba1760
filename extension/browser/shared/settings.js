/**
 * The settings: as shipped, over them what the agent chose, over that what the organisation's policy says. What the
 * policy says cannot be changed here.
 *
 * @typedef {import('./adapter.js').Adapter} Adapter
 *
 * @typedef {object} Site
 * @property {string} origin
 * @property {boolean} on
 * @property {string} adapter the name of a shipped one, "auto" (the shipped one that fits the page) or "taught"
 * @property {Adapter} [taught]
 *
 * @typedef {object} Settings
 * @property {string} server
 * @property {string} profile empty for the server's own
 * @property {'warn' | 'hold'} holdOn
 * @property {string} by the agent's name, as her reasons are recorded with it
 * @property {Site[]} sites
 * @property {string} key
 * @property {string[]} locked names of settings that the policy decides
 */

import { readKey, writeKey } from './key.js';

export const browserApi = globalThis.browser ?? globalThis.chrome;

const SHIPPED = { server: 'http://127.0.0.1:8817', profile: '', holdOn: 'warn', by: '', sites: [] };

/** @returns {Promise<Settings>} */
export async function readSettings() {
  const [policy, chosen, key] = await Promise.all([readPolicy(), browserApi.storage.local.get(SHIPPED), readKey()]);
  const settings = /** @type {Settings} */ ({ ...chosen, key, ...policy, locked: Object.keys(policy) });
  return { ...settings, sites: settings.sites.map(withDefaults) };
}

/**
 * A policy may name an origin and no more.
 * @param {Partial<Site> & {origin: string}} site
 * @returns {Site}
 */
function withDefaults({ origin, on = true, taught, adapter = taught ? 'taught' : 'auto' }) {
  return { origin, on, adapter, ...(taught && { taught }) };
}

/**
 * Keeps what the agent chose; a setting that the policy decides stays as it is.
 * @param {Partial<Settings>} chosen
 */
export async function writeSettings(chosen) {
  const locked = Object.keys(await readPolicy());
  const free = Object.fromEntries(Object.entries(chosen).filter(([name]) => name in SHIPPED && !locked.includes(name)));
  await browserApi.storage.local.set(free);
  if (chosen.key !== undefined && !locked.includes('key')) await writeKey(chosen.key);
}

/**
 * Changes one site, or adds it.
 * @param {string} origin
 * @param {Partial<Site>} change
 */
export async function changeSite(origin, change) {
  const { sites } = await readSettings();
  const before = sites.find((site) => site.origin === origin) ?? { origin, on: true, adapter: 'auto' };
  await writeSettings({ sites: [...sites.filter((site) => site !== before), { ...before, ...change }] });
}

/** @param {string} origin */
export async function forgetSite(origin) {
  const { sites } = await readSettings();
  await writeSettings({ sites: sites.filter((site) => site.origin !== origin) });
}

/**
 * What the browser is asked for before a page or a server may be reached. It knows no ports.
 * @param {string} address
 * @returns {string}
 */
export function patternOf(address) {
  const { protocol, hostname } = new URL(address);
  return `${protocol}//${hostname}/*`;
}

/** @returns {Promise<Partial<Settings>>} */
async function readPolicy() {
  try {
    const names = /** @type {any} */ ([...Object.keys(SHIPPED), 'key']);
    return await browserApi.storage.managed.get(names);
  } catch {
    return {}; // Firefox has no managed storage when no policy is installed
  }
}
