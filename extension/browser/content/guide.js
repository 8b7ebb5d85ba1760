/**
 * From the marks to the card: by pointing at marked words, or with F8 from one finding to the next. The editor keeps the
 * focus; while the card is open, Alt+Enter leads into it and Escape closes it.
 */

const POINTED_AT_MS = 160;
const LEFT_MS = 320;
const FOLLOWED_EVERY_MS = 400; // a page can move or remove its editor, and no event tells

class Guide {
  #reviews;
  #marks;
  #card;
  #chip;
  #surface;
  #notice;
  #outer;
  /** @type {{box: HTMLElement, finding: Finding, by: 'pointer' | 'key'} | null} */
  #open = null;
  /** @type {{box: HTMLElement, finding: Finding} | null} */
  #pointed = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #opening;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #closing;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #following;

  /**
   * @param {{reviews: Reviews, marks: Marks, card: Card, chip: Chip, notice: Notice, surface: Surface, outer: Window}} parts
   */
  constructor({ reviews, marks, card, chip, notice, surface, outer }) {
    this.#reviews = reviews;
    this.#marks = marks;
    this.#card = card;
    this.#chip = chip;
    this.#notice = notice;
    this.#surface = surface;
    this.#outer = outer;
    reviews.onPick = (box, finding) => this.#show(box, finding, 'key');
    reviews.onClear = (box) => this.onWriting(box);
  }

  /** @param {PointerEvent} event */
  onMove(event) {
    if (event.buttons) return; // she is selecting
    if (Surface.holds(event)) {
      clearTimeout(this.#closing);
      return;
    }
    const box = boxAt(event.composedPath()[0]);
    const finding = box && this.#reviews.of(box) ? this.#marks.at(box, event.clientX, event.clientY) : null;
    if (finding?.id === this.#pointed?.finding.id && box === this.#pointed?.box) return;
    clearTimeout(this.#opening);
    this.#pointed = box && finding && { box, finding };
    if (box && finding) {
      clearTimeout(this.#closing);
      this.#opening = setTimeout(() => this.#show(box, finding, 'pointer'), POINTED_AT_MS);
    } else if (this.#open?.by === 'pointer') {
      this.#closing = setTimeout(() => this.close(), LEFT_MS);
    }
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (Surface.holds(event)) return;
    const box = boxAt(event.composedPath()[0]);
    if (!box) return;
    const { key, altKey, ctrlKey, metaKey } = event;
    const plain = !altKey && !ctrlKey && !metaKey;
    if (key === 'F8' && plain && this.#step(box, event.shiftKey ? -1 : 1)) swallow(event);
    if (this.#open?.box !== box) return;
    if (key === 'Escape' && plain) {
      this.close();
      swallow(event);
    } else if (key === 'Enter' && altKey && !ctrlKey && !metaKey) {
      this.#card.enter();
      swallow(event);
    }
  }

  /** @param {HTMLElement} box a box that was typed in, or holds nothing to show any more */
  onWriting(box) {
    if (this.#open?.box === box) this.close();
  }

  /** @param {HTMLElement} box a box that was entered */
  onEntered(box) {
    this.#reviews.showChip(box);
  }

  /** The focus has gone somewhere; a press on the layer is no leaving. */
  onLeft() {
    if (this.#card.hasFocus || this.#chip.hasFocus) return;
    if (!this.#chip.box || !holdsFocus(this.#chip.box)) this.#chip.hide();
    if (this.#open?.by === 'key' && !holdsFocus(this.#open.box)) this.close();
  }

  /** Something scrolled or changed its size. */
  onMoved() {
    this.#chip.place();
    if (!this.#open) return;
    const at = this.#whereIs(this.#open.box, this.#open.finding);
    if (at) this.#card.placeAt(at);
    else this.close();
  }

  close() {
    clearTimeout(this.#opening);
    clearTimeout(this.#closing);
    clearInterval(this.#following);
    const box = this.#card.hasFocus ? this.#open?.box : null;
    this.#card.hide();
    this.#open = null;
    this.#pointed = null;
    if (box) focusBox(box);
  }

  /**
   * @param {HTMLElement} box
   * @param {1 | -1} by
   * @returns {boolean} whether there is a finding to go to
   */
  #step(box, by) {
    const reviewed = this.#reviews.of(box);
    if (!reviewed) return false;
    const marked = this.#marks.of(box).map(({ finding }) => finding);
    const stops = [...marked, ...absencesOf(reviewed.findings)];
    const now = this.#open?.box === box ? this.#open.finding.id : null;
    const at = now ? stops.findIndex(({ id }) => id === now) : by > 0 ? -1 : 0;
    const next = stops.at((at + by) % stops.length);
    if (!next) return false;
    this.#marks.goTo(box, next);
    this.#show(box, next, 'key');
    return true;
  }

  /**
   * @param {HTMLElement} box
   * @param {Finding} finding
   * @param {'pointer' | 'key'} by
   */
  #show(box, finding, by) {
    const reviewed = this.#reviews.of(box);
    const at = reviewed && this.#whereIs(box, finding);
    if (!reviewed || !at) return;
    this.#open = { box, finding, by };
    clearInterval(this.#following);
    this.#following = setInterval(() => this.onMoved(), FOLLOWED_EVERY_MS);
    this.#card.show(finding, reviewed.checked.conversation.turns, {
      fix: (fix) => this.#fix(box, finding, fix),
      answer: (answer) => this.#answer(box, finding, answer),
      close: () => this.close(),
      key: (event) => {
        if (event.key === 'F8' && this.#step(box, event.shiftKey ? -1 : 1)) this.#card.enter();
      },
    });
    this.#card.placeAt(at);
    if (by === 'key') this.#surface.say(Card.spoken(finding));
  }

  /**
   * @param {HTMLElement} box
   * @param {Finding} finding
   * @returns {Rect | null} where a card about it belongs: at its words, else at the chip
   */
  #whereIs(box, finding) {
    const view = box.ownerDocument.defaultView ?? window;
    const seen = inSight(box, this.#outer);
    if (!seen) return null;
    const first = this.#marks.rectsOf(box, finding).map((rect) => overlap(onPage(rect, view, this.#outer), seen))[0];
    if (first && first.left < first.right && first.top < first.bottom) return first;
    const marked = this.#marks.of(box).some((mark) => mark.finding.id === finding.id);
    return marked ? null : this.#chip.rect;
  }

  /**
   * @param {HTMLElement} box
   * @param {Finding} finding
   * @param {Fix} fix
   */
  async #fix(box, finding, fix) {
    const reviewed = this.#reviews.of(box);
    this.close();
    const made = reviewed ? await mend(box, reviewed.text, fix) : 'changed';
    if (made === 'done') this.#reviews.mended(box, finding);
    else this.#notice.show(say(`notice_fix_${made}`));
  }

  /**
   * @param {HTMLElement} box
   * @param {Finding} finding
   * @param {Answer} answer
   */
  #answer(box, finding, answer) {
    const takeBack = this.#reviews.answer(box, finding, answer);
    this.close();
    const said = say(`notice_${answer.replace('-', '_')}`, finding.text);
    this.#notice.show(said, { label: say('notice_take_back'), press: takeBack });
  }
}

/** @param {Event} event */
function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
