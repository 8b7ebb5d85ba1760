/**
 * The question about a held mail, in a window of its own. It does the rest by itself, so it does not matter whether the
 * background has ended in the meantime: mending, the next check, the record of a reason, and sending.
 */

import { recording, recordOverride } from './background/answers.js';
import { ask } from './background/server.js';
import { draftOf, tellComposer } from './composers.js';
import { approve, changeHeld, heldOf } from './held-mails.js';
import { judge } from './judging.js';
import { tell, unchecked } from './mail.js';
import { browserApi, readSettings, writeSettings } from './shared/settings.js';
import { isHeld } from './verdict.js';
import { wholeWindow } from './whole-window.js';

/** @typedef {import('./held-mails.js').Checked} Checked */

const tabId = Number(new URLSearchParams(location.search).get('tab'));
const panel = new Panel(document, wholeWindow());

document.title = say('panel_title');
decide().catch(() => {}).finally(() => window.close());

/** Asks until it is decided what becomes of the mail. */
async function decide() {
  const held = await heldOf(tabId);
  let checked = held?.checked ?? null;
  /** @type {any} */
  let mending = null;
  while (checked) {
    const draft = textOf(checked);
    const decision = await askAbout(checked, mending);
    if (decision.choice === 'back') return;
    if (decision.choice === 'fix') {
      if (!(await mendDraft(draft, decision.fix))) return;
      mending = decision;
    } else if ((await draftOf(tabId)).text === draft) { // what goes out must be what was checked
      if (decision.reason) await record(checked, decision);
      await send(draft);
      return;
    }
    checked = await checkAgain();
  }
}

/**
 * @param {Checked} checked
 * @param {any} mending what was done since she pressed Send
 * @returns {Promise<any>} her decision
 */
async function askAbout({ conversation, result }, mending) {
  const settings = await readSettings();
  if (isHeld(result.verdict, settings.holdOn)) {
    const told = await recording(ask, settings);
    return panel.ask(result.findings, conversation.turns, told.where ? told : null);
  }
  if (!mending) return { choice: 'send', by: '', reason: '' };
  return panel.askAfter(lineAt(conversation.turns.at(-1).text, mending.fix.edits[0]?.utf16.start ?? 0));
}

/**
 * @param {string} draft
 * @param {any} fix
 * @returns {Promise<boolean>} whether Send goes on: not when something is left for her to fill in
 */
async function mendDraft(draft, fix) {
  const made = (await tellComposer(tabId, { type: 'mend', text: draft, fix })) ?? 'refused';
  if (made !== 'done') tell(say(`notice_fix_${made}`));
  return made === 'done' && fix.applies === 'automatic';
}

/** @returns {Promise<Checked | null>} null when the mail went out without an answer */
async function checkAgain() {
  const draft = await draftOf(tabId);
  const details = await browserApi.compose.getComposeDetails(tabId);
  const { checked } = await judge(tabId, details, draft);
  if (checked) {
    await changeHeld(tabId, { checked });
    return checked;
  }
  unchecked();
  await send(draft.text);
  return null;
}

/**
 * Tells the server who let this draft go and why, so that no other gate asks again.
 * @param {Checked} checked
 * @param {{by: string, reason: string}} decision
 */
async function record({ conversation, result }, { by, reason }) {
  await writeSettings({ by });
  const findings = result.findings.map(({ id }) => id);
  const { recorded } = await recordOverride(ask, { conversation, findings, by, reason });
  if (!recorded) tell(say('notice_not_recorded'));
}

/**
 * Sends the mail as it was to be sent before. What Thunderbird has to say of it, it says itself.
 * @param {string} text
 */
async function send(text) {
  await approve(tabId, text);
  const { mode } = (await heldOf(tabId)) ?? { mode: 'sendNow' };
  browserApi.compose.sendMessage(tabId, { mode }).catch(() => {});
}

/** @param {Checked} checked */
function textOf({ conversation }) {
  return conversation.turns.at(-1).text;
}
