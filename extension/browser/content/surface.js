/**
 * The layer over the page that holds the textarea marks, the chip, the card, the notice and the panel: one element
 * beside the page's body, with a shadow root of its own, so neither side's styles reach the other and the page's content
 * stays as it is.
 *
 * What is pressed or typed on the layer is caught on the window before the page sees it, and handled from there: a page
 * that swallows every event cannot make a button of ours dead, and no shortcut of the page answers to our keys.
 */
const SURFACE_TAG = 'replylint-surface';
const OUR_OWN = [
  'pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'dblclick', 'contextmenu', 'keydown', 'keypress', 'keyup',
  'beforeinput', 'input', 'change', 'cut', 'copy', 'paste', 'focusin', 'focusout', 'compositionstart', 'compositionend',
];

class Surface {
  #document;
  #host;
  #stage;
  #live;
  /** @type {WeakMap<EventTarget, Map<string, (event: any) => void>>} */
  #handlers = new WeakMap();

  /** @param {Document} document the document whose window the layer covers */
  constructor(document) {
    this.#document = document;
    this.#host = document.createElement(SURFACE_TAG);
    this.#host.style.cssText = SURFACE_PLACE;
    this.#live = build(document, 'div', { className: 'unseen', role: 'status', ariaLive: 'polite' });
    this.#stage = build(document, 'div', { className: 'stage' }, this.#live);
    const style = build(document, 'style', { textContent: SURFACE_STYLE });
    this.#host.attachShadow({ mode: 'open' }).append(style, this.#stage);
    this.listen();
  }

  /** Starts to listen, again when a page has written its document anew and all listeners with it. */
  listen() {
    for (const type of OUR_OWN) this.#document.defaultView?.addEventListener(type, this.#route, true);
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
   * Handles an event on an element of the layer.
   * @template {keyof HTMLElementEventMap} Type
   * @param {HTMLElement} element
   * @param {Type} type
   * @param {(event: HTMLElementEventMap[Type]) => void} handler
   */
  on(element, type, handler) {
    const handlers = this.#handlers.get(element) ?? new Map();
    this.#handlers.set(element, handlers.set(type, handler));
  }

  /**
   * Says something to those who listen instead of looking.
   * @param {string} words
   */
  say(words) {
    this.show(this.#live);
    this.#live.textContent = words;
  }

  /** @returns {Element | null} the element of the layer that has the focus */
  get focused() {
    return this.#host.shadowRoot?.activeElement ?? null;
  }

  #route = (/** @type {Event} */ event) => {
    const path = event.composedPath();
    const host = path.indexOf(this.#host);
    if (host < 0) return;
    event.stopImmediatePropagation();
    const { key, repeat } = /** @type {KeyboardEvent} */ (event);
    if (repeat && key === 'Enter') event.preventDefault(); // the Enter that sent is still held down
    for (const node of path.slice(0, host)) this.#handlers.get(node)?.get(event.type)?.(event);
  };

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
