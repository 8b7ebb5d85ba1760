/**
 * Asking the replylint server. One on the agent's own machine is asked by the browser; any other through Zendesk's proxy,
 * which puts the key in, so that no agent sees it.
 *
 * @typedef {{server: string, local_key?: string, profile?: string}} Settings
 * @typedef {{verdict: 'pass' | 'warn' | 'hold', findings: import('./findings.js').Finding[], override: object | null}} Result
 * @typedef {(path: string, body: object) => Promise<any>} Ask rejects when the answer is not a good one
 */

const OWN_MACHINE = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * @param {any} client
 * @param {Settings} settings
 * @returns {Ask}
 */
export function serverOf(client, settings) {
  const { href, hostname } = new URL(settings.server);
  const base = href.replace(/\/+$/, '');
  return OWN_MACHINE.includes(hostname) ? directly(base, settings.local_key) : proxied(client, base);
}

/**
 * @param {Ask} ask
 * @param {object} conversation
 * @param {string} [profile] empty for what the server's settings say
 * @returns {Promise<Result>}
 */
export async function check(ask, conversation, profile) {
  const result = await ask(profile ? `/v1/check?profile=${encodeURIComponent(profile)}` : '/v1/check', conversation);
  if (!['pass', 'warn', 'hold'].includes(result?.verdict) || !Array.isArray(result.findings)) throw new Error('no result');
  return result;
}

/**
 * Records that a held draft is let go.
 * @param {Ask} ask
 * @param {{conversation: object, findings: string[], by: string, reason: string}} letting
 * @returns {Promise<void>}
 */
export async function letGo(ask, letting) {
  await ask('/v1/overrides', letting);
}

/**
 * Counts what an agent says of a finding.
 * @param {Ask} ask
 * @param {{rule: string, finding: string, answer: 'not-here' | 'wrong'}} said
 * @returns {Promise<void>}
 */
export async function answer(ask, said) {
  await ask('/v1/feedback', said);
}

/**
 * @param {string} base the server's address without a stroke at its end
 * @param {string} [key]
 * @returns {Ask}
 */
function directly(base, key) {
  return async (path, body) => {
    const headers = { 'Content-Type': 'application/json', ...(key ? { Authorization: `Bearer ${key}` } : {}) };
    const told = { method: 'POST', headers, body: JSON.stringify(body), credentials: 'omit', referrerPolicy: 'no-referrer' };
    const answer = await fetch(base + path, told);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer.status === 204 ? null : answer.json();
  };
}

/**
 * @param {any} client
 * @param {string} base the server's address without a stroke at its end
 * @returns {Ask}
 */
function proxied(client, base) {
  return (path, body) =>
    client.request({
      url: base + path,
      type: 'POST',
      contentType: 'application/json',
      dataType: 'json',
      headers: { Authorization: 'Bearer {{setting.key}}' },
      secure: true,
      data: JSON.stringify(body),
    });
}
