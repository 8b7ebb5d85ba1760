/**
 * The only part that talks to the replylint server: a service worker in Chrome and Edge, an event page in Firefox.
 * A page may be forbidden to reach this machine; the extension is not, so every check passes through here.
 */

const browserApi = globalThis.browser ?? globalThis.chrome;
const DEFAULT_SERVER = 'http://127.0.0.1:8817';
const ANSWER_WITHIN_MS = 2000;

/**
 * Sends one conversation to the server.
 * @param {object} conversation
 * @returns {Promise<object>} the server's result, or `{error}` with a reason in words
 */
async function check(conversation) {
  try {
    const { server } = /** @type {{server: string}} */ (await browserApi.storage.local.get({ server: DEFAULT_SERVER }));
    const response = await fetch(new URL('/v1/check', server), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(conversation),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      credentials: 'omit',
      cache: 'no-store',
    });
    return response.ok ? await response.json() : { error: `the server answered ${response.status}` };
  } catch (failure) {
    const late = failure instanceof DOMException && failure.name === 'TimeoutError';
    return { error: late ? 'the server took too long' : 'the server cannot be reached' };
  }
}

browserApi.runtime.onMessage.addListener((message, sender, reply) => {
  if (message?.type !== 'check' || sender.id !== browserApi.runtime.id) return false;
  check(message.conversation).then(reply);
  return true; // the answer comes later
});
