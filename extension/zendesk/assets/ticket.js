/**
 * Reading and writing the ticket, through Zendesk's framework.
 *
 * @typedef {import('./conversation.js').Draft} Draft
 * @typedef {import('./conversation.js').Told} Told
 */

import { draftOf } from './conversation.js';

const DRAFT = ['comment.text', 'comment.type', 'comment.useRichText', 'comment.attachments'];
const THREAD = ['ticket.id', 'ticket.conversation', 'ticket.comments', 'ticket.requester', 'currentUser'];

/**
 * @param {any} client
 * @returns {Promise<Draft | null>} null when there is no public reply
 */
export async function readDraft(client) {
  return draftOf(await client.get(DRAFT));
}

/**
 * @param {any} client
 * @returns {Promise<Told>} what is known around the draft; what Zendesk does not tell here (on a new ticket) is left out
 */
export async function readThread(client) {
  try {
    return await client.get(THREAD);
  } catch {
    return {}; // a draft is worth a look by itself
  }
}

/**
 * Puts another text into the editor.
 * @param {any} client
 * @param {string} text
 * @returns {Promise<boolean>} whether that is the text now
 */
export async function writeDraft(client, text) {
  try {
    await client.set('comment.text', text);
    return (await readDraft(client))?.text === text;
  } catch {
    return false;
  }
}
