/**
 * The switch between a public reply and an internal note: the agent sets it to the note, the press reaches the page, and
 * what has changed about it says when the reply is a note.
 *
 * @typedef {{selector: string, classes: string[], shown: string}} SwitchBefore
 */

const SWITCHES =
  'input[type="radio"], input[type="checkbox"], select, button, [role="button"], [role="tab"], [role="radio"], [role="switch"], [role="menuitem"], [role="option"]';
const SET_BY = ['aria-pressed', 'aria-selected', 'aria-checked', 'aria-current'];
const LONGEST_LABEL = 40;

/**
 * @param {Element} element
 * @returns {SwitchBefore | null} null where it could not be found again
 */
function switchBefore(element) {
  const selector = selectorOf(element);
  return selector === null ? null : { selector, classes: [...element.classList], shown: shownOn(element) };
}

/**
 * @param {SwitchBefore} before
 * @param {Document} document
 * @returns {import('../shared/adapter.js').Internal | null} null where nothing about it tells how it is set
 */
function noteBySwitch({ selector, classes, shown }, document) {
  const element = /** @type {HTMLInputElement | undefined} */ (elementsAt(selector, document)[0]);
  if (!element) return null;
  if (['radio', 'checkbox'].includes(element.type)) return { selector, when: { checked: element.checked } };
  if (element.localName === 'select') return { selector, when: { value: element.value } };
  const set = SET_BY.find((name) => element.getAttribute(name) === 'true');
  if (set) return { selector: `${selector}[${set}="true"]`, when: { present: true } };
  const added = [...element.classList].find((name) => !classes.includes(name) && !looksGenerated(name));
  if (added) return { selector: `${selector}.${CSS.escape(added)}`, when: { present: true } };
  const now = shownOn(element);
  return now !== shown && now !== '' && now.length <= LONGEST_LABEL ? { selector, when: { text: now } } : null;
}

/** @param {Element} element */
function shownOn(element) {
  return (element.textContent ?? '').trim();
}
