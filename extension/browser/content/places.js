/**
 * Finding on a page what an adapter names. ` >>> ` in a selector goes into a frame of the same origin or an open shadow
 * tree; the first part of a selector may match at any depth.
 *
 * @typedef {import('../shared/adapter.js').Adapter} Adapter
 */

const STEP = '>>>';

/**
 * All elements that a selector names, from the outermost document inwards.
 * @param {string} selector
 * @param {ParentNode} root
 * @returns {HTMLElement[]}
 */
function elementsAt(selector, root) {
  const [first, ...rest] = selector.split(STEP);
  let found = within(root, first);
  for (const step of rest) found = found.map(insideOf).flatMap((tree) => (tree ? within(tree, step) : []));
  return found;
}

/**
 * @param {Element} element
 * @param {string} selector
 * @returns {boolean} whether the selector names this element, or the frame whose editable body it is
 */
function isAt(element, selector) {
  const steps = selector.split(STEP);
  for (let at = /** @type {Element | null} */ (element); at; at = isBody(at) ? outsideOf(at) : null) {
    if (steps.every((_, i) => matches(ancestor(at, i), steps[steps.length - 1 - i]))) return true;
  }
  return false;
}

/**
 * The element that is `depth` trees further out.
 * @param {Element | null} element
 * @param {number} depth
 */
function ancestor(element, depth) {
  for (let i = 0; i < depth && element; i += 1) element = outsideOf(element);
  return element;
}

/**
 * @param {Element | null} element
 * @param {string} selector
 */
function matches(element, selector) {
  try {
    return Boolean(element?.matches(selector));
  } catch {
    return false; // no selector that this browser knows
  }
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
function within(root, selector) {
  try {
    return [...root.querySelectorAll(selector)].map((element) => /** @type {HTMLElement} */ (element));
  } catch {
    return [];
  }
}

/**
 * The tree inside an element: that of its frame or its shadow.
 * @param {Element} element
 * @returns {ParentNode | null} null too where the frame belongs to another origin
 */
function insideOf(element) {
  return element.shadowRoot ?? /** @type {HTMLIFrameElement} */ (element).contentDocument ?? null;
}

/**
 * The element whose inside the tree of this one is.
 * @param {Node} node
 * @returns {Element | null}
 */
function outsideOf(node) {
  const root = node.getRootNode();
  return root.nodeType === Node.DOCUMENT_NODE ? frameAround(/** @type {Document} */ (root)) : (/** @type {ShadowRoot} */ (root).host ?? null);
}

/**
 * @param {Document} document
 * @returns {Element | null} the frame it is in, if that belongs to the same origin
 */
function frameAround(document) {
  try {
    return document.defaultView?.frameElement ?? null;
  } catch {
    return null;
  }
}

/** @param {Element} element */
function isBody(element) {
  return element.tagName === 'BODY';
}

/**
 * Whether a URL is one that a pattern stands for: `*://*.desk.example/tickets/*`. A host without a port fits any port.
 * @param {string} pattern
 * @param {string} address
 * @returns {boolean}
 */
function fits(pattern, address) {
  const [, scheme, host, path] = /^([^:]+):\/\/([^/]+)(\/.*)$/.exec(pattern) ?? [];
  const { protocol, hostname, host: hostAndPort, pathname, search } = new URL(address);
  const name = /:\d+$/.test(host) ? hostAndPort : hostname;
  if (!/^https?:$/.test(protocol) || (scheme !== '*' && protocol !== `${scheme}:`)) return false;
  const sameHost = host === '*' || name === host || (host.startsWith('*.') && `.${name}`.endsWith(host.slice(1)));
  return sameHost && like(path, pathname + search);
}

/**
 * @param {string} pattern in which `*` stands for any characters
 * @param {string} text
 */
function like(pattern, text) {
  const [first, ...rest] = pattern.split('*');
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const [i, part] of rest.entries()) {
    const found = i === rest.length - 1 && part ? text.length - part.length : text.indexOf(part, at);
    if (found < at || !text.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return rest.length > 0 ? rest.at(-1) === '' || at === text.length : text === pattern;
}
