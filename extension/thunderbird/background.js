/**
 * What runs beside the composers: an event page, which ends when there is nothing to do. What it has to remember is in
 * the session's storage, which is in memory only. A mail is stopped at once and its question is asked by a window of its
 * own: Thunderbird locks a composer for as long as it waits for an answer, for ever when the one who has it is gone.
 */

import { tryServer } from './background/server.js';
import { readSettings, browserApi } from './shared/settings.js';
import { approvedText, changeHeld, forget, heldOf } from './held-mails.js';
import { bringScripts, draftOf, joinComposers, lookAgain, tellComposer } from './composers.js';
import { judge } from './judging.js';
import { unchecked } from './mail.js';
import { showState } from './toolbar.js';
import { isHeld } from './verdict.js';
import { isWatched } from './watched.js';

const WINDOW = { type: 'popup', width: 520, height: 640, allowScriptsToClose: true };

browserApi.compose.onBeforeSend.addListener(async (tab, details) => {
  try {
    return { cancel: !(await mayGo(tab.id, details)) };
  } catch {
    unchecked(); // a fault of ours must hold nobody's mail
    return { cancel: false };
  }
});

/**
 * @param {number} tabId of the composer
 * @param {any} details of the mail
 * @returns {Promise<boolean>}
 */
async function mayGo(tabId, details) {
  if (!(await isWatched(details.identityId))) return true;
  const { text, now } = await draftOf(tabId);
  if (text.trim() === '' || (await approvedText(tabId)) === text) return true;
  if (await isAskedAbout(tabId, text)) return false;
  const { checked } = await judge(tabId, details, { text, now });
  if (!checked) {
    unchecked();
    return true;
  }
  const { holdOn } = await readSettings();
  if (!isHeld(checked.result.verdict, holdOn)) return true;
  await ask(tabId, checked);
  return false;
}

/**
 * Whether the question about this very text stands open; it comes to the front.
 * @param {number} tabId
 * @param {string} text
 * @returns {Promise<boolean>}
 */
async function isAskedAbout(tabId, text) {
  const held = await heldOf(tabId);
  if (!held?.windowId || held.checked.conversation.turns.at(-1).text !== text) return false;
  return browserApi.windows.update(held.windowId, { focused: true }).then(() => true, () => false);
}

/**
 * Opens the question about a mail; one that stood open about an older text of it goes.
 * @param {number} tabId
 * @param {import('./held-mails.js').Checked} checked
 */
async function ask(tabId, checked) {
  const before = await heldOf(tabId);
  await changeHeld(tabId, { checked, mode: 'sendNow' });
  if (before?.windowId) await browserApi.windows.remove(before.windowId).catch(() => {});
  const { id } = await browserApi.windows.create({ ...WINDOW, url: `held.html?tab=${tabId}` });
  await changeHeld(tabId, { windowId: id });
}

// That a send was stopped is told afterwards with what was pressed: Send, or Send Later.
browserApi.compose.onAfterSend.addListener(async (tab, { mode, error }) => {
  if (error && (await heldOf(tab.id))) await changeHeld(tab.id, { mode });
});

browserApi.compose.onIdentityChanged.addListener((tab) => tellComposer(tab.id, { type: 'look-again' }));
browserApi.tabs.onRemoved.addListener(async (tabId) => {
  const held = await heldOf(tabId);
  if (held?.windowId) await browserApi.windows.remove(held.windowId).catch(() => {});
  await forget(tabId);
});

/** @type {Record<string, (message: any, tabId: number) => Promise<any>>} */
const HANDLERS = {
  async watched(_, tabId) {
    const watched = await isWatched((await browserApi.compose.getComposeDetails(tabId)).identityId);
    await showState(tabId, { watched });
    return watched;
  },
  async check({ conversation }, tabId) {
    const details = await browserApi.compose.getComposeDetails(tabId);
    if (!(await isWatched(details.identityId))) return null;
    const draft = { text: conversation.turns.at(-1).text, now: conversation.now };
    const { checked, error } = await judge(tabId, details, draft);
    await showState(tabId, { watched: true, error, found: checked?.result.findings });
    return checked?.result;
  },
  async try({ settings }) {
    return tryServer(settings);
  },
};

browserApi.runtime.onMessage.addListener((message, sender, reply) => {
  if (sender.id !== browserApi.runtime.id || !Object.hasOwn(HANDLERS, message?.type)) return false;
  HANDLERS[message.type](message, sender.tab?.id).then(reply, () => reply(undefined));
  return true; // the answer comes later
});

browserApi.storage.onChanged.addListener((changes, area) => {
  if (area === 'local' && 'watched' in changes) lookAgain();
});
browserApi.runtime.onInstalled.addListener(joinComposers);
browserApi.runtime.onStartup.addListener(() => {}); // wakes this page, so that the scripts below are there before a composer is
bringScripts();
