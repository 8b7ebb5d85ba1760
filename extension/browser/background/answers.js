/**
 * What the agent says of findings, carried to the server: why she let a held draft go, and which findings did not fit.
 * Both need a key, and a store on the server's side; without them nothing is sent.
 *
 * @callback Send asks the server, with the key if one is set
 * @param {string} path
 * @param {object} [body] posted as JSON; without it the path is fetched
 * @returns {Promise<{status: number, body: any}>} status 0 when no answer came
 */

/**
 * Where a reason would be recorded, found out without sending one.
 * @param {Send} send
 * @returns {Promise<{where: string | null, by: string}>} the server's host, null without a key or a store
 */
async function recording(send) {
  const { server, key, by } = await browserApi.storage.local.get({ server: DEFAULT_SERVER, key: '', by: '' });
  const { status } = key ? await send('/v1/feedback') : { status: 0 };
  return { where: status === 200 ? new URL(server).host : null, by };
}

/**
 * @param {Send} send
 * @param {{conversation: object, findings: string[], by: string, reason: string}} letting
 * @returns {Promise<{recorded: boolean}>}
 */
async function recordOverride(send, { conversation, findings, by, reason }) {
  const { status } = await send('/v1/overrides', { conversation, findings, by, reason });
  return { recorded: status === 201 };
}

/**
 * Passes an answer on: the rule, the number of the finding and what she said of it, no text.
 * @param {Send} send
 * @param {{rule: string, finding: string, answer: string}} given
 * @returns {Promise<{sent: boolean}>}
 */
async function sendFeedback(send, { rule, finding, answer }) {
  const { key } = await browserApi.storage.local.get({ key: '' });
  const { status } = key ? await send('/v1/feedback', { rule, finding, answer }) : { status: 0 };
  return { sent: status === 204 };
}
