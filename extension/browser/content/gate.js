/**
 * Holds Send until the draft was checked, and lets it go when nothing stands against it or the agent says so.
 *
 * A send that was held is repeated by events of our own. While they run, `#passing` lets everything through: one press
 * is several events (a click, then a submit). What was let go stays approved for a short while, for this box and this
 * exact text, so a page that submits a moment later, or trusts only real presses, is not asked about twice.
 */

const APPROVED_MS = 30_000;
const UNCHECKED = 'Not checked: the replylint server did not answer, so the reply was let go as it is.';
const PRESS_AGAIN = 'The page has changed in the meantime. Press Send again; the reply will go.';

class Gate {
  #panel;
  #notice;
  #marks;
  #passing = false;
  /** @type {WeakMap<HTMLElement, {text: string, until: number}>} */
  #approvals = new WeakMap();
  /** @type {WeakSet<HTMLElement>} */
  #deciding = new WeakSet();

  /**
   * @param {Panel} panel
   * @param {Notice} notice
   * @param {Marks} marks
   */
  constructor(panel, notice, marks) {
    this.#panel = panel;
    this.#notice = notice;
    this.#marks = marks;
  }

  /**
   * @param {HTMLElement} box
   * @returns {boolean} whether a send of this box's draft has to wait for a check
   */
  mustHold(box) {
    if (this.#passing) return false;
    const { text } = readDraft(box);
    const approval = this.#approvals.get(box);
    const approved = approval?.text === text && approval.until > Date.now();
    return !approved && text.trim() !== '';
  }

  /**
   * Checks the draft, asks the agent if need be, and sends.
   * @param {HTMLElement} box
   * @param {() => boolean} resend repeats the send; false when there is nothing left to press
   */
  async decide(box, resend) {
    if (this.#deciding.has(box)) return;
    this.#deciding.add(box);
    try {
      if (await this.#mayGo(box)) this.#release(box, resend);
      else box.focus();
    } finally {
      this.#deciding.delete(box);
    }
  }

  /**
   * @param {HTMLElement} box
   * @returns {Promise<boolean>}
   */
  async #mayGo(box) {
    for (;;) {
      const { text } = readDraft(box);
      const result = await check(box, text);
      if (!result) {
        this.#notice.show(UNCHECKED);
        return true;
      }
      this.#marks.paint(box, text, result);
      const held = await isHeld(result.verdict);
      if (held && (await this.#panel.ask(result.findings)) === 'back') return false;
      if (readDraft(box).text === text) return true; // what goes out must be what was checked
    }
  }

  /**
   * @param {HTMLElement} box
   * @param {() => boolean} resend
   */
  #release(box, resend) {
    this.#approvals.set(box, { text: readDraft(box).text, until: Date.now() + APPROVED_MS });
    this.#passing = true;
    try {
      if (!resend()) this.#notice.show(PRESS_AGAIN);
    } finally {
      this.#passing = false;
    }
  }
}
