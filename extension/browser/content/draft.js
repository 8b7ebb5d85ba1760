/**
 * A draft as the server reads it, with the place of each of its characters in the page, built in one walk: a span of
 * the text becomes a range of the page without a search.
 *
 * @typedef {object} Piece a run of characters that stand one after the other in one text node
 * @property {number} start where the run starts in the draft's text
 * @property {number} length
 * @property {Text} node
 * @property {number} offset where the run starts in the node
 *
 * @typedef {object} Draft
 * @property {string} text
 * @property {Piece[] | null} pieces in order; null for a textarea, whose text has no nodes
 */

const PLACEHOLDER = '[data-slate-placeholder]'; // within the box, where other editors have it outside

/**
 * @param {HTMLElement} box
 * @returns {Draft}
 */
function readDraft(box) {
  return isTextarea(box) ? { text: box.value, pieces: null } : readElement(box);
}

/**
 * The text of an element as a person sees it: lines and paragraphs apart, white space folded where the page folds it,
 * hidden parts left out, quoted blocks marked by "> ".
 * @param {Element} element
 * @returns {{text: string, pieces: Piece[]}}
 */
function readElement(element) {
  const reader = new DraftReader();
  reader.readChildren(element);
  return { text: reader.text, pieces: reader.pieces };
}

/**
 * @param {Piece[]} pieces
 * @param {number} start in UTF-16 units of the draft's text, as all offsets here
 * @param {number} end
 * @returns {Range | null} null where the span holds no character of the page
 */
function rangeOf(pieces, start, end) {
  const first = pieces.find((p) => p.start + p.length > start);
  const last = pieces.findLast((p) => p.start < end);
  if (!first || !last || first.start >= end) return null;
  const range = first.node.ownerDocument.createRange();
  range.setStart(first.node, first.offset + Math.max(0, start - first.start));
  range.setEnd(last.node, last.offset + Math.min(last.length, end - last.start));
  return range;
}

/** Walks an element and writes down its text line by line. */
class DraftReader {
  text = '';
  /** @type {Piece[]} */
  pieces = [];
  #lineOpen = false;
  #newlinesDue = 0;
  #quotes = 0;

  /** @param {Element} parent */
  readChildren(parent) {
    const view = parent.ownerDocument.defaultView ?? window;
    const keepsSpace = /^(pre|break-spaces)/.test(view.getComputedStyle(parent).whiteSpace);
    for (const child of parent.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.#readText(/** @type {Text} */ (child), keepsSpace);
      else if (child.nodeType === Node.ELEMENT_NODE) this.#readElement(/** @type {Element} */ (child), view);
    }
  }

  /**
   * @param {Element} element
   * @param {Window} view
   */
  #readElement(element, view) {
    const display = view.getComputedStyle(element).display;
    if (display === 'none' || element.matches(PLACEHOLDER)) return;
    if (element.tagName === 'BR') {
      this.#write('\n');
      return;
    }
    const inline = display.startsWith('inline') || display === 'contents';
    const quoted = element.tagName === 'BLOCKQUOTE';
    const gap = element.tagName === 'P' ? 2 : 1;
    if (!inline) this.#endLine(gap);
    if (quoted) this.#quotes += 1;
    this.readChildren(element);
    if (!inline) this.#endLine(gap);
    if (quoted) this.#quotes -= 1;
  }

  /**
   * Slate fills its empty lines with U+FEFF, which nobody sees.
   * @param {Text} node
   * @param {boolean} keepsSpace
   */
  #readText(node, keepsSpace) {
    if (keepsSpace) {
      for (const line of node.data.matchAll(/[^\n\ufeff]+|\n/g)) this.#write(line[0], node, line.index);
      return;
    }
    for (const run of node.data.matchAll(/[ \t\r\n\f]+|[^ \t\r\n\f\ufeff]+/g)) {
      const space = /^[ \t\r\n\f]/.test(run[0]);
      if (!space) this.#write(run[0], node, run.index);
      else if (this.#lineOpen && !this.text.endsWith(' ')) this.#write(' ', node, run.index);
    }
  }

  /**
   * A block starts or ends: what follows stands on a new line, after an empty one where `gap` is 2.
   * @param {number} gap
   */
  #endLine(gap) {
    if (this.#lineOpen || this.#newlinesDue) this.#newlinesDue = Math.max(this.#newlinesDue, gap);
    this.#lineOpen = false;
  }

  /**
   * @param {string} words one line's words, or a newline
   * @param {Text} [node] where they stand
   * @param {number} [offset]
   */
  #write(words, node, offset = 0) {
    this.text += '\n'.repeat(this.#newlinesDue);
    this.#newlinesDue = 0;
    const newline = words === '\n';
    if (!newline && !this.#lineOpen) this.text += '> '.repeat(this.#quotes);
    if (node) this.#place(words.length, node, offset);
    this.text += words;
    this.#lineOpen = !newline;
  }

  /**
   * @param {number} length
   * @param {Text} node
   * @param {number} offset
   */
  #place(length, node, offset) {
    const start = this.text.length;
    const last = this.pieces.at(-1);
    const follows = last?.node === node && last.start + last.length === start && last.offset + last.length === offset;
    if (last && follows) last.length += length;
    else this.pieces.push({ start, length, node, offset });
  }
}
