/**
 * What the agent says of findings, carried to the server: why she let a held draft go, and which findings did not fit.
 * Both need a key, and a store on the server's side; without a key nothing is sent.
 *
 * @callback Send asks the server that is set, with the key that is set
 * @param {string} path
 * @param {object} [body] posted as JSON; without it the path is fetched
 * @returns {Promise<{data?: any, error?: string}>} what the server said, or why it did not
 */

/**
 * Where a reason would be recorded, found out without sending one.
 * @param {Send} send
 * @param {{server: string, key: string, by: string}} settings
 * @returns {Promise<{where: string | null, by: string}>} the server's host, null without a key or a store; and her name
 */
export async function recording(send, { server, key, by }) {
  const hasStore = key !== '' && Boolean((await send('/v1/feedback')).data);
  return { where: hasStore ? new URL(server).host : null, by };
}

/**
 * @param {Send} send
 * @param {{conversation: object, findings: string[], by: string, reason: string}} letting
 * @returns {Promise<{recorded: boolean}>}
 */
export async function recordOverride(send, { conversation, findings, by, reason }) {
  const { data } = await send('/v1/overrides', { conversation, findings, by, reason });
  return { recorded: Boolean(data) };
}

/**
 * Passes an answer on: the rule, the number of the finding and what she said of it, no text.
 * @param {Send} send
 * @param {{key: string}} settings
 * @param {{rule: string, finding: string, answer: string}} given
 * @returns {Promise<void>}
 */
export async function sendFeedback(send, { key }, { rule, finding, answer }) {
  if (key) await send('/v1/feedback', { rule, finding, answer });
}
