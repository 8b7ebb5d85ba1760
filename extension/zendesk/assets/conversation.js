/**
 * What Zendesk tells of a ticket, made into the conversation that the server judges.
 *
 * @typedef {{text: string, format: 'html' | 'plain', attachments: string[]}} Draft
 * @typedef {Record<string, any>} Told values by their paths in Zendesk's framework
 * @typedef {{role: 'customer' | 'agent' | 'system', text: string, format: 'html' | 'plain', at?: string, author?: string}} Turn
 */

import { escaped } from './findings.js';

const TURNS_AT_MOST = 100; // a ticket may have thousands; the last ones are what the draft answers
const CHARACTERS_AT_MOST = 100_000;
const ROLES = { 'end-user': 'customer', agent: 'agent', admin: 'agent' };
const CHANNELS = {
  email: 'email', web: 'email', web_form: 'email', chat: 'chat', native_messaging: 'chat', web_messenger: 'chat',
  whatsapp: 'chat', sms: 'chat', facebook: 'social', twitter: 'social', instagram: 'social',
};

/**
 * @param {Told} told
 * @returns {Draft | null} null when nothing of this goes to a customer: an internal note, or no words
 */
export function draftOf(told) {
  const text = told['comment.text'] ?? '';
  if (told['comment.type'] === 'internalNote' || !hasWords(text)) return null;
  const isRich = told['comment.useRichText'] ?? /^\s*<[a-z]/i.test(text);
  return { text, format: isRich ? 'html' : 'plain', attachments: namesOf(told['comment.attachments']) };
}

/**
 * @param {Draft} draft
 * @param {Told} told of the ticket
 * @param {Date} now
 * @returns {object} a conversation as `/v1/check` takes it
 */
export function conversationOf({ text, format, attachments }, told, now) {
  const turns = turnsOf(told);
  const channel = CHANNELS[lastOf(turns, 'customer')?.channel];
  const agent = personOf(told.currentUser, ['id', 'name', 'time_zone']);
  const isSigned = told.currentUser?.signature && agent.name && [undefined, 'email'].includes(channel);
  return {
    id: told['ticket.id'] ? String(told['ticket.id']) : undefined,
    channel,
    customer: personOf(told['ticket.requester'], ['name', 'email', 'time_zone']),
    agent,
    now: instantOf(now),
    turns: [
      ...turns.map(({ channel: _, ...turn }) => turn),
      { role: 'agent', text: isSigned ? text + signature(agent.name, format) : text, format, attachments, draft: true },
    ],
  };
}

/**
 * Zendesk signs when it sends, so a reply without a name is none. It stands behind the draft, whose places stay as they are;
 * the signature's own words are nobody's to judge, so the name alone is told.
 * @param {string} name
 * @param {string} format
 */
function signature(name, format) {
  return format === 'html' ? `<p>-- <br>${escaped(name)}</p>` : `\n\n-- \n${name}`;
}

/**
 * The public messages in order. Where Zendesk tells the conversation, it says which notes are internal. Where it tells only
 * the comments it does not, so of these only the customers' count: an internal note must not pass for a promise.
 * @param {Told} told
 * @returns {Turn[]}
 */
function turnsOf(told) {
  const conversation = told['ticket.conversation'];
  const turns = conversation
    ? conversation.filter(({ channel }) => channel?.name !== 'internal').map(turnOfMessage)
    : [...(told['ticket.comments'] ?? [])]
        .sort((a, b) => a.id - b.id)
        .filter(({ author }) => author?.role === 'end-user')
        .map(turnOfComment);
  return recent(turns.filter(({ text }) => hasWords(text)));
}

function turnOfMessage({ author, channel, message, timestamp, attachments }) {
  const format = message?.contentType === 'text/plain' ? 'plain' : 'html';
  const at = new Date(timestamp);
  return {
    role: ROLES[author?.role] ?? 'system',
    text: message?.content ?? '',
    format,
    at: Number.isNaN(at.getTime()) ? undefined : at.toISOString(),
    author: author?.name || undefined,
    attachments: namesOf(attachments),
    channel: channel?.name,
  };
}

function turnOfComment({ author, value }) {
  return { role: 'customer', text: value ?? '', format: 'html', author: author.name || undefined };
}

/** @param {{filename?: string, fileName?: string}[]} [files] */
function namesOf(files) {
  return (files ?? []).map((file) => file.filename ?? file.fileName ?? 'file');
}

/**
 * @param {Turn[]} turns
 * @returns {Turn[]} the last ones, as many as a server takes
 */
function recent(turns) {
  const kept = turns.slice(-TURNS_AT_MOST);
  let size = kept.reduce((sum, { text }) => sum + text.length, 0);
  while (size > CHARACTERS_AT_MOST) size -= kept.shift().text.length;
  return kept;
}

function lastOf(turns, role) {
  return turns.filter((turn) => turn.role === role).at(-1);
}

/**
 * @param {any} user as Zendesk tells one
 * @param {string[]} keys that are wanted
 */
function personOf(user, keys) {
  if (!user) return undefined;
  const zone = user.timeZone?.ianaName;
  const person = {
    id: user.id === undefined ? undefined : String(user.id),
    name: user.name?.includes('@') ? undefined : user.name || undefined, // an address in place of a name is nobody's name
    email: user.email || undefined,
    time_zone: isZone(zone) ? zone : undefined,
  };
  return Object.fromEntries(keys.map((key) => [key, person[key]]));
}

function isZone(name) {
  try {
    return Boolean(name && new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false; // a name that is none would have the whole conversation refused
  }
}

/**
 * @param {string} text HTML or plain
 * @returns {boolean}
 */
function hasWords(text) {
  return /[^\s\u200b]/u.test(text.replace(/<[^>]*>|&nbsp;|&#160;/g, ' '));
}

/**
 * @param {Date} date
 * @returns {string} ISO 8601 with the offset of this machine, which says what "today" is
 */
export function instantOf(date) {
  const east = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + east * 60_000).toISOString().slice(0, 19);
  const two = (/** @type {number} */ number) => String(Math.floor(number)).padStart(2, '0');
  return `${local}${east < 0 ? '-' : '+'}${two(Math.abs(east) / 60)}:${two(Math.abs(east) % 60)}`;
}
