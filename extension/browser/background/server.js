/**
 * The only part that talks to the replylint server. A page may be forbidden to reach this machine; the extension is
 * not, so every check passes through here.
 *
 * @typedef {object} Answer
 * @property {any} [data] what the server said
 * @property {string} [error] why it did not: the name of a message in `_locales`
 * @property {string} [detail] in the server's words
 */

import { browserApi, patternOf, readSettings } from '../shared/settings.js';

const ANSWER_WITHIN_MS = 2000;
const TRIAL_WITHIN_MS = 20_000; // its first check loads a parser
const SAMPLE = { text: 'Unfortunately, your lamp ships on Tuesday.', customer_message: 'Where is my lamp?' };

/**
 * Asks the server that is set, with the key that is set.
 * @param {string} path
 * @param {object} [body] what is posted; without one the request is a GET
 * @returns {Promise<Answer>}
 */
export async function ask(path, body) {
  return askServer(await readSettings(), path, body, ANSWER_WITHIN_MS);
}

/**
 * Judges one conversation.
 * @param {object} conversation
 * @returns {Promise<Answer>}
 */
export async function check(conversation) {
  const settings = await readSettings();
  return askServer(settings, checkPath(settings.profile), conversation, ANSWER_WITHIN_MS);
}

/**
 * Tries settings that may not be kept yet: is the server ready, and does it judge a sample for us?
 * @param {{server: string, key: string, profile: string}} settings
 * @returns {Promise<Answer>}
 */
export async function tryServer(settings) {
  if (!isAddress(settings.server)) return { error: 'serverNoAddress' };
  if (!(await browserApi.permissions.contains({ origins: [patternOf(settings.server)] }))) return { error: 'serverNotAllowed' };
  const ready = await askServer(settings, '/health/ready', undefined, ANSWER_WITHIN_MS);
  if (ready.error) return ready;
  return askServer(settings, checkPath(settings.profile), SAMPLE, TRIAL_WITHIN_MS);
}

/** @returns {Promise<string | undefined>} why the server does not answer, if it does not */
export async function serverTrouble() {
  return (await ask('/health/ready')).error;
}

/** @param {string} profile */
function checkPath(profile) {
  return profile ? `/v1/check?${new URLSearchParams({ profile })}` : '/v1/check';
}

/**
 * @param {{server: string, key: string}} settings
 * @param {string} path
 * @param {object | undefined} body
 * @param {number} within milliseconds
 * @returns {Promise<Answer>}
 */
async function askServer({ server, key }, path, body, within) {
  try {
    const response = await fetch(new URL(path, server), {
      method: body ? 'POST' : 'GET',
      headers: { ...(body && { 'content-type': 'application/json' }), ...(key && { authorization: `Bearer ${key}` }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(within),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
    });
    if (response.status === 204) return {};
    const data = await response.json().catch(() => null);
    if (!data) return { error: 'serverOther' };
    return response.ok ? { data } : { error: refusal(response.status, data.detail ?? '', key), detail: data.detail };
  } catch (failure) {
    const late = failure instanceof DOMException && failure.name === 'TimeoutError';
    return { error: late ? 'serverLate' : 'serverAway' };
  }
}

/**
 * @param {number} status
 * @param {string} detail of the server's problem document
 * @param {string} key
 * @returns {string}
 */
function refusal(status, detail, key) {
  if (status === 401) return key ? 'serverWrongKey' : 'serverNoKey';
  if (status === 403 && detail.includes('Origin')) return key ? 'serverOrigin' : 'serverOriginNoKey';
  if (status === 403 && detail.includes('Host')) return 'serverHost';
  return status === 503 ? 'serverStarting' : 'serverRefuses';
}

/** @param {string} server */
function isAddress(server) {
  return URL.canParse(server) && ['http:', 'https:'].includes(new URL(server).protocol);
}
