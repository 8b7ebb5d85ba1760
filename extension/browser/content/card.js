/**
 * The card beside a finding's words: what it is about and what can be done. It never takes the focus by itself; a press
 * on it leaves the caret where it was, and a key leads into it and Escape back out.
 */

const GAP = 6;
const MARGIN = 8;

class Card {
  #document;
  #surface;
  /** @type {HTMLElement | null} */
  #element = null;

  /**
   * @param {Document} document
   * @param {Surface} surface
   */
  constructor(document, surface) {
    this.#document = document;
    this.#surface = surface;
  }

  /**
   * @param {Finding} finding
   * @param {Turn[]} turns the conversation that was checked
   * @param {CardActions} actions
   *
   * @typedef {object} CardActions
   * @property {(fix: Fix) => void} fix
   * @property {(answer: Answer) => void} answer
   * @property {() => void} close pressed, or Escape within the card
   * @property {(event: KeyboardEvent) => void} key any other key within the card
   */
  show(finding, turns, actions) {
    this.hide();
    const card = build(this.#document, 'section', { className: 'card', role: 'dialog' });
    card.setAttribute('aria-labelledby', 'card-title');
    card.setAttribute('aria-describedby', 'card-why');
    const why = build(this.#document, 'div', { id: 'card-why' }, ...explanation(this.#document, finding, turns));
    const fixes = fixButtons(this.#document, finding.fixes ?? [], (button, fix) =>
      this.#surface.on(button, 'click', () => actions.fix(fix)),
    );
    card.append(this.#header(finding, actions), why, ...(fixes ? [fixes] : []), this.#answers(finding, actions));
    this.#surface.on(card, 'mousedown', (event) => event.preventDefault());
    this.#surface.on(card, 'keydown', (event) => this.#onKey(event, actions));
    this.#element = card;
    this.#surface.show(card);
  }

  hide() {
    this.#element?.remove();
    this.#element = null;
  }

  /** @returns {boolean} */
  get hasFocus() {
    return this.#element?.contains(this.#surface.focused) ?? false;
  }

  /** Moves the focus to the first button that does something. */
  enter() {
    this.#buttons().find((button) => !button.classList.contains('close'))?.focus();
  }

  /**
   * Below the words if there is room, else above them.
   * @param {Rect} words
   */
  placeAt(words) {
    const card = this.#element;
    const view = this.#document.defaultView;
    if (!card || !view) return;
    const { width, height } = card.getBoundingClientRect();
    const { right, bottom } = windowRect(view);
    const below = words.bottom + GAP + height <= bottom - MARGIN || words.top - GAP - height < MARGIN;
    card.style.left = `${Math.max(MARGIN, Math.min(words.left, right - width - MARGIN))}px`;
    card.style.top = `${below ? Math.min(words.bottom + GAP, bottom - height - MARGIN) : words.top - GAP - height}px`;
  }

  /**
   * @param {Finding} finding
   * @returns {string} the card in one breath, for those who listen
   */
  static spoken(finding) {
    const { severity, message, advice, fixes = [] } = finding;
    const can = fixes.length ? sayCount('card_fixes', fixes.length) : '';
    const parts = [`${say(`finding_${severity}`)}: ${quotedWords(finding)}.`, message, advice, can, say('card_keys')];
    return parts.filter(Boolean).join(' ');
  }

  /**
   * @param {Finding} finding
   * @param {CardActions} actions
   */
  #header(finding, { close }) {
    const words = build(this.#document, 'strong', { textContent: quotedWords(finding) });
    const title = build(this.#document, 'h2', { id: 'card-title' }, severityBadge(this.#document, finding.severity), words);
    const button = build(this.#document, 'button', { type: 'button', className: 'close', textContent: '×' });
    button.ariaLabel = say('card_close');
    this.#surface.on(button, 'click', close);
    return build(this.#document, 'header', {}, title, button);
  }

  /**
   * @param {Finding} finding
   * @param {CardActions} actions
   */
  #answers(finding, actions) {
    /** @type {Answer[]} */
    const answers = finding.about === 'words' ? ['not-here', 'never', 'wrong'] : ['not-here', 'wrong'];
    const buttons = answers.map((answer) => {
      const key = answer.replace('-', '_');
      const button = build(this.#document, 'button', { type: 'button', textContent: say(`card_${key}`) });
      button.title = say(`card_${key}_means`);
      this.#surface.on(button, 'click', () => actions.answer(answer));
      return button;
    });
    return build(this.#document, 'footer', {}, ...buttons);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {CardActions} actions
   */
  #onKey(event, actions) {
    if (event.key === 'Escape') {
      event.preventDefault();
      actions.close();
    } else if (event.key === 'Tab') {
      event.preventDefault(); // the way out is Escape, back to the very place in the draft
      const buttons = this.#buttons();
      const at = buttons.findIndex((button) => button === this.#surface.focused);
      buttons.at((at + (event.shiftKey ? -1 : 1)) % buttons.length)?.focus();
    } else {
      actions.key(event);
    }
  }

  /** @returns {HTMLButtonElement[]} */
  #buttons() {
    return [...(this.#element?.querySelectorAll('button') ?? [])];
  }
}
