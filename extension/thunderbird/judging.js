/** Judging the mail in a composer. */

import { check } from './background/server.js';
import { tellComposer } from './composers.js';
import { fullConversation } from './mail.js';

/**
 * Has the server judge a draft; the composer's marks follow.
 * @param {number} tabId of the composer
 * @param {any} details of the mail
 * @param {{text: string, now: string}} draft
 * @returns {Promise<{checked?: import('./held-mails.js').Checked, error?: string}>} why there is no result: a message's name
 */
export async function judge(tabId, details, draft) {
  const conversation = await fullConversation(tabId, details, draft);
  const { data: result, error } = await check(conversation);
  if (error) return { error };
  const checked = { conversation, result };
  tellComposer(tabId, { type: 'show', text: draft.text, checked });
  return { checked };
}
