/**
 * The layer over the page that holds the textarea marks, the notice and the panel: one element beside the page's body,
 * with a shadow root of its own, so neither side's styles reach the other and the page's content stays as it is.
 */
const SURFACE_TAG = 'replylint-surface';

class Surface {
  #document;
  #host;
  #stage;

  /** @param {Document} document the document whose window the layer covers */
  constructor(document) {
    this.#document = document;
    this.#host = document.createElement(SURFACE_TAG);
    this.#stage = build(document, 'div', { className: 'stage' });
    const style = build(document, 'style', { textContent: SURFACE_STYLE });
    this.#host.attachShadow({ mode: 'open' }).append(style, this.#stage);
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'focusin']) {
      this.#host.addEventListener(type, (event) => event.stopPropagation()); // a press in here is no press on the page
    }
  }

  /**
   * Puts an element on the layer; a page that rewrites itself may have thrown the layer away.
   * @param {HTMLElement} element
   */
  show(element) {
    if (!this.#host.isConnected) this.#document.documentElement.append(this.#host);
    if (element.parentNode !== this.#stage) this.#stage.append(element);
  }

  /**
   * @param {Event} event
   * @returns {boolean} whether the event happened on a layer of ours, of this frame or another
   */
  static holds(event) {
    return event.composedPath().some((node) => /** @type {Element} */ (node).localName === SURFACE_TAG);
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Document} document
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function build(document, tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/**
 * The outermost document that shares this one's origin: a panel within a small editor frame could not be read.
 * @param {Window} frame
 * @returns {Document}
 */
function outermostDocument(frame) {
  try {
    return frame.parent === frame || !frame.parent.document ? frame.document : outermostDocument(frame.parent);
  } catch {
    return frame.document; // the parent belongs to another origin
  }
}
