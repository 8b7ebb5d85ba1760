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
 * @property {string} now an instant with the offset of this machine
 * @property {string} [channel]
 * @property {Turn[]} turns what the page tells of the conversation, then the draft
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
const MESSAGES_AT_MOST = 50; // the latest; older ones no longer bear on the reply

/** A page can say itself which element holds the customer's message. */
const CUSTOMER_MESSAGE = '[data-replylint-role="customer"]';

/**
 * @param {HTMLElement} box the compose box
 * @param {string} text its draft
 * @param {Date} now
 * @returns {Conversation}
 */
function conversationOf(box, text, now) {
  /** @type {Turn} */
  const draft = { role: 'agent', text, draft: true, format: 'plain' };
  const channel = channelOf(box, site.adapter);
  return { ...(channel && { channel }), now: instant(now), turns: [...turnsAbove(box, site.adapter), draft] };
}

/**
 * What the page tells of the conversation so far: all messages whose writer it names, else the customer's last one.
 * @param {HTMLElement} box
 * @param {Adapter | null} adapter
 * @returns {Turn[]}
 */
function turnsAbove(box, adapter) {
  const { thread, customer } = adapter ?? {};
  if (thread) return threadAbove(box, thread);
  const messages = above(box, customer ?? CUSTOMER_MESSAGE);
  const text = messages.length ? textOf(lastMessage(messages)) : '';
  return text ? [{ role: 'customer', text }] : [];
}

/**
 * @param {HTMLElement} box
 * @param {NonNullable<Adapter['thread']>} thread
 * @returns {Turn[]}
 */
function threadAbove(box, { messages, customer, agent, words, time }) {
  const roleOf = (/** @type {HTMLElement} */ message) =>
    matches(message, customer) ? 'customer' : matches(message, agent) ? 'agent' : null;
  /** @type {{role: 'customer' | 'agent', parts: HTMLElement[], at: string}[]} */
  const told = [];
  for (const message of above(box, messages)) {
    const role = roleOf(message);
    const at = (time && message.querySelector(time)?.getAttribute('datetime')) || '';
    const last = told.at(-1);
    const part = words && !matches(message, words) ? within(message, words)[0] : message;
    if (!role || !part) continue;
    if (last?.role === role && last.parts.at(-1) === part.previousElementSibling) last.parts.push(part);
    else told.push({ role, parts: [part], at });
  }
  const ordered = told.sort((a, b) => Number(new Date(a.at || 0)) - Number(new Date(b.at || 0)));
  return ordered.map(({ role, parts }) => ({ role, text: textOf(parts) })).filter(({ text }) => text).slice(-MESSAGES_AT_MOST);
}

/**
 * The elements of a selector that stand above the box on its page, or on the page around its frame.
 * @param {HTMLElement} box
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
function above(box, selector) {
  for (let at = /** @type {Element | null} */ (box); at; at = outsideOf(at)) {
    const here = at;
    const follows = (/** @type {Element} */ e) => e.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
    const found = elementsAt(selector, /** @type {ParentNode & Node} */ (at.getRootNode())).filter(follows);
    if (found.length) return found;
  }
  return [];
}

/**
 * The last message. Elements that follow each other directly are one: a message can be several paragraphs.
 * @param {HTMLElement[]} messages
 * @returns {HTMLElement[]}
 */
function lastMessage(messages) {
  let start = messages.length - 1;
  while (start > 0 && messages[start].previousElementSibling === messages[start - 1]) start -= 1;
  return messages.slice(start);
}

/** @param {HTMLElement[]} parts */
function textOf(parts) {
  return parts.map((part) => readElement(part).text.trim()).join('\n\n').trim();
}

/**
 * @param {Element} box
 * @param {Adapter | null} adapter
 * @returns {string | null}
 */
function channelOf(box, adapter) {
  const named = box.closest('[data-replylint-channel]')?.getAttribute('data-replylint-channel') ?? '';
  return CHANNELS.includes(named) ? named : (adapter?.channel ?? null);
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
