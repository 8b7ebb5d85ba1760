/** Checks a draft in the pauses of typing and marks what was found. Nothing is held here, and a failure stays silent. */

const PAUSE_MS = 300;

class Typing {
  #marks;
  /** @type {WeakMap<HTMLElement, ReturnType<typeof setTimeout>>} */
  #pauses = new WeakMap();

  /** @param {Marks} marks */
  constructor(marks) {
    this.#marks = marks;
  }

  /** @param {HTMLElement} box a box that was entered or typed in */
  noticed(box) {
    clearTimeout(this.#pauses.get(box));
    this.#pauses.set(box, setTimeout(() => this.#checkNow(box), PAUSE_MS));
  }

  /** @param {HTMLElement} box */
  async #checkNow(box) {
    if (!isWritable(box)) return;
    const { text } = readDraft(box);
    const result = text.trim() ? await check(box, text) : { verdict: /** @type {const} */ ('pass'), findings: [] };
    if (result) this.#marks.paint(box, text, result);
  }
}
