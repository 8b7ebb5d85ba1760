/** Listens for what the chip and the card need: where the pointer is, what scrolls, where the focus goes, and their keys. */

const pageWindow = outer.defaultView ?? window;
const card = new Card(outer, outerSurface);
const guide = new Guide({ reviews, marks, chip, card, notice, surface: outerSurface, outer: pageWindow });

/** @param {Event} event */
function onBoxEvent(event) {
  const box = boxAt(event.composedPath()[0]);
  if (box && event.type === 'input') guide.onWriting(box);
  if (box && event.type === 'focusin' && watching()) guide.onEntered(box);
}

/** @param {KeyboardEvent} event */
function onGuideKey(event) {
  guide.onKey(event);
}

/** @param {PointerEvent} event */
function onPointer(event) {
  guide.onMove(event);
}

function onMoved() {
  guide.onMoved();
}

/** @param {Event} event */
function onFocusOut(event) {
  const box = boxAt(event.composedPath()[0] ?? null);
  setTimeout(() => { // by then it is known where the focus has gone
    guide.onLeft();
    if (box) reviews.showAgain(box);
  });
}

function listenForGuide() {
  const lightly = { capture: true, passive: true };
  window.addEventListener('keydown', onGuideKey, true);
  window.addEventListener('input', onBoxEvent, true);
  window.addEventListener('focusin', onBoxEvent, true);
  window.addEventListener('focusout', onFocusOut, true);
  for (const view of new Set([window, pageWindow])) {
    view.addEventListener('scroll', onMoved, lightly);
    view.addEventListener('resize', onMoved, lightly);
    view.addEventListener('pointermove', onPointer, lightly);
  }
}

listenForGuide();

// Older rich editors write the document of their frame anew, which takes every listener off its window.
new MutationObserver(() => {
  surface.listen();
  listen();
  listenForGuide();
}).observe(document, { childList: true });
