/** Buttons that send a reply, told by their accessible name or by submitting a form. */

const BUTTONS = 'button, input, a[role="button"], [role="button"], [role="menuitem"]';
const BUTTON_INPUTS = ['submit', 'button', 'image'];
const SENDS = /^(send|reply|submit|post|save|update)\b/i;
const SENDS_NOTHING = /\b(draft|internal|note|options|settings|preview|cancel|discard|delete|search|upload|attach)\b/i;
const LONGEST_NAME = 40; // a row of a list can be a button too, and start with any word

/**
 * The button under an event that may send a reply.
 * @param {EventTarget | null} target
 * @returns {HTMLElement | null}
 */
function sendButtonAt(target) {
  const element = /** @type {Element | null} */ (target);
  if (element?.nodeType !== Node.ELEMENT_NODE) return null;
  const button = /** @type {HTMLElement | null} */ (element.closest(BUTTONS));
  return button && isSendButton(button) ? button : null;
}

/**
 * @param {HTMLElement} button
 * @returns {boolean}
 */
function isSendButton(button) {
  if (button.matches(':disabled, [aria-disabled="true"], [aria-haspopup]:not([aria-haspopup="false"])')) return false;
  if (button.tagName === 'INPUT' && !BUTTON_INPUTS.includes(/** @type {HTMLInputElement} */ (button).type)) return false;
  const name = accessibleName(button);
  if (SENDS_NOTHING.test(name)) return false;
  return (SENDS.test(name) && name.length <= LONGEST_NAME) || submits(button);
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
