/**
 * Holding a public reply that the agent submits, and letting it go.
 *
 * @typedef {import('./conversation.js').Draft} Draft
 * @typedef {import('./findings.js').Finding} Finding
 * @typedef {import('./findings.js').Fix} Fix
 * @typedef {{draft: Draft, conversation: any, result: import('./server.js').Result}} Checked
 *
 * @typedef {object} Desk what the gate needs of the ticket and of the server
 * @property {() => Promise<Draft | null>} draft
 * @property {(draft: Draft) => Promise<{conversation: any, result: import('./server.js').Result}>} check
 * @property {(text: string) => Promise<boolean>} write
 * @property {(letting: {conversation: any, findings: string[], by: string, reason: string}) => Promise<void>} letGo
 * @property {(said: {rule: string, finding: string, answer: 'not-here' | 'wrong'}) => Promise<void>} answer
 * @property {(words: string) => void} notify
 */

import { edited, heldMessage } from './findings.js';
import { say } from './words.js';

const ANSWER_WITHIN_MS = 2000;

export class Gate {
  #desk;
  #panel;
  /** @type {string | null} the very text that the agent has let go, and that is not sent yet */
  #letGo = null;
  /** @type {boolean} whether that text is on its way */
  #going = false;
  /** @type {Set<string>} the findings that the agent has answered in this ticket */
  #answered = new Set();

  /**
   * @param {Desk} desk
   * @param {import('./panel.js').Panel} panel
   */
  constructor(desk, panel) {
    this.#desk = desk;
    this.#panel = panel;
  }

  /**
   * Decides about a submit. Zendesk saves unless this rejects; a promise of `false` would let the reply out.
   * @returns {Promise<void>} rejects with what the agent reads
   */
  async onSave() {
    this.#going = false;
    const seen = await within(ANSWER_WITHIN_MS, this.#look());
    if (seen === null) {
      this.#panel.show('unchecked');
      this.#desk.notify(say('unchecked_notice'));
    } else if (seen.checked?.result.verdict === 'hold') {
      this.#panel.showFindings('held', seen.checked);
      throw new Error(heldMessage(seen.checked.result.findings, seen.checked.draft.format));
    } else if (seen.checked) {
      this.#panel.show('passed');
    } else if (seen.draft) {
      this.#going = true;
      this.#panel.show('sent_as_before');
    }
  }

  /** The ticket is saved: what was let go has gone, and counts for no later reply. */
  onSaved() {
    if (this.#going) this.#letGo = null;
    this.#going = false;
  }

  /** Looks at the draft before it is submitted. */
  async onCheck() {
    this.#panel.show('checking');
    const seen = await within(ANSWER_WITHIN_MS, this.#look());
    if (seen === null) this.#panel.show('unchecked');
    else if (seen.checked?.result.verdict === 'hold') this.#panel.showFindings('held_ahead', seen.checked);
    else if (seen.checked) this.#panel.showFindings('found', this.#unanswered(seen.checked));
    else this.#panel.show(seen.draft ? 'sent_as_before' : 'nothing');
  }

  /**
   * Lets the draft go that was shown, and no other: one that has changed since is looked at again.
   * @param {Checked} checked
   * @param {string} by
   * @param {string} reason
   */
  async onLetGo({ draft, conversation, result }, by, reason) {
    if (!(await this.#stands(draft))) {
      await this.onCheck();
      return;
    }
    const findings = result.findings.map(({ id }) => id);
    const recorded = this.#desk.letGo({ conversation, findings, by, reason }).then(() => true);
    const isRecorded = (await within(ANSWER_WITHIN_MS, recorded)) ?? false;
    this.#letGo = draft.text; // a record that cannot be made holds up nobody
    this.#panel.show('approved', say(isRecorded ? 'approved_recorded' : 'approved_unrecorded'));
  }

  /**
   * Makes a fix in the editor, and looks at what came of it.
   * @param {Checked} checked
   * @param {Fix} fix
   */
  async onFix({ draft }, fix) {
    const stands = await this.#stands(draft);
    const isDone = stands && (await this.#desk.write(edited(draft.text, fix.edits)));
    await this.onCheck();
    if (!isDone) this.#panel.note(say(stands ? 'put_refused' : 'put_changed'));
  }

  /**
   * What the agent says of a finding: it is not shown again on this ticket unless the reply is held.
   * @param {Finding} finding
   * @param {'not-here' | 'wrong'} answer
   * @returns {Promise<boolean>} whether it is counted
   */
  async onAnswer({ id, rule }, answer) {
    this.#answered.add(id);
    const counted = this.#desk.answer({ rule, finding: id, answer }).then(() => true);
    return (await within(ANSWER_WITHIN_MS, counted)) ?? false;
  }

  /**
   * @param {Checked} checked
   * @returns {Checked} without the findings that were answered
   */
  #unanswered(checked) {
    const findings = checked.result.findings.filter(({ id }) => !this.#answered.has(id));
    return { ...checked, result: { ...checked.result, findings } };
  }

  /**
   * @returns {Promise<{draft: Draft | null, checked: Checked | null}>} no `checked` when there is nothing to judge, or when this
   *   text was let go
   */
  async #look() {
    const draft = await this.#desk.draft();
    if (!draft || draft.text === this.#letGo) return { draft, checked: null };
    return { draft, checked: { draft, ...(await this.#desk.check(draft)) } };
  }

  /**
   * @param {Draft} draft
   * @returns {Promise<boolean>} whether it is still what stands in the editor
   */
  async #stands({ text }) {
    const now = await within(ANSWER_WITHIN_MS, this.#desk.draft());
    return now?.text === text;
  }
}

/**
 * @template T
 * @param {number} ms
 * @param {Promise<T>} answer
 * @returns {Promise<T | null>} null when it did not come in time or was no good
 */
async function within(ms, answer) {
  /** @type {Promise<null>} */
  const tooLate = new Promise((resolve) => setTimeout(resolve, ms, null));
  return Promise.race([answer.catch(() => null), tooLate]);
}
