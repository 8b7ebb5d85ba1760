/**
 * What holds on this page: whether its site is watched, by which adapter, and what of it the page has. Nothing is
 * guessed: where an element is not found that the adapter names, nothing is marked and nothing is held.
 *
 * @typedef {object} PageState
 * @property {boolean} watching whether drafts are judged here
 * @property {('page' | 'editor' | 'send' | 'internal' | 'customer')[]} missing
 * @property {boolean} note whether the reply is an internal note
 */

const TEACH_TAG = 'replylint-teach';

class Site {
  #document;
  #adapters = /** @type {Adapter[]} */ ([]);
  /** @type {Adapter | null} */
  adapter = null;
  /** @type {'warn' | 'hold'} */
  holdOn = 'warn';

  /** @param {Document} document the outermost of this origin */
  constructor(document) {
    this.#document = document;
  }

  /** @param {{adapters: Adapter[], holdOn: 'warn' | 'hold'}} told by the background; a site that is off has no adapters */
  tell({ adapters, holdOn }) {
    this.#adapters = adapters;
    this.holdOn = holdOn;
    this.choose();
  }

  /** Takes the first adapter whose sign the page has; while it loads, its sign may still come. */
  choose() {
    const early = this.#adapters.length > 1 && this.#document.readyState === 'loading';
    const signed = (/** @type {Adapter} */ { sign }) => (sign ? elementsAt(sign, this.#document).length > 0 : !early);
    this.adapter = this.#adapters.find(signed) ?? null;
  }

  /**
   * @param {HTMLElement | null} latest the box that was in use last
   * @returns {PageState}
   */
  state(latest) {
    const { adapter } = this;
    if (!adapter) return { watching: false, missing: [], note: false };
    const missing = missingOf(adapter, this.#document, latest);
    if (missing.length) return { watching: false, missing, note: false };
    if (isNote(adapter, this.#document)) return { watching: false, missing, note: true };
    return { watching: true, missing, note: false };
  }

  /**
   * The latest box, or the first one of the page.
   * @param {HTMLElement | null} latest
   * @returns {HTMLElement | null}
   */
  box(latest) {
    return this.adapter && boxFor(this.adapter, this.#document, latest);
  }
}

/**
 * Whether nothing is judged on a page for now: it is being taught, or the extension was updated under it.
 * @param {Document} document
 * @returns {boolean}
 */
function isAtRest(document) {
  return !browserApi.runtime?.id || document.querySelector(`:scope > ${TEACH_TAG}:not([done])`) !== null;
}

/**
 * What has to be there before anything is marked or held. The customer's message has not: without it a draft is read alone.
 * @param {Adapter} adapter
 * @param {Document} document
 * @param {HTMLElement | null} latest
 * @returns {PageState['missing']}
 */
function missingOf(adapter, document, latest) {
  const { match, send, internal } = adapter;
  if (!match.some((pattern) => fits(pattern, document.location.href))) return ['page'];
  /** @type {PageState['missing']} */
  const missing = [];
  if (!boxFor(adapter, document, latest)) missing.push('editor');
  if (typeof send === 'string' && elementsAt(send, document).length === 0) missing.push('send');
  if (internal && !('present' in internal.when) && elementsAt(internal.selector, document).length === 0) missing.push('internal');
  return missing;
}

/**
 * Whether the adapter names the customer's message and the page has none above the box.
 * @param {Adapter} adapter
 * @param {HTMLElement} box
 * @returns {boolean}
 */
function lacksCustomer({ thread, customer }, box) {
  if (thread) return !above(box, thread.messages).some((message) => matches(message, thread.customer));
  return Boolean(customer) && above(box, customer ?? '').length === 0;
}

/**
 * @param {Adapter} adapter
 * @param {Document} document
 * @param {HTMLElement | null} latest
 * @returns {HTMLElement | null}
 */
function boxFor({ editor }, document, latest) {
  return latest && isWritable(latest) && isAt(latest, editor) ? latest : firstBox(editor, document);
}

/**
 * @param {string} editor
 * @param {Document} document
 * @returns {HTMLElement | null}
 */
function firstBox(editor, document) {
  const boxes = elementsAt(editor, document).map(boxOf);
  return boxes.find((box) => box !== null && isWritable(box)) ?? null;
}

/**
 * Whether the page's switch says that the reply is for colleagues alone.
 * @param {Adapter} adapter
 * @param {Document} document
 * @returns {boolean}
 */
function isNote({ internal }, document) {
  if (!internal) return false;
  const { selector, when } = internal;
  return elementsAt(selector, document).some((element) => {
    const { type, checked, value } = /** @type {HTMLInputElement} */ (element);
    if ('checked' in when) return ['checkbox', 'radio'].includes(type) && checked === when.checked;
    if ('value' in when) return value === when.value && (type !== 'radio' || checked);
    if ('text' in when) return (element.textContent ?? '').trim().startsWith(when.text);
    return when.present && element.checkVisibility();
  });
}
