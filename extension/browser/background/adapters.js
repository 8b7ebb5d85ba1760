/** The adapters that are shipped, in the order in which they are tried; `generic` fits every page, so it is last. */

import { problemsOf } from '../shared/adapter.js';
import { browserApi } from '../shared/settings.js';

/** @typedef {import('../shared/adapter.js').Adapter} Adapter */

export const SHIPPED_NAMES = ['django-helpdesk', 'request-tracker', 'generic'];

/** @type {Promise<Adapter[]> | undefined} */
let loaded;

/**
 * The adapters that may fit the pages of a site.
 * @param {import('../shared/settings.js').Site} site
 * @returns {Promise<Adapter[]>}
 */
export async function adaptersFor({ adapter, taught }) {
  if (adapter === 'taught') return taught && problemsOf(taught).length === 0 ? [taught] : [];
  loaded ??= Promise.all(SHIPPED_NAMES.map(load));
  const shipped = await loaded;
  return adapter === 'auto' ? shipped : shipped.filter(({ name }) => name === adapter);
}

/**
 * @param {string} name
 * @returns {Promise<Adapter>}
 */
async function load(name) {
  const adapter = await (await fetch(browserApi.runtime.getURL(`sites/${name}.json`))).json();
  const [problem] = problemsOf(adapter);
  if (problem) throw new Error(`sites/${name}.json: ${problem.join(' ')}`);
  return adapter;
}
