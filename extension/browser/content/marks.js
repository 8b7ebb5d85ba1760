/** Underlines under the words of findings, in whatever kind of box they stand. */

const SEVERITIES = ['error', 'warning', 'suggestion'];

class Marks {
  #surface;
  /** @type {WeakMap<HTMLElement, Mirror>} */
  #mirrors = new WeakMap();
  /** @type {WeakMap<HTMLElement, [string, Range][]>} */
  #ranges = new WeakMap();

  /** @param {Surface} surface the layer of the document in which the boxes are */
  constructor(surface) {
    this.#surface = surface;
  }

  /**
   * Replaces the marks of one box, unless its text has moved on since the findings were made.
   * @param {HTMLElement} box
   * @param {string} text the text that was checked
   * @param {Result} result
   */
  paint(box, text, result) {
    const draft = readDraft(box);
    if (draft.text !== text) return;
    const marks = marksOf(result.findings, text);
    if (draft.pieces) this.#highlight(box, draft.pieces, marks);
    else this.#mirrorOf(/** @type {HTMLTextAreaElement} */ (box)).paint(text, marks);
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
    for (const [severity, range] of this.#ranges.get(box) ?? []) highlightOf(view, severity).delete(range);
    /** @type {[string, Range][]} */
    const ranges = [];
    for (const { start, end, severity } of marks) {
      const range = rangeOf(pieces, start, end);
      if (range) ranges.push([severity, range]);
    }
    for (const [severity, range] of ranges) highlightOf(view, severity).add(range);
    this.#ranges.set(box, ranges);
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

/**
 * The findings that can be shown in the text: about words that stand exactly where the finding says, the graver one
 * where two overlap.
 * @param {Finding[]} findings
 * @param {string} text
 * @returns {Mark[]}
 */
function marksOf(findings, text) {
  /** @type {Mark[]} */
  const marks = [];
  for (const { about, severity, utf16, text: words } of [...findings].sort(graver)) {
    const { start, end } = utf16;
    if (about === 'absence' || start >= end || text.slice(start, end) !== words) continue;
    if (marks.every((mark) => end <= mark.start || mark.end <= start)) marks.push({ start, end, severity });
  }
  return marks.sort((a, b) => a.start - b.start);
}

/**
 * The order in which findings matter: those that fail a review outright, then by severity, then as they stand.
 * @param {Finding} a
 * @param {Finding} b
 * @returns {number}
 */
function graver(a, b) {
  const gates = ['autofail', 'section-fail', null];
  const rank = (/** @type {Finding} */ { gate, severity }) =>
    gates.indexOf(gate ?? null) * SEVERITIES.length + SEVERITIES.indexOf(severity);
  return rank(a) - rank(b) || a.utf16.start - b.utf16.start;
}
