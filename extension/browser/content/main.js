/**
 * Listens in one frame. The listeners sit on the window, in the capture phase, from before the page's own scripts run:
 * they see every event first. `composedPath()[0]` is the real target, also within a shadow tree.
 */

const PRESSES = /** @type {const} */ (['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']);
const KEYS = /** @type {const} */ (['keydown', 'keypress', 'keyup']);
const WRITING = /** @type {const} */ (['focusin', 'input', 'compositionend']);

const outer = outermostDocument(window);
const surface = new Surface(document);
const outerSurface = outer === document ? surface : new Surface(outer);
const marks = new Marks(surface);
const notice = new Notice(outer, outerSurface);
const chip = new Chip(outer, outerSurface);
const reviews = new Reviews(marks, chip, outerSurface);
const boxesInUse = new BoxesInUse();
const typing = new Typing(reviews, (box) => box === boxesInUse.latest);
const gate = new Gate(new Panel(outer, outerSurface), notice, reviews);

/** @param {Event} event */
function onWriting(event) {
  if (/** @type {InputEvent} */ (event).isComposing) return;
  const box = boxAt(event.composedPath()[0]);
  if (!box) return;
  boxesInUse.add(box);
  typing.noticed(box);
}

/** @param {MouseEvent} event */
function onPress(event) {
  if (Surface.holds(event) || event.button !== 0) return;
  const button = sendButtonAt(event.composedPath()[0]);
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
  if (!box || !gate.mustHold(box, event)) return;
  holdBack(event);
  if (!event.repeat) gate.decide(box, () => strikeAgain(/** @type {Element} */ (target), event));
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const { submitter } = event;
  if (submitter && !isSendButton(submitter)) return;
  const box = boxesInUse.sentBy(form);
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
  for (const type of WRITING) window.addEventListener(type, onWriting, true);
  for (const type of PRESSES) window.addEventListener(type, onPress, true);
  for (const type of KEYS) window.addEventListener(type, onKey, true);
  window.addEventListener('submit', onSubmit, true);
}

listen();
