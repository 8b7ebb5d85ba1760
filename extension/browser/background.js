/**
 * The only part that talks to the replylint server: a service worker in Chrome and Edge, an event page in Firefox.
 * A page may be forbidden to reach this machine; the extension is not, so every check passes through here.
 */

if (globalThis.importScripts) globalThis.importScripts('background/answers.js', 'background/week.js');

const browserApi = globalThis.browser ?? globalThis.chrome;
const DEFAULT_SERVER = 'http://127.0.0.1:8817';
const ANSWER_WITHIN_MS = 2000;

/** What a page of ours may ask, by the type of its message. */
const ANSWERS = {
  check: (/** @type {any} */ { conversation }) => check(conversation),
  recording: () => recording(send),
  override: (/** @type {any} */ message) => recordOverride(send, message),
  feedback: (/** @type {any} */ message) => sendFeedback(send, message),
  week: (/** @type {any} */ { counts }) => addToWeek(counts),
  'open-week': () => browserApi.tabs.create({ url: browserApi.runtime.getURL('week.html') }),
};

/**
 * Sends one conversation to the server.
 * @param {object} conversation
 * @returns {Promise<object>} the server's result, or `{error}` with the status, 0 when no answer came
 */
async function check(conversation) {
  const { status, body } = await send('/v1/check', conversation);
  return status === 200 ? body : { error: status };
}

/** @type {Send} */
async function send(path, body) {
  try {
    const { server, key } = await browserApi.storage.local.get({ server: DEFAULT_SERVER, key: '' });
    const response = await fetch(new URL(path, server), {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      credentials: 'omit',
      cache: 'no-store',
    });
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: isJson ? await response.json() : null };
  } catch {
    return { status: 0, body: null }; // away, or too late
  }
}

browserApi.runtime.onMessage.addListener((message, sender, reply) => {
  const answer = Object.hasOwn(ANSWERS, message?.type) && sender.id === browserApi.runtime.id && ANSWERS[message.type];
  if (!answer) return false;
  Promise.resolve(answer(message)).then(reply, () => reply(null));
  return true; // the answer comes later
});
