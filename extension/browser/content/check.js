/** Asking the server, through the part of the extension that may talk to it. */

const browserApi = globalThis.browser ?? globalThis.chrome;
const ANSWER_WITHIN_MS = 2000;

/**
 * @param {HTMLElement} box
 * @param {string} text its draft
 * @returns {Promise<Result | null>} null when no answer came in time, for whatever reason
 */
async function check(box, text) {
  const conversation = conversationOf(box, text, new Date());
  /** @type {Promise<null>} */
  const tooLate = new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS, null));
  try {
    const answer = browserApi.runtime.sendMessage({ type: 'check', conversation });
    const result = await Promise.race([answer, tooLate]);
    return result?.verdict && Array.isArray(result.findings) ? result : null;
  } catch {
    return null; // the extension was updated or switched off under this page
  }
}

/**
 * Whether a reply with this verdict is held. The setting `holdOn` is "warn" (as shipped) or "hold".
 * @param {Result['verdict']} verdict
 * @returns {Promise<boolean>}
 */
async function isHeld(verdict) {
  return verdict === 'hold' || (verdict === 'warn' && site.holdOn === 'warn');
}
