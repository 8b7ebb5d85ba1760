/** What is laid over the page while it is taught: frames around elements, and a card that says what to do next. */

const CORNERS = ['top-right', 'bottom-right', 'bottom-left', 'top-left'];

class Overlay {
  #document;
  #host;
  #stage;
  #card;
  #heard;
  /** @type {HTMLElement[]} */
  #frames = [];

  /** @param {Document} document */
  constructor(document) {
    this.#document = document;
    this.#host = document.createElement(TEACH_TAG);
    this.#card = build(document, 'section', { className: 'guide', tabIndex: -1, role: 'dialog', ariaLabel: say('teachTitle') });
    this.#heard = build(document, 'p', { className: 'heard', role: 'status' });
    this.#stage = build(document, 'div', { className: 'stage' }, this.#card, this.#heard);
    const style = build(document, 'style', { textContent: TEACH_STYLE });
    this.#host.attachShadow({ mode: 'open' }).append(style, this.#stage);
    document.documentElement.append(this.#host);
  }

  /** @param {Event} event */
  holds(event) {
    return event.composedPath().includes(this.#host);
  }

  /** @returns {HTMLButtonElement[]} */
  get buttons() {
    return [...this.#card.querySelectorAll('button')];
  }

  /**
   * @param {{title: string, step?: string, words?: string, keys?: string, trouble?: string}} told
   * @param {[string, () => void, string?][]} buttons
   */
  show({ title, step, words, keys, trouble }, buttons) {
    const line = (/** @type {string | undefined} */ told, /** @type {string} */ className) =>
      told ? [build(this.#document, 'p', { className, textContent: told })] : [];
    const made = buttons.map(([label, onClick, className = '']) => {
      const button = build(this.#document, 'button', { type: 'button', textContent: label, className });
      button.addEventListener('click', onClick);
      return button;
    });
    if (step === undefined) delete this.#card.dataset.corner;
    const heading = build(this.#document, 'h2', { textContent: title });
    const row = build(this.#document, 'div', { className: 'buttons' }, ...made);
    const lines = [...line(words, 'words'), ...line(trouble, 'trouble'), ...line(keys, 'keys')];
    this.#card.replaceChildren(...line(step, 'step'), heading, ...lines, ...(made.length ? [row] : []));
    this.hear([step, title, words, trouble].filter(Boolean).join(' '));
  }

  /** @param {string} words for those who hear the page */
  hear(words) {
    this.#heard.textContent = words;
  }

  focus() {
    this.#card.focus({ preventScroll: true });
  }

  /**
   * Draws a frame around each element.
   * @param {{element: Element, label: string, chosen?: boolean}[]} around
   */
  frame(around) {
    for (const frame of this.#frames) frame.remove();
    this.#frames = around.map(({ element, label, chosen }) => {
      const { left, top, width, height } = rectOnPage(element);
      const frame = build(this.#document, 'div', { className: chosen ? 'frame chosen' : 'frame' });
      Object.assign(frame.style, { left: `${left - 4}px`, top: `${top - 4}px`, width: `${width + 8}px`, height: `${height + 8}px` });
      if (label) frame.append(build(this.#document, 'span', { textContent: label }));
      return frame;
    });
    this.#stage.prepend(...this.#frames);
    const pointed = around.find(({ chosen }) => !chosen);
    if (pointed) this.#makeWay(rectOnPage(pointed.element));
  }

  /**
   * Puts the card into a corner where it does not cover what is pointed at.
   * @param {{left: number, top: number, width: number, height: number}} pointed
   */
  #makeWay({ left, top, width, height }) {
    for (const corner of CORNERS) {
      const card = this.#card.getBoundingClientRect();
      const beside = card.right < left || left + width < card.left || card.bottom < top || top + height < card.top;
      if (beside) return;
      this.#card.dataset.corner = corner;
    }
  }

  /** The page is watched again while the last words are still shown. */
  release() {
    this.frame([]);
    this.#host.setAttribute('done', '');
  }

  remove() {
    this.#host.remove();
  }
}

/**
 * Where an element is in the outermost window.
 * @param {Element} element
 * @returns {{left: number, top: number, width: number, height: number}}
 */
function rectOnPage(element) {
  const { width, height, ...rect } = element.getBoundingClientRect().toJSON();
  let { left, top } = rect;
  for (let frame = frameAround(element.ownerDocument); frame; frame = frameAround(frame.ownerDocument)) {
    const around = frame.getBoundingClientRect();
    left += around.left + frame.clientLeft;
    top += around.top + frame.clientTop;
  }
  return { left, top, width, height };
}
