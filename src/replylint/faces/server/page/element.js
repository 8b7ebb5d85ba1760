/** Elements, made in one place. What a person wrote comes in as text only, never as markup. */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function build(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/**
 * @param {string} name of a symbol of the page
 * @returns {SVGSVGElement} for the eye alone; the words beside it say the same
 */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const picture = document.createElementNS(space, 'svg');
  const use = document.createElementNS(space, 'use');
  use.setAttribute('href', `#icon-${name}`);
  picture.setAttribute('class', 'icon');
  picture.setAttribute('aria-hidden', 'true');
  picture.append(use);
  return picture;
}

/** @param {string} text for those who listen */
export function unseen(text) {
  return build('span', { className: 'unseen', textContent: text });
}

/**
 * Puts new content in the place of the old and leaves the keyboard where it was: on the element of the same `data-key`.
 * @param {HTMLElement} place
 * @param {Node[]} content
 */
export function refill(place, content) {
  const { activeElement } = document;
  const key = activeElement && place.contains(activeElement) ? /** @type {HTMLElement} */ (activeElement).dataset.key : null;
  place.replaceChildren(...content);
  if (key) /** @type {HTMLElement | null} */ (place.querySelector(`[data-key="${CSS.escape(key)}"]`))?.focus();
}
