/** A mail in the composer as the conversation that it is a part of. */

import { say } from './shared/page.js';
import { browserApi } from './shared/settings.js';

/**
 * @typedef {object} Turn
 * @property {'customer' | 'agent'} role
 * @property {string} text
 * @property {string} [author]
 * @property {string} [at]
 * @property {'plain' | 'html'} [format]
 * @property {boolean} [draft]
 * @property {string[]} [attachments]
 */

const ORIGINAL_WITHIN_MS = 500; // one that has to be fetched first is there for the next check
const LONGEST = 100_000;

/** @type {Map<number, Promise<Turn[]>>} the answered messages, by their id */
const originals = new Map();

/**
 * @param {number} tabId of the composer
 * @param {any} details of the mail
 * @param {{text: string, now: string}} draft
 * @returns {Promise<object>}
 */
export async function fullConversation(tabId, details, { text, now }) {
  const [attached, identity, before] = await Promise.all([
    browserApi.compose.listAttachments(tabId),
    browserApi.identities.get(details.identityId),
    originalOf(details),
  ]);
  const attachments = attached.map(({ name }) => name);
  const recipients = details.to.filter((one) => typeof one === 'string').map(mailbox);
  return {
    channel: 'email',
    now,
    ...(recipients.length === 1 && { customer: recipients[0] }),
    ...(identity?.name && { agent: { name: identity.name } }),
    turns: [...before, { role: 'agent', text, draft: true, format: 'plain', attachments }],
  };
}

/** Says that a mail goes out as it is. Its composer is about to close, so it is said beside it. */
export function unchecked() {
  tell(say('notice_unchecked'));
}

/** @param {string} message */
export function tell(message) {
  const iconUrl = browserApi.runtime.getURL('icons/away-32.png');
  browserApi.notifications.create({ type: 'basic', title: 'replylint', message, iconUrl }).catch(() => {});
}

/**
 * The message that is answered, as it came: what the draft quotes of it may have been cut or written over.
 * @param {any} details
 * @returns {Promise<Turn[]>}
 */
async function originalOf({ type, relatedMessageId }) {
  if (type !== 'reply' || !relatedMessageId) return [];
  const reading = originals.get(relatedMessageId) ?? readMessage(relatedMessageId).catch(() => []);
  originals.set(relatedMessageId, reading);
  /** @type {Promise<Turn[]>} */
  const tooLate = new Promise((resolve) => setTimeout(resolve, ORIGINAL_WITHIN_MS, []));
  return Promise.race([reading, tooLate]);
}

/**
 * @param {number} id
 * @returns {Promise<Turn[]>}
 */
async function readMessage(id) {
  const [{ author, date }, parts, identities] = await Promise.all([
    browserApi.messages.get(id),
    browserApi.messages.listInlineTextParts(id),
    browserApi.identities.list(),
  ]);
  const plain = parts.find(({ contentType }) => contentType === 'text/plain');
  const part = plain ?? parts.find(({ contentType }) => contentType === 'text/html');
  if (!part?.content.trim()) return [];
  const { name, email } = mailbox(author);
  const ours = identities.some((identity) => identity.email.toLowerCase() === email.toLowerCase());
  const text = part.content.slice(0, LONGEST);
  return [
    { role: ours ? 'agent' : 'customer', text, author: name || email, at: new Date(date).toISOString(), format: plain ? 'plain' : 'html' },
  ];
}

/**
 * @param {string} written `Ana Lima <ana@shop.example>`, or the address alone
 * @returns {{name?: string, email: string}}
 */
function mailbox(written) {
  const [, name = '', email = written] = /^\s*"?(.*?)"?\s*<([^<>]*)>\s*$/.exec(written) ?? [];
  return { ...(name && { name }), email: email.trim() };
}
