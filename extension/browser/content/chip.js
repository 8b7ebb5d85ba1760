/**
 * The chip in the corner of the compose box: how much there is to look at and what is missing, in a few words. It shows
 * nothing when there is nothing, and opens to a list.
 */

const CHIP_INSET = 10;

class Chip {
  #document;
  #surface;
  #element;
  #button;
  #list;
  /** @type {HTMLElement | null} whose findings it counts */
  box = null;
  /** @type {(finding: Finding) => void} */
  #pick = () => {};
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #following;

  /**
   * @param {Document} document
   * @param {Surface} surface
   */
  constructor(document, surface) {
    this.#document = document;
    this.#surface = surface;
    this.#button = build(document, 'button', { type: 'button', className: 'count', ariaExpanded: 'false' });
    this.#list = build(document, 'div', { className: 'checklist', hidden: true });
    this.#element = build(document, 'div', { className: 'chip', hidden: true }, this.#list, this.#button);
    surface.on(this.#element, 'mousedown', (event) => event.preventDefault()); // the caret stays in the draft
    surface.on(this.#button, 'click', () => this.#open(this.#list.hidden === true));
    surface.on(this.#element, 'keydown', (event) => {
      if (event.key !== 'Escape') return;
      this.#open(false);
      if (this.box) focusBox(this.box);
    });
  }

  /**
   * @param {HTMLElement} box
   * @param {Finding[]} findings
   * @param {(finding: Finding) => void} pick is called with the finding that she wants to see
   */
  show(box, findings, pick) {
    this.box = box;
    this.#pick = pick;
    const missing = absencesOf(findings);
    const words = findings.filter((finding) => finding.about === 'words');
    if (findings.length === 0) {
      this.hide();
      return;
    }
    this.#button.textContent = inShort(findings);
    this.#button.title = say('chip_keys');
    this.#fill(missing, words);
    this.#surface.show(this.#element);
    this.#element.hidden = false;
    clearInterval(this.#following);
    this.#following = setInterval(() => this.place(), FOLLOWED_EVERY_MS);
    this.place();
  }

  hide() {
    clearInterval(this.#following);
    this.#element.hidden = true;
    this.#open(false);
  }

  /** Puts it on the lower edge of its box, or out of sight when that edge is. */
  place() {
    const view = this.#document.defaultView;
    if (this.#element.hidden || !this.box || !view) return;
    const seen = isWritable(this.box) ? inSight(this.box, view) : null;
    this.#element.style.visibility = seen ? 'visible' : 'hidden';
    if (!seen) return;
    this.#element.style.left = `${seen.right - CHIP_INSET}px`;
    this.#element.style.top = `${seen.bottom}px`;
  }

  /** @returns {Rect} where it stands, for a card about something that stands nowhere */
  get rect() {
    return plainRect(this.#button.getBoundingClientRect());
  }

  /** @returns {boolean} */
  get hasFocus() {
    return this.#element.contains(this.#surface.focused);
  }

  /** @param {boolean} open */
  #open(open) {
    const { top, bottom } = this.rect;
    const room = this.#document.documentElement.clientHeight - bottom;
    this.#list.classList.toggle('below', room > top);
    this.#list.hidden = !open;
    this.#button.ariaExpanded = String(open);
  }

  /**
   * @param {Finding[]} missing
   * @param {Finding[]} words
   */
  #fill(missing, words) {
    const parts = [];
    if (missing.length) parts.push(this.#section(say('chip_missing_title'), missing));
    if (words.length) parts.push(this.#section(say('chip_words_title'), words.sort(graver)));
    const week = build(this.#document, 'button', { type: 'button', className: 'week', textContent: say('week_mine') });
    this.#surface.on(week, 'click', () => browserApi.runtime.sendMessage({ type: 'open-week' }).catch(() => {}));
    this.#list.replaceChildren(...parts, week);
  }

  /**
   * @param {string} title
   * @param {Finding[]} findings
   */
  #section(title, findings) {
    const items = findings.map((finding) => {
      const { about, message, severity } = finding;
      const words = about === 'absence' ? message : quotedWords(finding);
      const button = build(this.#document, 'button', { type: 'button' });
      button.append(severityBadge(this.#document, severity), build(this.#document, 'span', { textContent: words }));
      this.#surface.on(button, 'click', () => {
        this.#open(false);
        this.#pick(finding);
      });
      return build(this.#document, 'li', { className: about }, button);
    });
    const heading = build(this.#document, 'h2', { textContent: title });
    return build(this.#document, 'section', {}, heading, build(this.#document, 'ul', {}, ...items));
  }
}

/**
 * @param {Finding[]} findings
 * @returns {string} "2 to look at · 1 missing", or nothing
 */
function inShort(findings) {
  const missing = absencesOf(findings).length;
  const words = findings.length - missing;
  return [words ? say('chip_words', words) : '', missing ? say('chip_missing', missing) : ''].filter(Boolean).join(' · ');
}
