/** What is asked of the server: one `POST /v1/check`, the same whether this page sends it or a shell. */

const ANSWER_WITHIN_MS = 15_000;

/**
 * @typedef {object} Told what the fields of the page say
 * @property {string} customer
 * @property {string} draft
 * @property {string} format
 * @property {string} channel
 * @property {string} sent a local time, "2026-11-18T10:30", or nothing
 *
 * @typedef {{role: string, text: string, draft?: true, format?: string}} Turn
 * @typedef {{channel?: string, now?: string, agent?: {time_zone: string}, turns: Turn[]}} Conversation
 */

/** The answer of a server that cannot use what was sent: a problem document. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} detail
   */
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** The zone of this browser, by its IANA name. */
export function zone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/**
 * The local time of this browser as its field takes it: "2026-11-18T10:30".
 * @param {Date} at
 */
export function localTime(at) {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/**
 * A local time with the offset that holds then: "2026-11-18T10:30:00-05:00".
 * @param {string} local
 */
function instant(local) {
  const ahead = -new Date(local).getTimezoneOffset();
  const [hours, minutes] = [Math.trunc(Math.abs(ahead) / 60), Math.abs(ahead) % 60].map((n) => `${n}`.padStart(2, '0'));
  return `${local.slice(0, 16)}:00${ahead < 0 ? '-' : '+'}${hours}:${minutes}`;
}

/**
 * @param {Told} told
 * @returns {Conversation} no key for what is not told
 */
export function conversation({ customer, draft, format, channel, sent }) {
  return {
    ...(channel && { channel }),
    ...(sent && { now: instant(sent), agent: { time_zone: zone() } }),
    turns: [
      ...(customer.trim() ? [{ role: 'customer', text: customer }] : []),
      { role: 'agent', text: draft, draft: true, ...(format !== 'plain' && { format }) },
    ],
  };
}

/** @param {Conversation} told */
export function written(told) {
  return JSON.stringify(told, null, 2);
}

const ADDRESS = new URL('v1/check', document.baseURI).href;

/**
 * Raises `Refused`, or whatever `fetch` raises when no answer comes.
 * @param {string} body
 * @param {string} key or nothing
 * @param {AbortController} leave
 */
export async function check(body, key, leave) {
  const headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) };
  const late = setTimeout(() => leave.abort(), ANSWER_WITHIN_MS);
  try {
    const answer = await fetch(ADDRESS, { method: 'POST', headers, body, signal: leave.signal, credentials: 'omit' });
    if (answer.ok) return await answer.json();
    const problem = await answer.json().catch(() => ({}));
    throw new Refused(answer.status, problem.detail ?? answer.statusText);
  } finally {
    clearTimeout(late);
  }
}

/**
 * The request as a command for a POSIX shell. The key stays out of it: the shell is to have it as REPLYLINT_KEY.
 * @param {string} body
 * @param {boolean} keyed
 */
export function curl(body, keyed) {
  const quoted = (/** @type {string} */ text) => `'${text.replaceAll("'", "'\\''")}'`;
  const parts = [`curl -sS ${quoted(ADDRESS)}`, "-H 'content-type: application/json'"];
  if (keyed) parts.push('-H "authorization: Bearer $REPLYLINT_KEY"');
  return [...parts, `--data-binary ${quoted(body)}`].join(' \\\n  ');
}
