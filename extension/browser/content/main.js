/**
 * Listens in one frame. The listeners sit on the window, in the capture phase, from before the page's own scripts run:
 * they see every event first. `composedPath()[0]` is the real target, also within a shadow tree.
 */

const PRESSES = /** @type {const} */ (['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']);
const KEYS = /** @type {const} */ (['keydown', 'keypress', 'keyup']);
const COMPOSITION = /** @type {const} */ (['compositionstart', 'compositionend']);
const WRITING = /** @type {const} */ (['focusin', 'input', 'compositionend']);

const outer = outermostDocument(window);
const surface = new Surface(document);
const outerSurface = outer === document ? surface : new Surface(outer);
const marks = new Marks(surface);
const notice = new Notice(outer, outerSurface);
const chip = new Chip(outer, outerSurface);
const reviews = new Reviews(marks, chip, outerSurface);
const site = new Site(outer);
const boxesInUse = new BoxesInUse(site);
const typing = new Typing(reviews, boxesInUse, () => watching() !== null);
const gate = new Gate(new Panel(outer, outerSurface), notice, reviews);
const pageWatch = new PageWatch(outer, site, boxesInUse, reviews, typing);

/**
 * The adapter, while drafts are judged: not on a page where something is missing, in an internal note, while the page
 * is being taught, or when the extension was updated under it.
 * @returns {Adapter | null}
 */
function watching() {
  return isAtRest(outer) || !site.state(boxesInUse.latest).watching ? null : site.adapter;
}

/** @param {Event} event */
function onWriting(event) {
  const { isComposing } = /** @type {InputEvent} */ (event);
  if (isComposing || !site.adapter) return;
  const box = boxAt(event.composedPath()[0]);
  if (!box || !isAt(box, site.adapter.editor)) return;
  boxesInUse.add(box);
  if (watching()) typing.noticed(box);
  pageWatch.soon();
}

/** @param {MouseEvent} event */
function onPress(event) {
  if (Surface.holds(event) || event.button !== 0) return;
  const adapter = watching();
  const button = adapter && sendButtonAt(event, adapter.send);
  const box = button && boxesInUse.sentBy(button);
  if (!button || !box || !gate.mustHold(box, event)) return;
  holdBack(event);
  if (event.type === 'click') gate.decide(box, () => pressAgain(button, event));
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (Surface.holds(event)) return;
  if (event.type !== 'keydown' || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  const target = event.composedPath()[0];
  const box = boxAt(target);
  const adapter = box && watching();
  if (!adapter || !isAt(box, adapter.editor) || !gate.mustHold(box, event)) return;
  holdBack(event);
  if (!event.repeat) gate.decide(box, () => strikeAgain(/** @type {Element} */ (target), event));
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const { submitter } = event;
  const adapter = watching();
  if (!adapter || (submitter && !isSendButton(submitter, adapter.send))) return;
  const box = boxesInUse.sentBy(typeof adapter.send === 'string' && submitter ? submitter : form);
  if (!box || !gate.mustHold(box, event)) return;
  holdBack(event);
  gate.decide(box, () => {
    if (form.isConnected) form.requestSubmit(submitter && form.contains(submitter) ? submitter : undefined);
    return form.isConnected;
  });
}

/** @param {Event} event */
function holdBack(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/**
 * Presses a button as it was pressed before; from the keyboard a press is a click alone.
 * @param {HTMLElement} button
 * @param {MouseEvent} click
 * @returns {boolean}
 */
function pressAgain(button, click) {
  if (!button.isConnected) return false;
  const { detail, clientX, clientY, screenX, screenY, ctrlKey, metaKey, shiftKey, altKey } = click;
  const how = { detail, clientX, clientY, screenX, screenY, ctrlKey, metaKey, shiftKey, altKey };
  const init = { ...how, bubbles: true, cancelable: true, composed: true, view: window, button: 0, isPrimary: true };
  for (const type of detail === 0 ? [] : PRESSES.slice(0, -1)) {
    const Press = type.startsWith('pointer') ? PointerEvent : MouseEvent;
    button.dispatchEvent(new Press(type, { ...init, buttons: type.endsWith('down') ? 1 : 0 }));
  }
  button.click(); // unlike a dispatched click this submits a form in every browser
  return true;
}

/**
 * @param {Element} target
 * @param {KeyboardEvent} stroke
 * @returns {boolean}
 */
function strikeAgain(target, stroke) {
  if (!target.isConnected) return false;
  const { key, code, keyCode, which, ctrlKey, metaKey, shiftKey, altKey } = stroke;
  const how = { key, code, keyCode, which, ctrlKey, metaKey, shiftKey, altKey };
  const init = { ...how, bubbles: true, cancelable: true, composed: true, view: window };
  for (const type of ['keydown', 'keyup']) target.dispatchEvent(new KeyboardEvent(type, init));
  return true;
}

/** Adding a listener that is there changes nothing, so this can be done again. */
function listen() {
  for (const type of COMPOSITION) window.addEventListener(type, onComposition, true);
  for (const type of WRITING) window.addEventListener(type, onWriting, true);
  for (const type of PRESSES) window.addEventListener(type, onPress, true);
  for (const type of KEYS) window.addEventListener(type, onKey, true);
  window.addEventListener('submit', onSubmit, true);
}

listen();
pageWatch.start();
