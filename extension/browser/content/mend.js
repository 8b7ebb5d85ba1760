/**
 * Changing a draft as if the agent had typed: the browser's own editing commands, so that undo works, and rich editors
 * hear of it by the events they listen to and keep their model and the page the same.
 */

const SELECTION_HEARD_MS = 60;
const SHOWN_MS = 300;
const LOOK_MS = 20;

/** @type {WeakSet<HTMLElement>} those in which an input method is at work on words that are on the page, but not the editor's yet */
const composing = new WeakSet();

/**
 * Makes a fix in a box. A slot to fill in is selected afterwards; else the caret stands behind the new words.
 * @param {HTMLElement} box
 * @param {string} checked the text that the fix was made for
 * @param {Fix} fix
 * @returns {Promise<'done' | 'changed' | 'refused'>} `changed`: the draft is not that text any more, nothing was done;
 *   `refused`: the editor made something else of it, or nothing
 */
async function mend(box, checked, fix) {
  if (readDraft(box).text !== checked) return 'changed';
  if (composing.has(box)) await endComposition(box);
  focusBox(box);
  if (!(await becomes(box, checked))) return 'changed';
  markUndoStep(box);
  for (const { utf16, text: words } of lastFirst(fix.edits)) {
    if (!select(box, utf16.start, utf16.end)) return 'refused';
    await selectionHeard(box);
    typeOver(box, words, utf16.start === utf16.end);
    await selectionHeard(box);
  }
  const taken = await becomes(box, edited(checked, fix.edits));
  markUndoStep(box);
  if (!taken) return 'refused';
  const first = lastFirst(fix.edits).at(-1);
  const slot = first && slotIn(first.text);
  if (slot) select(box, first.utf16.start + slot.start, first.utf16.start + slot.end);
  return 'done';
}

/** @param {Event} event */
function onComposition(event) {
  const box = boxAt(event.composedPath()[0]);
  if (box && event.type === 'compositionstart') composing.add(box);
  else if (box) composing.delete(box);
}

/**
 * An input method ends its work when the focus goes; the editor takes the words then.
 * @param {HTMLElement} box
 * @returns {Promise<void>}
 */
async function endComposition(box) {
  const ended = selectionHeard(box);
  box.blur();
  await ended;
}

/**
 * CKEditor 4 keeps steps of its own to undo, and begins a new one when its text is clicked in; what was typed before the
 * fix must not go with it.
 * @param {HTMLElement} box
 */
function markUndoStep(box) {
  if (box.matches('.cke_editable')) box.dispatchEvent(new MouseEvent('click', { bubbles: true }));
}

/** @param {HTMLElement} box */
function focusBox(box) {
  box.ownerDocument.defaultView?.focus(); // the box may be in a frame
  box.focus({ preventScroll: true });
}

/**
 * @param {HTMLElement} box
 * @param {number} start in the draft's text
 * @param {number} end
 * @returns {boolean} whether there is such a place
 */
function select(box, start, end) {
  if (isTextarea(box)) {
    box.setSelectionRange(start, end);
    return true;
  }
  const pieces = readDraft(box).pieces ?? [];
  const from = start < end ? (rangeOf(pieces, start, start + 1) ?? caretAt(pieces, start)) : caretAt(pieces, start);
  const to = start < end ? (rangeOf(pieces, end - 1, end) ?? caretAt(pieces, end)) : from;
  const selection = box.ownerDocument.getSelection();
  if (!from || !to || !selection) return false;
  selection.setBaseAndExtent(from.startContainer, from.startOffset, to.endContainer, to.endOffset);
  return true;
}

/**
 * An empty range behind the character before a place, else in front of the one after it. The end of a line or paragraph
 * has no character of its own in the page, so it is told by its neighbours.
 * @param {Piece[]} pieces
 * @param {number} at in the draft's text
 * @returns {Range | null}
 */
function caretAt(pieces, at) {
  const before = at > 0 ? rangeOf(pieces, at - 1, at) : null;
  const range = before ?? rangeOf(pieces, at, at + 1);
  range?.collapse(!before);
  return range;
}

/**
 * @param {HTMLElement} box
 * @param {string} words
 * @param {boolean} inserts whether nothing is selected
 */
function typeOver(box, words, inserts) {
  const page = box.ownerDocument;
  if ((!words && inserts) || isTakenBySlate(box, words)) return;
  if (words) page.execCommand('insertText', false, words);
  else page.execCommand('delete');
}

/**
 * Slate makes a change itself when it hears that one is about to come, and overlooks one that is there. What a spelling
 * checker puts in is announced; a script's commands are not in every browser.
 * @param {HTMLElement} box
 * @param {string} words
 * @returns {boolean} whether the change was taken
 */
function isTakenBySlate(box, words) {
  const selection = box.ownerDocument.getSelection();
  if (!box.matches('[data-slate-editor]') || !selection?.rangeCount) return false;
  const how = { bubbles: true, cancelable: true, composed: true, targetRanges: [new StaticRange(selection.getRangeAt(0))] };
  const what = words ? { inputType: 'insertReplacementText', data: words } : { inputType: 'deleteContentBackward' };
  return !box.dispatchEvent(new InputEvent('beforeinput', { ...how, ...what }));
}

/**
 * Editors that keep the text elsewhere show it a moment later.
 * @param {HTMLElement} box
 * @param {string} wanted
 * @returns {Promise<boolean>} whether the draft is that text in the end
 */
async function becomes(box, wanted) {
  const latest = Date.now() + SHOWN_MS;
  while (spaced(readDraft(box).text) !== spaced(wanted)) {
    if (Date.now() > latest) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return true;
}

/**
 * Rich editors learn of a selection by an event that comes a moment later.
 * @param {HTMLElement} box
 * @returns {Promise<void>}
 */
function selectionHeard(box) {
  const page = box.ownerDocument;
  return new Promise((resolve) => {
    const heard = () => {
      clearTimeout(waiting);
      page.removeEventListener('selectionchange', heard);
      setTimeout(resolve); // those who listen as well have their turn first
    };
    const waiting = setTimeout(heard, SELECTION_HEARD_MS);
    page.addEventListener('selectionchange', heard);
  });
}

/**
 * Editors keep a space from folding by making it one that does not break.
 * @param {string} words
 * @returns {string}
 */
function spaced(words) {
  return words.replaceAll('\u00a0', ' ');
}
