/** What can be pointed at in each step, in the order of the page: for those who use the keyboard. */

const WRITABLE = 'textarea, [contenteditable=""], [contenteditable="true"], [contenteditable="plaintext-only"]';
const PRESSABLE = 'button, input[type="submit"], input[type="button"], input[type="image"], [role="button"], [role="menuitem"]';
const LEAST_TEXT = 12; // characters of a message

/**
 * @param {Part} part
 * @param {Document} document
 * @returns {Element[]}
 */
function candidatesFor(part, document) {
  const trees = treesIn(document);
  const all = (/** @type {string} */ selector) => trees.flatMap((tree) => [...tree.querySelectorAll(selector)]);
  if (part === 'editor') return [...new Set(all(WRITABLE).flatMap((element) => partAt('editor', element) ?? []))].filter(isShown);
  if (part === 'send') return all(PRESSABLE).filter(isShown);
  if (part === 'internal') return all(SWITCHES).filter(isShown);
  return all('p, div, td, li, article, section, blockquote, pre, span').filter((element) => isShown(element) && hasOwnText(element));
}

/**
 * The element that is meant when this one is pointed at.
 * @param {Part} part
 * @param {Element} element
 * @returns {Element | null} null where it cannot be what the step is about
 */
function partAt(part, element) {
  if (part === 'send') return element.closest(`${PRESSABLE}, a`) ?? element;
  if (part === 'customer') return sameText(element);
  if (part === 'internal') return element.closest('label')?.control ?? element.closest(SWITCHES) ?? element;
  const around = frameAround(element.ownerDocument); // below a short body a press meets the frame's root
  const box = boxOf(element) ?? (around && editableBody(around));
  return box && (isBody(box) ? frameAround(box.ownerDocument) : box);
}

/**
 * The outermost element that shows no more text than this one.
 * @param {Element} element
 */
function sameText(element) {
  const shown = (/** @type {Element} */ of) => (of.textContent ?? '').replace(/\s+/g, ' ').trim();
  let widest = element;
  while (widest.parentElement && !isBody(widest.parentElement) && shown(widest.parentElement) === shown(element)) widest = widest.parentElement;
  return widest;
}

/**
 * The document and the trees in it: frames of its origin and open shadows.
 * @param {ParentNode} tree
 * @returns {ParentNode[]}
 */
function treesIn(tree) {
  const inside = [...tree.querySelectorAll('*')].filter(({ localName }) => localName !== TEACH_TAG && localName !== SURFACE_TAG).map(insideOf);
  return [tree, ...inside.flatMap((inner) => (inner ? treesIn(inner) : []))];
}

/** @param {Element | null} element */
function isShown(element) {
  if (!element?.checkVisibility({ visibilityProperty: true })) return false;
  const { width, height } = element.getBoundingClientRect();
  return width > 2 && height > 2;
}

/** @param {Element} element */
function hasOwnText(element) {
  const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ nodeValue }) => nodeValue ?? '');
  return own.join('').trim().length >= LEAST_TEXT;
}
