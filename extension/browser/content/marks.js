/**
 * Underlines under the words of findings, in whatever kind of box they stand. Editable elements have theirs painted by the
 * browser (CSS highlights), textareas by a mirror; neither touches the page's own content.
 */

class Marks {
  #surface;
  /** @type {WeakMap<HTMLElement, Mirror>} */
  #mirrors = new WeakMap();
  /** @type {WeakMap<HTMLElement, {mark: Mark, range: Range}[]>} */
  #painted = new WeakMap();

  /** @param {Surface} surface the layer of the document in which the boxes are */
  constructor(surface) {
    this.#surface = surface;
  }

  /**
   * Replaces the marks of one box, unless its text has moved on since the findings were made.
   * @param {HTMLElement} box
   * @param {string} checked the text that was checked
   * @param {Finding[]} findings
   * @returns {boolean} whether the text is still that one
   */
  paint(box, checked, findings) {
    const draft = readDraft(box);
    if (draft.text !== checked) return false;
    const marks = marksOf(findings, checked);
    if (draft.pieces) this.#highlight(box, draft.pieces, marks);
    else this.#mirrorOf(/** @type {HTMLTextAreaElement} */ (box)).paint(checked, marks);
    return true;
  }

  /**
   * @param {HTMLElement} box
   * @returns {Mark[]} what is marked in it, as it stands there
   */
  of(box) {
    if (isTextarea(box)) return this.#mirrors.get(box)?.marks ?? [];
    return (this.#painted.get(box) ?? []).map(({ mark }) => mark);
  }

  /**
   * @param {HTMLElement} box
   * @param {Finding} finding
   * @returns {Rect[]} where its words stand, line by line, in the window of the box; none when they are not marked
   */
  rectsOf(box, finding) {
    if (isTextarea(box)) return this.#mirrors.get(box)?.rectsOf(finding) ?? [];
    const painted = this.#painted.get(box)?.find(({ mark }) => mark.finding.id === finding.id);
    return painted ? [...painted.range.getClientRects()] : [];
  }

  /**
   * @param {HTMLElement} box
   * @param {number} x in the window of the box
   * @param {number} y
   * @returns {Finding | null} the finding whose words are there
   */
  at(box, x, y) {
    const hit = this.of(box).find(({ finding }) => this.rectsOf(box, finding).some((rect) => covers(rect, x, y)));
    return hit?.finding ?? null;
  }

  /**
   * Scrolls as far as it takes to see a finding's words, and puts the caret behind them.
   * @param {HTMLElement} box
   * @param {Finding} finding
   */
  goTo(box, finding) {
    const mark = this.of(box).find((each) => each.finding.id === finding.id);
    if (!mark) return;
    select(box, mark.end, mark.end);
    if (isTextarea(box)) this.#mirrors.get(box)?.reveal(finding);
    const range = this.#painted.get(box)?.find((painted) => painted.mark === mark)?.range;
    range?.endContainer.parentElement?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {HTMLTextAreaElement} box */
  #mirrorOf(box) {
    const mirror = this.#mirrors.get(box) ?? new Mirror(box, this.#surface);
    this.#mirrors.set(box, mirror);
    return mirror;
  }

  /**
   * @param {HTMLElement} box
   * @param {Piece[]} pieces
   * @param {Mark[]} marks
   */
  #highlight(box, pieces, marks) {
    const view = /** @type {typeof globalThis | null} */ (box.ownerDocument.defaultView);
    if (!view?.CSS.highlights) return;
    for (const { mark, range } of this.#painted.get(box) ?? []) highlightOf(view, mark.severity).delete(range);
    const painted = marks.flatMap((mark) => {
      const range = rangeOf(pieces, mark.start, mark.end);
      return range ? [{ mark, range }] : [];
    });
    for (const { mark, range } of painted) highlightOf(view, mark.severity).add(range);
    this.#painted.set(box, painted);
  }
}

/**
 * @param {typeof globalThis} view
 * @param {string} severity
 * @returns {Highlight}
 */
function highlightOf(view, severity) {
  const name = `replylint-${severity}`;
  const highlight = view.CSS.highlights.get(name) ?? new view.Highlight();
  highlight.priority = SEVERITIES.length - SEVERITIES.indexOf(severity);
  view.CSS.highlights.set(name, highlight);
  return highlight;
}
