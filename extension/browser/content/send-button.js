/** Buttons that send a reply: the one that the adapter names, else told by their accessible name or by submitting a form. */

const BUTTON_INPUTS = ['submit', 'button', 'image'];
const LONGEST_NAME = 40; // a row of a list can be a button too, and start with any word

/**
 * The button under an event that may send a reply.
 * @param {Event} event
 * @param {Adapter['send']} send
 * @returns {HTMLElement | null}
 */
function sendButtonAt(event, send) {
  const path = /** @type {HTMLElement[]} */ (event.composedPath().filter((node) => /** @type {Node} */ (node).nodeType === Node.ELEMENT_NODE));
  const selector = typeof send === 'string' ? send : send.selector;
  const button = path.find((element) => isAt(element, selector));
  return button && isSendButton(button, send) ? button : null;
}

/**
 * @param {HTMLElement} button
 * @param {Adapter['send']} send
 * @returns {boolean}
 */
function isSendButton(button, send) {
  if (button.matches(':disabled, [aria-disabled="true"]')) return false;
  if (typeof send === 'string') return isAt(button, send);
  if (!matches(button, send.selector) || button.matches('[aria-haspopup]:not([aria-haspopup="false"])')) return false;
  if (button.tagName === 'INPUT' && !BUTTON_INPUTS.includes(/** @type {HTMLInputElement} */ (button).type)) return false;
  const name = accessibleName(button);
  if (new RegExp(`\\b(${send.unless.join('|')})\\b`, 'i').test(name)) return false;
  const named = new RegExp(`^(${send.named.join('|')})\\b`, 'i').test(name) && name.length <= LONGEST_NAME;
  return named || submits(button);
}

/**
 * @param {HTMLElement} button
 * @returns {boolean} whether a click submits a form
 */
function submits(button) {
  const { form, type } = /** @type {HTMLButtonElement | HTMLInputElement} */ (button);
  return Boolean(form) && ['submit', 'image'].includes(type);
}

/**
 * What a screen reader calls the button, as far as this needs it.
 * @param {HTMLElement} button
 * @returns {string}
 */
function accessibleName(button) {
  const root = /** @type {Document | ShadowRoot} */ (button.getRootNode());
  const ids = button.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
  const labels = ids.map((id) => root.getElementById(id)?.textContent ?? '').join(' ');
  const { value, alt } = /** @type {HTMLInputElement} */ (button);
  const own = button.tagName === 'INPUT' ? value || alt : button.textContent;
  const names = [labels, button.getAttribute('aria-label'), own, button.title];
  return names.map((name) => (name ?? '').trim()).find(Boolean) ?? '';
}
