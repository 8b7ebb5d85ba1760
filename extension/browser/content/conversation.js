/**
 * The shapes that go to the server and come back, and how a page becomes a conversation.
 *
 * @typedef {object} Turn
 * @property {'customer' | 'agent' | 'system'} role
 * @property {string} text
 * @property {boolean} [draft]
 * @property {'plain' | 'html' | 'markdown'} [format]
 *
 * @typedef {object} Conversation
 * @property {string} [id]
 * @property {string} now an instant with the offset of this machine
 * @property {string} [channel]
 * @property {Turn[]} turns the customer's message if the page shows one, then the draft
 *
 * @typedef {object} Finding
 * @property {string} id
 * @property {string} rule
 * @property {'error' | 'warning' | 'suggestion'} severity
 * @property {'autofail' | 'section-fail' | null} gate
 * @property {'words' | 'absence'} about
 * @property {number} turn
 * @property {{start: number, end: number}} utf16 a half-open range of the text that was sent
 * @property {string} text
 * @property {string} message
 * @property {string} advice
 * @property {Evidence[]} [evidence]
 * @property {Fix[]} [fixes]
 *
 * @typedef {object} Result
 * @property {'pass' | 'warn' | 'hold'} verdict
 * @property {Finding[]} findings
 */

const CHANNELS = ['email', 'chat', 'social', 'forum', 'phone'];

/** A page says which element holds the customer's message; a guess here could put words into her mouth. */
const CUSTOMER_MESSAGE = '[data-replylint-role="customer"]';

/**
 * @param {Element} box the compose box
 * @param {string} text its draft
 * @param {Date} now
 * @returns {Conversation}
 */
function conversationOf(box, text, now) {
  /** @type {Turn[]} */
  const turns = [{ role: 'agent', text, draft: true, format: 'plain' }];
  const customer = customerMessage(box);
  if (customer) turns.unshift({ role: 'customer', text: customer });
  const channel = channelOf(box);
  return { ...(channel && { channel }), now: instant(now), turns };
}

/**
 * The last message of the customer that the page names as such, above the compose box.
 * @param {Element} box
 * @returns {string | null}
 */
function customerMessage(box) {
  const messages = [...box.ownerDocument.querySelectorAll(CUSTOMER_MESSAGE)];
  const above = messages.filter((m) => m.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING);
  const last = above.at(-1);
  return (last && readElement(last).text.trim()) || null;
}

/**
 * @param {Element} box
 * @returns {string | null}
 */
function channelOf(box) {
  const named = box.closest('[data-replylint-channel]')?.getAttribute('data-replylint-channel') ?? '';
  return CHANNELS.includes(named) ? named : null;
}

/**
 * An instant as this machine's clock shows it, with its offset: 2026-11-18T10:30:00-05:00.
 * @param {Date} date
 * @returns {string}
 */
function instant(date) {
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
