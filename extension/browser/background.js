/**
 * What runs beside the pages: a service worker in Chrome and Edge, an event page in Firefox. It ends when there is
 * nothing to do, so it remembers nothing by itself.
 */

import { recording, recordOverride, sendFeedback } from './background/answers.js';
import { forgetPage, showPage } from './background/badge.js';
import { ask, check, serverTrouble, tryServer } from './background/server.js';
import { followSites, originOfSender, toldTo } from './background/sites.js';
import { carryOutWanted, keepTaught } from './background/teaching.js';
import { addToWeek } from './background/week.js';
import { browserApi, readSettings } from './shared/settings.js';

/** @typedef {(message: any, sender: chrome.runtime.MessageSender) => Promise<any>} Handler */

/**
 * What our scripts within a page may ask for. A page that has been taken over could ask for it too: nothing here
 * changes a setting but for the site's own, or tells the key.
 * @type {Record<string, Handler>}
 */
const FOR_PAGES = {
  async check({ conversation }, { tab }) {
    const { data, error } = await check(conversation);
    if (tab?.id !== undefined) showPage(tab.id, { trouble: error ?? '' });
    return data ?? { error };
  },
  async found({ severities }, { tab }) {
    if (tab?.id !== undefined) await showPage(tab.id, { found: severities });
  },
  async site(_, sender) {
    return toldTo(originOfSender(sender));
  },
  async state({ state }, { tab, frameId }) {
    const { watching, missing, note, empty } = state;
    if (tab?.id === undefined || (frameId !== 0 && !watching)) return; // the page around a frame speaks for both
    await showPage(tab.id, { watching, missing, note, ...((empty || note) && { found: [] }) });
    await showPage(tab.id, { trouble: watching ? ((await serverTrouble()) ?? '') : '' });
  },
  async taught({ parts }, sender) {
    return keepTaught(originOfSender(sender), parts);
  },
  async recording() {
    return recording(ask, await readSettings());
  },
  async override(letting) {
    return recordOverride(ask, letting);
  },
  async feedback(given) {
    return sendFeedback(ask, await readSettings(), given);
  },
  async week({ counts }) {
    return addToWeek(counts);
  },
  async 'open-week'() {
    await browserApi.tabs.create({ url: browserApi.runtime.getURL('week.html') });
  },
};

/**
 * What our own pages may ask for: the popup and the options.
 * @type {Record<string, Handler>}
 */
const FOR_OUR_PAGES = {
  async try({ settings }) {
    return tryServer(settings);
  },
  async trouble() {
    return serverTrouble();
  },
  async wanted() {
    return carryOutWanted();
  },
};

browserApi.runtime.onMessage.addListener((message, sender, reply) => {
  const ours = sender.url?.startsWith(browserApi.runtime.getURL(''));
  const handlers = ours ? FOR_OUR_PAGES : FOR_PAGES;
  if (sender.id !== browserApi.runtime.id || !Object.hasOwn(handlers, message?.type)) return false;
  handlers[message.type](message, sender).then(reply, () => reply(undefined));
  return true; // the answer comes later
});

browserApi.runtime.onInstalled.addListener(followSites);
browserApi.runtime.onStartup.addListener(followSites);
browserApi.storage.onChanged.addListener((changes, area) => {
  if (area === 'managed' || (area === 'local' && ('sites' in changes || 'holdOn' in changes))) followSites();
});
browserApi.permissions.onAdded.addListener(async () => {
  await carryOutWanted();
  await followSites();
});
browserApi.permissions.onRemoved.addListener(followSites);
browserApi.tabs.onRemoved.addListener(forgetPage);
