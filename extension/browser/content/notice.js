/** A short word in the corner that stands in nobody's way. */

const NOTICE_MS = 8000;

class Notice {
  #document;
  #surface;
  #element;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #ending;

  /**
   * @param {Document} document
   * @param {Surface} surface
   */
  constructor(document, surface) {
    this.#document = document;
    this.#surface = surface;
    this.#element = build(document, 'div', { className: 'notice', role: 'status', hidden: true });
    surface.on(this.#element, 'mousedown', (event) => event.preventDefault()); // the caret stays in the draft
  }

  /**
   * @param {string} words
   * @param {{label: string, press: () => void}} [action] something that can still be done about it
   */
  show(words, action) {
    clearTimeout(this.#ending);
    this.#surface.show(this.#element);
    this.#element.hidden = false;
    this.#element.replaceChildren(words);
    if (action) this.#element.append(' ', this.#button(action));
    this.#ending = setTimeout(() => this.#hide(), NOTICE_MS);
  }

  /** @param {{label: string, press: () => void}} action */
  #button({ label, press }) {
    const button = build(this.#document, 'button', { type: 'button', textContent: label });
    this.#surface.on(button, 'click', () => {
      this.#hide();
      press();
    });
    return button;
  }

  #hide() {
    this.#element.hidden = true;
  }
}
