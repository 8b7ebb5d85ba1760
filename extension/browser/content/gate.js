/**
 * Holds Send until the draft was checked, and lets it go when nothing stands against it or the agent says so.
 *
 * A send that was held is repeated by events of our own. While they run, `#passing` lets everything through: one press
 * is several events (a click, then a submit). What was let go stays approved for a short while, for this box and this
 * exact text, so a page that submits a moment later, or trusts only real presses, is not asked about twice.
 */

const APPROVED_MS = 30_000;
const DOUBLE_CLICK_MS = 700;

class Gate {
  #panel;
  #notice;
  #reviews;
  #passing = false;
  /** @type {WeakMap<HTMLElement, {text: string, until: number}>} */
  #approvals = new WeakMap();
  /** @type {WeakSet<HTMLElement>} */
  #deciding = new WeakSet();
  /** What is said when the extension was taken away from under the page, and can no longer look it up. */
  #said = { unchecked: say('notice_unchecked'), again: say('notice_press_again'), gone: say('notice_box_gone') };

  /**
   * @param {Panel} panel
   * @param {Notice} notice
   * @param {Reviews} reviews
   */
  constructor(panel, notice, reviews) {
    this.#panel = panel;
    this.#notice = notice;
    this.#reviews = reviews;
  }

  /**
   * @param {HTMLElement} box
   * @param {UIEvent | Event} event the press, stroke or submit that would send it
   * @returns {boolean} whether a send of this box's draft has to wait for a check
   */
  mustHold(box, event) {
    if (this.#passing) return false;
    if (this.#isApproved(box)) return this.#isEcho(box, event);
    return readDraft(box).text.trim() !== '';
  }

  /** @param {HTMLElement} box */
  #isApproved(box) {
    const approval = this.#approvals.get(box);
    return approval?.text === readDraft(box).text && approval.until > Date.now();
  }

  /**
   * The second press of a double click, whose first has just been repeated by us: it would send twice.
   * @param {HTMLElement} box
   * @param {UIEvent | Event} event
   */
  #isEcho(box, event) {
    const released = (this.#approvals.get(box)?.until ?? 0) - APPROVED_MS;
    return 'detail' in event && event.detail > 1 && Date.now() - released < DOUBLE_CLICK_MS;
  }

  /**
   * Checks the draft, asks the agent if need be, and sends.
   * @param {HTMLElement} box
   * @param {() => boolean} resend repeats the send; false when there is nothing left to press
   */
  async decide(box, resend) {
    if (this.#deciding.has(box) || this.#isApproved(box)) return;
    this.#deciding.add(box);
    try {
      if (await this.#mayGo(box)) this.#release(box, resend);
      else if (box.isConnected) focusBox(box);
    } finally {
      this.#deciding.delete(box);
    }
  }

  /**
   * @param {HTMLElement} box
   * @returns {Promise<boolean>}
   */
  async #mayGo(box) {
    /** @type {Mending | null} */
    let mending = null;
    for (;;) {
      const draft = readDraft(box).text;
      const checked = await check(box, draft);
      if (!box.isConnected) return this.#gone();
      if (!checked) {
        this.#notice.show(this.#said.unchecked);
        return true;
      }
      this.#reviews.show(box, draft, checked);
      const decision = await this.#ask(checked, mending);
      if (!box.isConnected) return this.#gone();
      if (decision.choice === 'back') return false;
      if (decision.choice === 'fix') {
        mending = decision;
        if (!(await this.#mend(box, draft, decision))) return false;
      } else if (readDraft(box).text === draft) { // what goes out must be what was checked
        if (decision.reason) await this.#record(checked, decision);
        if (readDraft(box).text === draft) return true;
      }
    }
  }

  /**
   * @param {Checked} checked
   * @param {Mending | null} mending what was done since she pressed Send
   * @returns {Promise<Decision>}
   */
  async #ask(checked, mending) {
    const { verdict, findings } = this.#reviews.atSend(checked);
    if (await isHeld(verdict)) {
      const recording = await answerTo({ type: 'recording' });
      return this.#panel.ask(findings, checked.conversation.turns, recording?.where ? recording : null);
    }
    if (!mending) return { choice: 'send', by: '', reason: '' };
    const draft = checked.conversation.turns.at(-1)?.text ?? '';
    return this.#panel.askAfter(lineAt(draft, mending.fix.edits[0]?.utf16.start ?? 0));
  }

  /**
   * @param {HTMLElement} box
   * @param {string} draft
   * @param {Mending} mending
   * @returns {Promise<boolean>} whether Send goes on: not when something is left for her to fill in
   */
  async #mend(box, draft, { fix, finding }) {
    const made = await mend(box, draft, fix);
    if (made !== 'done') this.#notice.show(say(`notice_fix_${made}`));
    else this.#reviews.mended(box, finding);
    return made === 'done' && fix.applies === 'automatic';
  }

  /**
   * Tells the server who let this draft go and why, so that no other gate asks again. The mail waits for it, not long.
   * @param {Checked} checked
   * @param {{by: string, reason: string}} decision
   */
  async #record({ conversation, result }, { by, reason }) {
    browserApi.storage.local.set({ by }).catch(() => {});
    const findings = result.findings.map(({ id }) => id);
    const answer = await answerTo({ type: 'override', conversation, findings, by, reason });
    if (!answer?.recorded) this.#notice.show(say('notice_not_recorded'));
  }

  /** @returns {false} */
  #gone() {
    this.#notice.show(this.#said.gone);
    return false;
  }

  /**
   * @param {HTMLElement} box
   * @param {() => boolean} resend
   */
  #release(box, resend) {
    const draft = readDraft(box).text;
    this.#approvals.set(box, { text: draft, until: Date.now() + APPROVED_MS });
    const left = this.#reviews.of(box)?.findings;
    this.#passing = true;
    try {
      if (!resend()) this.#notice.show(this.#said.again);
      else if (left) this.#reviews.sent(box, left);
    } finally {
      this.#passing = false;
    }
  }
}
