/**
 * The sites that are watched. A site is an origin; the browser's leave is asked for when it is switched on, and given
 * back when it is switched off. One registration of content scripts covers all of them.
 */

import { adaptersFor } from './adapters.js';
import { browserApi, patternOf, readSettings } from '../shared/settings.js';

/** @typedef {import('../shared/settings.js').Site} Site */

const SCRIPTS = [
  'content/words.js',
  'content/conversation.js',
  'content/draft.js',
  'content/places.js',
  'content/findings.js',
  'content/answers.js',
  'content/compose-box.js',
  'content/send-button.js',
  'content/rects.js',
  'content/surface-style.js',
  'content/surface.js',
  'content/mend.js',
  'content/mirror.js',
  'content/marks.js',
  'content/notice.js',
  'content/finding-view.js',
  'content/card.js',
  'content/chip.js',
  'content/panel.js',
  'content/site.js',
  'content/check.js',
  'content/habits.js',
  'content/reviews.js',
  'content/typing.js',
  'content/gate.js',
  'content/guide.js',
  'content/page-watch.js',
  'content/main.js',
  'content/listen.js',
];
const STYLES = ['content/marks.css'];
const REGISTRATION = 'watched-sites';

let following = Promise.resolve();

/**
 * What a page of a site is told. A site that is off has no adapters.
 * @param {string} origin
 * @returns {Promise<{adapters: import('../shared/adapter.js').Adapter[], holdOn: string}>}
 */
export async function toldTo(origin) {
  const { sites, holdOn } = await readSettings();
  const site = sites.find((one) => one.origin === origin && one.on);
  return { adapters: site ? await adaptersFor(site) : [], holdOn };
}

/**
 * Where a message came from. A frame without an address of its own has the origin of the page around it.
 * @param {chrome.runtime.MessageSender} sender
 * @returns {string}
 */
export function originOfSender(sender) {
  return sender.origin ?? new URL(sender.url ?? '').origin;
}

/**
 * Brings what the browser does in line with the settings: which pages have our scripts, and that each open page knows
 * what holds for it.
 */
export function followSites() {
  following = following.then(follow, follow); // two at a time would both bring the scripts to the same page
  return following;
}

async function follow() {
  const { sites, server } = await readSettings();
  const wanted = [...new Set(sites.filter(({ on }) => on).map(({ origin }) => patternOf(origin)))];
  const held = await Promise.all(wanted.map((pattern) => browserApi.permissions.contains({ origins: [pattern] })));
  const matches = wanted.filter((_, at) => held[at]);
  await register(matches);
  await tellTabs(sites);
  await giveBack(sites.filter(({ on }) => !on).map(({ origin }) => patternOf(origin)), [...wanted, patternOf(server)]);
}

/** @param {string[]} matches */
async function register(matches) {
  const registered = await browserApi.scripting.getRegisteredContentScripts({ ids: [REGISTRATION] });
  const [before] = registered;
  const same = String(before?.matches?.toSorted()) === String(matches.toSorted()) && String(before?.js) === String(SCRIPTS);
  if (same) return;
  if (before) await browserApi.scripting.unregisterContentScripts({ ids: [REGISTRATION] });
  if (matches.length === 0) return;
  await browserApi.scripting.registerContentScripts([
    {
      id: REGISTRATION,
      matches,
      js: SCRIPTS,
      css: STYLES,
      runAt: 'document_start',
      allFrames: true,
      matchOriginAsFallback: true,
      persistAcrossSessions: true,
    },
  ]);
}

/** @param {Site[]} sites */
async function tellTabs(sites) {
  for (const { origin, on } of sites) {
    for (const tab of await tabsOf(origin)) {
      if (tab.id === undefined) continue;
      const here = await browserApi.tabs.sendMessage(tab.id, { type: 'site-changed' }).catch(() => null);
      if (!here && on) await inject(tab.id);
    }
  }
}

/**
 * The open pages of a site, as far as the browser lets us know them.
 * @param {string} origin
 * @returns {Promise<chrome.tabs.Tab[]>}
 */
async function tabsOf(origin) {
  const tabs = await browserApi.tabs.query({ url: patternOf(origin) });
  return tabs.filter(({ url }) => url && new URL(url).origin === origin);
}

/** @param {number} tabId of a page that was open before its site was switched on */
async function inject(tabId) {
  const target = { tabId, allFrames: true };
  try {
    await browserApi.scripting.insertCSS({ target, files: STYLES });
    await browserApi.scripting.executeScript({ target, files: SCRIPTS });
  } catch {
    // the page went away, or is one that no extension may enter
  }
}

/**
 * @param {string[]} patterns
 * @param {string[]} needed
 */
async function giveBack(patterns, needed) {
  for (const pattern of new Set(patterns.filter((one) => !needed.includes(one)))) {
    await browserApi.permissions.remove({ origins: [pattern] }).catch(() => false); // this machine's was given at install
  }
}
