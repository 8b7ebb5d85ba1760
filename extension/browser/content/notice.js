/** A short word in the corner that stands in nobody's way. */

const NOTICE_MS = 8000;

class Notice {
  #surface;
  #element;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #ending;

  /**
   * @param {Document} document
   * @param {Surface} surface
   */
  constructor(document, surface) {
    this.#surface = surface;
    this.#element = build(document, 'div', { className: 'notice', role: 'status', hidden: true });
  }

  /** @param {string} words */
  show(words) {
    clearTimeout(this.#ending);
    this.#surface.show(this.#element);
    this.#element.hidden = false;
    this.#element.textContent = words;
    this.#ending = setTimeout(() => {
      this.#element.hidden = true;
    }, NOTICE_MS);
  }
}
