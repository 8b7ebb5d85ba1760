/**
 * A textarea with marks under its words. The browser gives its text no ranges, so a copy of the text lies exactly beneath
 * it, invisible, and carries the underlines (CSS highlights). The copy gives the box its height; neither ever scrolls alone.
 *
 * @typedef {{start: number, end: number}} Span in UTF-16 units
 */

export class Box {
  #copy;
  /** @type {Map<string, Span[]>} */
  #marks = new Map();

  /** @param {HTMLTextAreaElement} textarea with its copy before it */
  constructor(textarea) {
    this.textarea = textarea;
    this.#copy = new Text();
    /** @type {HTMLElement} */ (textarea.previousElementSibling).append(this.#copy);
    textarea.addEventListener('input', () => this.#follow());
    this.#follow();
  }

  /** The text as it stands. */
  get text() {
    return this.textarea.value;
  }

  /**
   * Puts a text in the place of the old one, as if nothing had been there.
   * @param {string} text
   */
  fill(text) {
    this.textarea.value = text;
    this.#follow();
  }

  /**
   * Replaces the whole text in a way that the browser can undo.
   * @param {string} text
   */
  write(text) {
    if (text !== this.text) this.edit([{ start: 0, end: this.text.length, text }]);
  }

  /**
   * Makes edits as a person would, so that the browser's own undo takes them back; only `execCommand` does that. The
   * cursor ends behind the first of them, or on its blank.
   * @param {{start: number, end: number, text: string}[]} edits apart from each other
   */
  edit(edits) {
    const { textarea } = this;
    const ordered = [...edits].sort((a, b) => b.start - a.start);
    textarea.focus({ preventScroll: true });
    for (const { start, end, text } of ordered) {
      textarea.setSelectionRange(start, end);
      if (start === end && !text) continue;
      if (!document.execCommand(text ? 'insertText' : 'delete', false, text)) {
        textarea.setRangeText(text, start, end, 'end'); // where that is not known the change is made, without an undo
        textarea.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }
    }
    const first = ordered.at(-1);
    const blank = first ? /_{3,}/.exec(first.text) : null;
    if (first && blank) this.select({ start: first.start + blank.index, end: first.start + blank.index + blank[0].length });
  }

  /**
   * Puts the cursor over words and brings them into sight.
   * @param {Span} span
   */
  select({ start, end }) {
    this.textarea.focus({ preventScroll: true });
    this.textarea.setSelectionRange(start, end);
    const words = this.#rangeOf({ start, end }).getBoundingClientRect();
    const box = /** @type {HTMLElement} */ (this.textarea.parentElement);
    const seen = box.getBoundingClientRect();
    if (words.top < seen.top || words.bottom > seen.bottom) box.scrollTop += words.top - seen.top - seen.height / 3;
    const line = this.#rangeOf({ start, end }).getBoundingClientRect();
    if (line.top < 0 || line.bottom > innerHeight) scrollBy({ top: line.top - innerHeight / 3 });
  }

  /**
   * Replaces the marks of one name.
   * @param {string} name of a highlight of the style sheet
   * @param {Span[]} spans
   */
  mark(name, spans) {
    this.#marks.set(name, spans);
    this.#paint(name);
  }

  /** While the next answer is on its way, the marks move with the words they belong to. */
  #follow() {
    const before = this.#copy.data.slice(0, -1);
    const after = this.text;
    this.#copy.data = `${after}\u200b`; // the last line counts even when it is empty
    for (const [name, spans] of this.#marks) {
      this.#marks.set(name, afterEdit(spans, before, after));
      this.#paint(name);
    }
  }

  /** @param {string} name */
  #paint(name) {
    if (!CSS.highlights) return; // an older browser shows the list without the underlines
    const highlight = CSS.highlights.get(name) ?? new Highlight();
    for (const range of [...highlight]) if (/** @type {Range} */ (range).startContainer === this.#copy) highlight.delete(range);
    for (const span of this.#marks.get(name) ?? []) highlight.add(this.#rangeOf(span));
    CSS.highlights.set(name, highlight);
  }

  /** @param {Span} span */
  #rangeOf({ start, end }) {
    const range = new Range();
    range.setStart(this.#copy, Math.min(start, this.text.length)); // an answer may be older than the text
    range.setEnd(this.#copy, Math.min(end, this.text.length));
    return range;
  }
}

/**
 * Spans of the old text as they stand in the new one: those after the edit move, those it touches are gone.
 * @param {Span[]} spans
 * @param {string} before
 * @param {string} after
 * @returns {Span[]}
 */
function afterEdit(spans, before, after) {
  const shorter = Math.min(before.length, after.length);
  let same = 0;
  while (same < shorter && before[same] === after[same]) same += 1;
  let sameEnd = 0;
  while (sameEnd < shorter - same && before.at(-1 - sameEnd) === after.at(-1 - sameEnd)) sameEnd += 1;
  const grown = after.length - before.length;
  return spans.flatMap(({ start, end }) => {
    if (end <= same) return [{ start, end }];
    if (start < before.length - sameEnd) return [];
    return [{ start: start + grown, end: end + grown }];
  });
}

/**
 * A span that counts code points, as the one that JavaScript counts.
 * @param {string} text
 * @param {Span} span
 * @returns {Span}
 */
export function units(text, { start, end }) {
  const places = [start, end].map((place) => {
    let at = 0;
    for (let points = 0; points < place; points += 1) at += /** @type {number} */ (text.codePointAt(at)) > 0xffff ? 2 : 1;
    return at;
  });
  return { start: places[0], end: places[1] };
}
