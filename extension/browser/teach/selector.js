/**
 * Selectors for what was pointed at, made to outlive the next version of the page: names that a person chose come
 * first, and nothing that looks as if a program had made it up (numbers, hashed class names) is used at all.
 */

const NAMES_BEST_FIRST = ['id', 'name', 'data-testid', 'data-test', 'data-qa', 'data-cy', 'aria-label'];
const ROLES = ['role', 'type', 'placeholder', 'title', 'contenteditable'];
const ABOUT_CONTENT = ['aria-label', 'title', 'placeholder']; // they may name a person
const MADE_BY = /^(css|sc|jss|emotion|svelte|ember|ng|_ng[a-z]+)-/;
const STATE = /(^|[-_])(active|checked|collapsed|current|disabled|even|expanded|first|focus(ed)?|hidden|hover|last|loading|new|odd|open|selected|show|shown|unread|visible)$/;
const LONGEST_SHOWN = 40;
const FURTHEST = 8; // ancestors
const LEAST = 3; // levels in a selector of a kind: what tells writers apart may be on the element around

/**
 * A way to name an element, and how little it can be relied on.
 * @typedef {{selector: string, cost: number}} Handle
 */

/**
 * @param {string} name of an id, a class or another attribute
 * @returns {boolean} whether it looks as if a program had made it up
 */
function looksGenerated(name) {
  if (/[\d:]/.test(name) || name.length > LONGEST_SHOWN || MADE_BY.test(name)) return true;
  const parts = name.split(/[-_.\s]+/).filter(Boolean);
  return parts.length === 0 || parts.some(isJumble) || !parts.some((part) => part.length > 2);
}

/**
 * @param {string} part between the hyphens of a name
 * @returns {boolean} whether it is letters without a word in them: `bdVaJa`, `xkcdq`
 */
function isJumble(part) {
  const pieces = part.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
  const short = pieces.filter((piece) => piece.length < 3).length;
  return (pieces.length > 2 && short * 2 > pieces.length) || pieces.some((piece) => piece.length > 3 && !/[aeiouy]/i.test(piece));
}

/**
 * The handles of one element, the best first.
 * @param {Element} element
 * @returns {Handle[]}
 */
function handlesOf(element) {
  const tag = element.localName;
  const written = (/** @type {string} */ name) => element.getAttribute(name) ?? '';
  const lasting = (/** @type {string} */ name) => written(name) !== '' && !looksGenerated(written(name));
  const named = NAMES_BEST_FIRST.filter(lasting).map((name) => ({ selector: attribute(tag, name, written(name)), cost: 1 }));
  const data = [...element.attributes].map(({ name }) => name).filter((name) => /^data-[a-z-]+$/.test(name));
  const others = data.filter((name) => !NAMES_BEST_FIRST.includes(name) && lasting(name) && /^[a-z_-]+$/.test(written(name)));
  const isChoice = ['radio', 'checkbox'].includes(written('type'));
  const roles = [...ROLES, ...(isChoice ? ['value'] : [])].filter((name) => written(name) === 'true' || lasting(name));
  const classes = [...element.classList].filter((name) => !looksGenerated(name) && !STATE.test(name));
  return [
    ...named,
    ...others.map((name) => ({ selector: attribute(tag, name, written(name)), cost: 2 })),
    ...roles.map((name) => ({ selector: attribute(tag, name, written(name)), cost: 4 })),
    ...classes.map((name) => ({ selector: `${tag}.${CSS.escape(name)}`, cost: 5 })),
    { selector: tag, cost: 8 },
  ];
}

/**
 * @param {string} tag
 * @param {string} name
 * @param {string} value
 */
function attribute(tag, name, value) {
  return name === 'id' ? `${tag}#${CSS.escape(value)}` : `${tag}[${name}=${JSON.stringify(value)}]`;
}

/**
 * A selector for this element alone, through the frames and shadow trees around it.
 * @param {Element} element
 * @returns {string | null} null where nothing lasting tells it from others
 */
function selectorOf(element) {
  const inner = selectorWithin(element);
  const outside = inner && outsideOf(element);
  if (!outside) return inner;
  const around = selectorOf(outside);
  return around && `${around} ${STEP} ${inner}`;
}

/**
 * The cheapest selector within one tree that names this element and no other.
 * @param {Element} element
 * @returns {string | null}
 */
function selectorWithin(element) {
  const root = /** @type {ParentNode} */ (element.getRootNode());
  const own = combined(handlesOf(element));
  const around = ancestorsOf(element).flatMap((ancestor, distance) =>
    handlesOf(ancestor).map(({ selector, cost }) => ({ selector, cost: cost + distance / 2 })),
  );
  const nested = around.flatMap((outer) =>
    own.map((inner) => ({ selector: `${outer.selector} ${inner.selector}`, cost: outer.cost + inner.cost })),
  );
  const alone = (/** @type {Handle} */ { selector }) => isOnly(root, selector, element);
  return [...own, ...nested].sort((a, b) => a.cost - b.cost).find(alone)?.selector ?? null;
}

/**
 * Handles of one element, and pairs of them: `button.primary[type="submit"]`.
 * @param {Handle[]} handles
 * @returns {Handle[]}
 */
function combined(handles) {
  const weak = handles.filter(({ cost }) => cost < 8);
  const rest = (/** @type {string} */ selector) => selector.replace(/^[a-z][\w-]*/, '');
  const pairs = weak.flatMap((a, at) =>
    weak.slice(at + 1).map((b) => ({ selector: a.selector + rest(b.selector), cost: a.cost + b.cost / 4 })),
  );
  return [...handles, ...pairs];
}

/**
 * A selector for this element and the others of its kind: all that has the same lasting marks, up to the element that
 * holds them all. The customer's messages are told from the agent's by it, as far as the page tells them apart.
 * @param {Element} element
 * @returns {string | null}
 */
function selectorOfKind(element) {
  const root = /** @type {ParentNode} */ (element.getRootNode());
  const chain = [element, ...ancestorsOf(element)].slice(0, FURTHEST);
  const marks = chain.map(lastingMarks);
  const all = (/** @type {string[]} */ parts) => [...parts].reverse().join(' > ');
  let kept = marks.length;
  const count = (/** @type {number} */ length) => root.querySelectorAll(all(marks.slice(0, length))).length;
  while (kept > LEAST && count(kept - 1) === count(marks.length)) kept -= 1; // what tells nothing apart is left out
  const selector = all(marks.slice(0, kept));
  if (marks.slice(0, kept).every((mark) => !/[.#[]/.test(mark))) return null;
  const outside = outsideOf(element);
  const around = outside && selectorOf(outside);
  return outside ? around && `${around} ${STEP} ${selector}` : selector;
}

/**
 * All that is lasting about an element, in one selector.
 * @param {Element} element
 * @returns {string}
 */
function lastingMarks(element) {
  const { localName: tag } = element;
  const aboutContent = (/** @type {string} */ selector) => ABOUT_CONTENT.some((name) => selector.startsWith(`${tag}[${name}=`));
  const marks = handlesOf(element).filter(({ selector, cost }) => cost < 8 && !aboutContent(selector));
  return tag + marks.map(({ selector }) => selector.slice(tag.length)).join('');
}

/** @param {Element} element */
function ancestorsOf(element) {
  const found = [];
  for (let at = element.parentElement; at && at.localName !== 'body' && at.localName !== 'html'; at = at.parentElement) found.push(at);
  return found.slice(0, FURTHEST * 2);
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Element} element
 */
function isOnly(root, selector, element) {
  const found = root.querySelectorAll(selector);
  return found.length === 1 && found[0] === element;
}
