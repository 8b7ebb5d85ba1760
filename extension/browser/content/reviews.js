/**
 * What stands against the draft in each box at this moment, and the quiet ways in which it shows: marks, chip, counts.
 *
 * @typedef {object} Reviewed
 * @property {string} text the draft that was checked
 * @property {Checked} checked
 * @property {string} place the conversation it belongs to
 * @property {Finding[]} findings those that the agent has not answered
 */

const SPOKEN_AFTER_MS = 1500;

class Reviews {
  #marks;
  #chip;
  #answers;
  #habits;
  #surface;
  /** @type {WeakMap<HTMLElement, Reviewed>} */
  #reviewed = new WeakMap();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #speaking;
  #spoken = '';
  /** @type {string | null} */
  #told = null;
  /** @type {(box: HTMLElement, finding: Finding) => void} */
  onPick = () => {};
  /** @type {(box: HTMLElement) => void} */
  onClear = () => {};

  /**
   * @param {Marks} marks
   * @param {Chip} chip
   * @param {Surface} surface of the outermost window
   */
  constructor(marks, chip, surface) {
    this.#marks = marks;
    this.#chip = chip;
    this.#surface = surface;
    this.#answers = new Answers();
    this.#habits = new Habits();
  }

  /**
   * Shows what was found in a box, unless its draft has moved on since.
   * @param {HTMLElement} box
   * @param {string} draft the text that was checked
   * @param {Checked} checked
   */
  show(box, draft, checked) {
    const place = placeHere();
    const left = this.#answers.left(checked.result, place, 'writing').findings;
    const findings = isAtEnd(box) ? left.filter((finding) => !isUnderWay(finding, draft)) : left;
    if (!this.#marks.paint(box, draft, findings)) return;
    this.#reviewed.set(box, { text: draft, checked, place, findings });
    this.#tell(findings);
    this.#habits.saw(box, findings);
    if (holdsFocus(box) || this.#chip.hasFocus) this.showChip(box);
    this.#speakLater(findings);
  }

  /** @param {HTMLElement} box a box that was left, or in which the caret went elsewhere */
  showAgain(box) {
    const reviewed = this.of(box);
    if (reviewed) this.show(box, reviewed.text, reviewed.checked);
  }

  /** @param {HTMLElement} box a box that holds no draft any more, or whose draft is judged no longer */
  clear(box) {
    this.#reviewed.delete(box);
    this.#marks.paint(box, readDraft(box).text, []);
    this.#tell([]);
    if (this.#chip.box === box) this.#chip.hide();
    this.onClear(box);
  }

  /** @param {HTMLElement} box */
  showChip(box) {
    const { findings } = this.#reviewed.get(box) ?? { findings: [] };
    this.#chip.show(box, findings, (finding) => this.onPick(box, finding));
  }

  /**
   * What was found in a box, null when nothing was or its draft has moved on.
   * @param {HTMLElement} box
   * @returns {Reviewed | null}
   */
  of(box) {
    const reviewed = this.#reviewed.get(box);
    return reviewed && readDraft(box).text === reviewed.text ? reviewed : null;
  }

  /**
   * What counts at Send.
   * @param {Checked} checked
   * @returns {Result}
   */
  atSend({ result }) {
    return this.#answers.left(result, placeHere(), 'sending');
  }

  /**
   * Takes the agent's answer to a finding.
   * @param {HTMLElement} box
   * @param {Finding} finding
   * @param {Answer} answer
   * @returns {() => void} takes it back
   */
  answer(box, finding, answer) {
    const reviewed = this.#reviewed.get(box);
    if (!reviewed) return () => {};
    const takeBack = this.#answers.add(finding, answer, reviewed.place);
    this.#habits.answered(box, finding);
    const again = () => this.#reviewed.has(box) && this.show(box, reviewed.text, reviewed.checked);
    again();
    return () => {
      takeBack();
      again();
    };
  }

  /**
   * @param {HTMLElement} box
   * @param {Finding} finding that was mended by a fix of ours
   */
  mended(box, finding) {
    this.#habits.mended(box, finding);
  }

  /**
   * @param {HTMLElement} box whose draft went out
   * @param {Finding[]} findings what was left in it
   */
  sent(box, findings) {
    this.#habits.sent(box, findings);
  }

  /**
   * Has the toolbar's icon count the marks. What is still missing is no fault while she writes.
   * @param {Finding[]} findings
   */
  #tell(findings) {
    const severities = findings.filter(({ about }) => about === 'words').map(({ severity }) => severity);
    if (String(severities) === this.#told) return;
    this.#told = String(severities);
    answerTo({ type: 'found', severities });
  }

  /** @param {Finding[]} findings */
  #speakLater(findings) {
    clearTimeout(this.#speaking);
    const words = inShort(findings);
    if (words === this.#spoken) return;
    this.#speaking = setTimeout(() => {
      this.#spoken = words;
      this.#surface.say(words || say('chip_nothing'));
    }, SPOKEN_AFTER_MS);
  }
}

/**
 * @param {HTMLElement} box
 * @returns {boolean}
 */
function holdsFocus(box) {
  const root = /** @type {Document | ShadowRoot} */ (box.getRootNode());
  return box.ownerDocument.hasFocus() && (box.contains(root.activeElement) || box === box.ownerDocument.activeElement);
}

/**
 * A suggestion about the last words of a draft, while they are being written: she may not have finished them, and often it
 * is what comes next that is missing.
 * @param {Finding} finding
 * @param {string} draft
 * @returns {boolean}
 */
function isUnderWay({ severity, about, utf16 }, draft) {
  return severity === 'suggestion' && about === 'words' && utf16.end >= draft.trimEnd().length;
}

/**
 * @param {HTMLElement} box
 * @returns {boolean} whether the agent is writing at the end of it
 */
function isAtEnd(box) {
  if (!holdsFocus(box)) return false;
  if (isTextarea(box)) return box.value.slice(box.selectionEnd).trim() === '';
  const { focusNode, focusOffset } = box.ownerDocument.getSelection() ?? {};
  if (!focusNode || !box.contains(focusNode)) return false;
  const rest = box.ownerDocument.createRange();
  rest.setStart(focusNode, focusOffset ?? 0);
  rest.setEndAfter(box.lastChild ?? box);
  return rest.toString().trim() === '';
}
