/**
 * What runs beside the pages: a service worker in Chrome and Edge, an event page in Firefox. It ends when there is
 * nothing to do, so it remembers nothing by itself.
 */

import { forgetPage, severitiesOf, showPage } from './background/badge.js';
import { check, serverTrouble, tryServer } from './background/server.js';
import { followSites, originOfSender, toldTo } from './background/sites.js';
import { carryOutWanted, keepTaught } from './background/teaching.js';
import { browserApi } from './shared/settings.js';

/** @typedef {(message: any, sender: chrome.runtime.MessageSender) => Promise<any>} Handler */

/**
 * What our scripts within a page may ask for. A page that has been taken over could ask for it too: nothing here
 * changes a setting but for the site's own, or tells the key.
 * @type {Record<string, Handler>}
 */
const FOR_PAGES = {
  async check({ conversation }, { tab }) {
    const { data, error } = await check(conversation);
    if (tab?.id !== undefined) await showPage(tab.id, error ? { trouble: error } : { trouble: '', found: severitiesOf(data.findings) });
    return data ?? { error };
  },
  async site(_, sender) {
    return toldTo(originOfSender(sender));
  },
  async state({ state }, { tab, frameId }) {
    const { watching, missing, note, empty } = state;
    if (tab?.id === undefined || (frameId !== 0 && !watching)) return; // the page around a frame speaks for both
    const trouble = watching ? ((await serverTrouble()) ?? '') : '';
    await showPage(tab.id, { watching, missing, note, trouble, ...((empty || note) && { found: [] }) });
  },
  async taught({ parts }, sender) {
    return keepTaught(originOfSender(sender), parts);
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
