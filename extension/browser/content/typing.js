/**
 * Checks a draft in the pauses of typing and shows what was found. Nothing is held here, and a failure stays silent.
 *
 * A pause is short, so that the marks are there when the agent looks up. Only one check of a box is under way at a time;
 * what was typed meanwhile is checked next, the newest text only, and an answer about an older one is dropped.
 */

const PAUSE_MS = 70;

class Typing {
  #reviews;
  #boxes;
  #isWatched;
  /** @type {WeakMap<HTMLElement, ReturnType<typeof setTimeout>>} */
  #pauses = new WeakMap();
  /** @type {WeakSet<HTMLElement>} those the agent has done something in since their last check */
  #asked = new WeakSet();
  /** @type {WeakSet<HTMLElement>} */
  #checking = new WeakSet();
  /** @type {WeakSet<HTMLElement>} */
  #due = new WeakSet();
  /** @type {WeakSet<HTMLElement>} */
  #watched = new WeakSet();

  /**
   * @param {Reviews} reviews
   * @param {BoxesInUse} boxes
   * @param {() => boolean} isWatched whether drafts are judged on this page
   */
  constructor(reviews, boxes, isWatched) {
    this.#reviews = reviews;
    this.#boxes = boxes;
    this.#isWatched = isWatched;
  }

  /** @param {HTMLElement} box a box that was entered or typed in */
  noticed(box) {
    this.#asked.add(box);
    this.#watch(box);
    this.#pause(box);
  }

  /** @param {HTMLElement} box */
  #pause(box) {
    clearTimeout(this.#pauses.get(box));
    this.#pauses.set(box, setTimeout(() => this.#checkNow(box), PAUSE_MS));
  }

  /** @param {HTMLElement} box */
  async #checkNow(box) {
    if (this.#checking.has(box)) {
      this.#due.add(box);
      return;
    }
    if (!isWritable(box)) return;
    const draft = readDraft(box).text;
    if (draft.trim() === '') {
      this.#reviews.clear(box);
      return;
    }
    const reviewed = this.#asked.delete(box) ? null : this.#reviews.of(box);
    this.#checking.add(box);
    const checked = reviewed?.checked ?? (await check(box, draft));
    this.#checking.delete(box);
    if (checked && this.#isWatched()) this.#reviews.show(box, draft, checked);
    if (this.#due.delete(box)) this.#checkNow(box);
  }

  /**
   * Pages rewrite an editor's content on their own account, or put a ready text in: the marks of the latest box follow.
   * @param {HTMLElement} box
   */
  #watch(box) {
    if (this.#watched.has(box) || isTextarea(box)) return;
    this.#watched.add(box);
    const changes = new MutationObserver(() => {
      if (box === this.#boxes.latest && this.#isWatched()) this.#pause(box);
    });
    changes.observe(box, { childList: true, characterData: true, subtree: true });
  }
}
