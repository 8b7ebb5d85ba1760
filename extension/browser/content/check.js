/**
 * Asking the server, through the part of the extension that may talk to it.
 *
 * @typedef {object} Checked
 * @property {Conversation} conversation what was sent
 * @property {Result} result what came back
 */

const browserApi = globalThis.browser ?? globalThis.chrome;
const ANSWER_WITHIN_MS = 2000;

/**
 * @param {HTMLElement} box
 * @param {string} draft its text
 * @returns {Promise<Checked | null>} null when no answer came in time, for whatever reason
 */
async function check(box, draft) {
  const conversation = conversationOf(box, draft, new Date());
  const result = await answerTo({ type: 'check', conversation });
  return result?.verdict && Array.isArray(result.findings) ? { conversation, result } : null;
}

/**
 * @param {object} message
 * @returns {Promise<any>} what the background answered; null when nothing came in time
 */
async function answerTo(message) {
  /** @type {Promise<null>} */
  const tooLate = new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS, null));
  return Promise.race([askTwice(message), tooLate]);
}

/**
 * The browser may end the background while it works; asked again, it starts anew.
 * @param {object} message
 * @returns {Promise<any>}
 */
async function askTwice(message) {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      return await browserApi.runtime.sendMessage(message);
    } catch {
      // ended under way, or the extension was updated or switched off under this page
    }
  }
  return null;
}

/**
 * Whether a reply with this verdict is held. The setting `holdOn` is "warn" (as shipped) or "hold".
 * @param {Result['verdict']} verdict
 * @returns {Promise<boolean>}
 */
async function isHeld(verdict) {
  return verdict === 'hold' || (verdict === 'warn' && site.holdOn === 'warn');
}
