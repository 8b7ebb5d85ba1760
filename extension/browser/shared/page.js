/** For our own pages: words from `_locales`, and elements made of them. */

import { browserApi } from './settings.js';

/**
 * @param {string} name of a message
 * @param {...(string | number)} about what fills its places
 * @returns {string}
 */
export function say(name, ...about) {
  return browserApi.i18n.getMessage(name, about.map(String));
}

/**
 * The same for a number of things: `name_one` for one, `name_many` for any other, the number in the place $1.
 * @param {string} name
 * @param {number} count
 * @returns {string}
 */
export function sayCount(name, count) {
  return say(`${name}_${count === 1 ? 'one' : 'many'}`, count);
}

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
 * An element of this page.
 * @template {HTMLElement} Kind
 * @param {string} id
 * @returns {Kind}
 */
export function byId(id) {
  return /** @type {Kind} */ (document.getElementById(id));
}

/** Fills in the words of every element that names a message: `<h1 data-say="optionsTitle"></h1>`. */
export function fillWords() {
  document.documentElement.lang = say('language');
  for (const element of document.querySelectorAll('[data-say]')) {
    element.textContent = say(/** @type {HTMLElement} */ (element).dataset.say ?? '');
  }
}

/**
 * @param {string} selector
 * @returns {boolean}
 */
export function isSelector(selector) {
  try {
    document.createDocumentFragment().querySelector(selector);
    return true;
  } catch {
    return false;
  }
}
