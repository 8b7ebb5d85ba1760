/**
 * The only part that talks to the replylint server: a service worker in Chrome and Edge, an event page in Firefox.
 * A page may be forbidden to reach this machine; the extension is not, so every check passes through here.
 */

import { recording, recordOverride, sendFeedback } from './background/answers.js';
import { addToWeek } from './background/week.js';

const browserApi = globalThis.browser ?? globalThis.chrome;
const DEFAULT_SERVER = 'http://127.0.0.1:8817';
const ANSWER_WITHIN_MS = 2000;

/** What a page of ours may ask, by the type of its message. */
const ANSWERS = {
  check: async (/** @type {any} */ { conversation }) => (await send('/v1/check', conversation)).data ?? null,
  recording: async () => recording(send, await readSettings()),
  override: (/** @type {any} */ message) => recordOverride(send, message),
  feedback: async (/** @type {any} */ message) => sendFeedback(send, await readSettings(), message),
  week: (/** @type {any} */ { counts }) => addToWeek(counts),
  'open-week': () => browserApi.tabs.create({ url: browserApi.runtime.getURL('week.html') }),
};

/** @returns {Promise<{server: string, key: string}>} */
async function readSettings() {
  return browserApi.storage.local.get({ server: DEFAULT_SERVER, key: '' });
}

/** @type {import('./background/answers.js').Send} */
async function send(path, body) {
  try {
    const { server, key } = await readSettings();
    const response = await fetch(new URL(path, server), {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      credentials: 'omit',
      cache: 'no-store',
    });
    if (!response.ok) return { error: `the server answered ${response.status}` };
    return response.status === 204 ? {} : { data: await response.json() };
  } catch {
    return { error: 'the server is away or too slow' };
  }
}

browserApi.runtime.onMessage.addListener((message, sender, reply) => {
  if (sender.id !== browserApi.runtime.id || !Object.hasOwn(ANSWERS, message?.type)) return false;
  Promise.resolve(ANSWERS[message.type](message)).then(reply, () => reply(null));
  return true; // the answer comes later
});
