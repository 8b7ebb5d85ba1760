/**
 * Compose boxes: the textareas and editable elements in which a reply is written, where the adapter says that they are.
 * Elements may come from another frame of the same origin, so they are told apart by name and not by class.
 */

/** The boxes the agent has been in, and the latest of them. */
class BoxesInUse {
  /** @type {HTMLElement | null} */
  latest = null;
  /** @type {WeakSet<HTMLElement>} */
  #used = new WeakSet();

  #site;

  /** @param {Site} site */
  constructor(site) {
    this.#site = site;
  }

  /** @param {HTMLElement} box */
  add(box) {
    this.#used.add(box);
    this.latest = box;
  }

  /**
   * The box whose draft leaves when this button is pressed or this form is submitted: within the form, else within the
   * nearest element around the button that holds one.
   * @param {HTMLElement} sender
   * @returns {HTMLElement | null}
   */
  sentBy(sender) {
    const named = typeof this.#site.adapter?.send !== 'string'; // by its words, which others can have too
    const form = formOf(sender);
    const box = form && this.#within(form);
    if (box || (form && named)) return box;
    for (let around = parentAcross(sender); around; around = parentAcross(around)) {
      if (named && around.ownerDocument !== sender.ownerDocument) break;
      const near = this.#within(around);
      if (near) return near;
    }
    return null;
  }

  /**
   * The box in use before any other, then the largest: an address field can be a textarea too.
   * @param {Element} container
   * @returns {HTMLElement | null}
   */
  #within(container) {
    const { latest } = this;
    const { editor } = this.#site.adapter ?? {};
    if (!editor) return null;
    if (latest && isWritable(latest) && isAt(latest, editor) && containsAcross(container, latest)) return latest;
    const boxes = boxesIn(container, editor).filter(isWritable);
    const area = (/** @type {HTMLElement} */ box) => box.offsetWidth * box.offsetHeight;
    const rank = (/** @type {HTMLElement} */ box) => (this.#used.has(box) ? Infinity : area(box));
    return boxes.sort((a, b) => rank(b) - rank(a))[0] ?? null;
  }
}

/**
 * @param {Element} container
 * @param {string} editor
 * @returns {HTMLElement[]}
 */
function boxesIn(container, editor) {
  const whole = editor.includes(STEP) && outermostDocument(window);
  const found = whole ? elementsAt(editor, whole).filter((e) => containsAcross(container, e)) : within(container, editor);
  return found.map(boxOf).filter((box) => box !== null);
}

/**
 * The box that an element is, or that is in the frame that it is.
 * @param {Element} element
 * @returns {HTMLElement | null}
 */
function boxOf(element) {
  return element.tagName === 'IFRAME' ? editableBody(element) : editingHost(element);
}

/**
 * @param {Element} element
 * @returns {element is HTMLTextAreaElement}
 */
function isTextarea(element) {
  return element.tagName === 'TEXTAREA';
}

/**
 * The compose box that holds the target of an event, if it is in one.
 * @param {EventTarget | null} target
 * @returns {HTMLElement | null}
 */
function boxAt(target) {
  const element = /** @type {HTMLElement | null} */ (target);
  if (element?.nodeType !== Node.ELEMENT_NODE) return null;
  const box = isTextarea(element) ? element : editingHost(element);
  return box && isWritable(box) ? box : null;
}

/**
 * The outermost editable element around this one, or the textarea itself.
 * @param {Element} element
 * @returns {HTMLElement | null}
 */
function editingHost(element) {
  if (isTextarea(element)) return element;
  let host = /** @type {HTMLElement} */ (element);
  if (!host.isContentEditable) return null;
  while (host.parentElement?.isContentEditable) host = host.parentElement;
  return host;
}

/**
 * Older rich editors keep the draft in the body of a frame.
 * @param {Element} frame
 * @returns {HTMLElement | null}
 */
function editableBody(frame) {
  const body = /** @type {HTMLIFrameElement} */ (frame).contentDocument?.body; // null in a frame of another origin
  return body?.isContentEditable ? body : null;
}

/**
 * Rich editors keep a hidden textarea that lags behind what is seen: only what is seen counts.
 * @param {HTMLElement} box
 * @returns {boolean}
 */
function isWritable(box) {
  if (!box.isConnected || !box.checkVisibility({ visibilityProperty: true })) return false;
  if (box.offsetWidth < 2 || box.offsetHeight < 2) return false;
  return !isTextarea(box) || !(box.disabled || box.readOnly);
}

/**
 * The form that a sender submits. A plain button does not submit its form, but still belongs to it.
 * @param {HTMLElement} sender
 * @returns {HTMLFormElement | null}
 */
function formOf(sender) {
  if (sender.tagName === 'FORM') return /** @type {HTMLFormElement} */ (sender);
  const button = /** @type {HTMLButtonElement} */ (sender);
  return submits(button) ? button.form : null;
}

/**
 * The element around this one, through shadow trees and frames of the same origin.
 * @param {Node} node
 * @returns {Element | null}
 */
function parentAcross(node) {
  return node.parentElement ?? outsideOf(node);
}

/**
 * @param {Element} container
 * @param {Node} node
 * @returns {boolean}
 */
function containsAcross(container, node) {
  for (let at = /** @type {Node | null} */ (node); at; at = parentAcross(at)) if (at === container) return true;
  return false;
}
