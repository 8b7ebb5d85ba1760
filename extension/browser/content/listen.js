/** Listens for what the chip and the card need: where the pointer is, what scrolls, where the focus goes, and their keys. */

const guide = new Guide({
  reviews, marks, chip, notice, card: new Card(outer, outerSurface), surface: outerSurface, outer: outer.defaultView ?? window,
});

/** @param {Event} event */
function onBoxEvent(event) {
  const box = boxAt(event.composedPath()[0]);
  if (box && event.type === 'input') guide.onWriting(box);
  if (box && event.type === 'focusin') guide.onEntered(box);
}

window.addEventListener('keydown', (event) => guide.onKey(event), true);
window.addEventListener('input', onBoxEvent, true);
window.addEventListener('focusin', onBoxEvent, true);
window.addEventListener('focusout', () => setTimeout(() => guide.onLeft()), true);
for (const view of new Set([window, outer.defaultView ?? window])) {
  for (const type of ['scroll', 'resize']) view.addEventListener(type, () => guide.onMoved(), { capture: true, passive: true });
  view.addEventListener('pointermove', (event) => guide.onMove(event), { capture: true, passive: true });
}
