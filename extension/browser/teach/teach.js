/**
 * Teaching: the agent points at the reply box, at Send, at a message of the customer and at the switch for internal notes,
 * and confirms what came of it. While that goes on, no press reaches the page but the one on that switch. Escape ends it.
 *
 * @typedef {'editor' | 'send' | 'customer' | 'internal'} Part
 * @typedef {{selector: string, when?: import('../shared/adapter.js').When}} Choice
 */

const PARTS = /** @type {const} */ (['editor', 'send', 'customer', 'internal']);
const NOT_EVERYWHERE = ['customer', 'internal'];
const SWITCHED_AFTER_MS = 300;
const SWALLOWED = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'dblclick', 'contextmenu', 'submit'];
const KEPT_SHOWN_MS = 2500;

class Teaching {
  #overlay;
  #listening = new AbortController();
  /** @type {Map<Part, Choice | null>} null for what the page does not show */
  #chosen = new Map();
  /** @type {Element | null} */
  #pointed = null;
  #at = -1;

  /** @param {Document} document */
  constructor(document) {
    this.#overlay = new Overlay(document);
    for (const tree of treesIn(document)) if (tree.nodeType === Node.DOCUMENT_NODE) this.#listen(/** @type {Document} */ (tree));
    this.#next();
  }

  end() {
    this.#listening.abort();
    this.#overlay.remove();
    teaching = null;
  }

  /** @returns {Part | undefined} what is pointed at next; nothing when all was */
  get #part() {
    return PARTS.find((part) => !this.#chosen.has(part));
  }

  /** @param {Document} document */
  #listen(document) {
    const view = document.defaultView;
    if (!view) return;
    const { signal } = this.#listening;
    const how = { capture: true, signal };
    for (const type of SWALLOWED) view.addEventListener(type, (event) => this.#swallow(event), how);
    view.addEventListener('pointermove', (event) => this.#onMove(event), how);
    view.addEventListener('click', (event) => this.#onClick(event), how);
    view.addEventListener('change', (event) => this.#onSwitch(event), how);
    view.addEventListener('keydown', (event) => this.#onKey(event), how);
    view.addEventListener('scroll', () => this.#frame(), { ...how, passive: true });
    view.addEventListener('resize', () => this.#frame(), { signal });
  }

  /** @param {Event} event */
  #swallow(event) {
    if (this.#overlay.holds(event) || this.#part === 'internal') return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    return true;
  }

  /** @param {Event} event */
  #onMove(event) {
    const element = /** @type {Element} */ (event.composedPath()[0]);
    if (this.#overlay.holds(event) || !this.#part || element.nodeType !== Node.ELEMENT_NODE) return;
    this.#point(partAt(this.#part, element));
  }

  /** @param {Event} event */
  #onClick(event) {
    if (this.#part === 'internal') this.#onSwitch(event);
    if (!this.#swallow(event) || !this.#part) return;
    this.#point(partAt(this.#part, /** @type {Element} */ (event.composedPath()[0])));
    this.#choose();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const onButton = this.#overlay.holds(event) && /** @type {Element} */ (event.composedPath()[0]).localName === 'button';
    const onPage = this.#part === 'internal' && !this.#overlay.holds(event);
    if ((onButton && ['Enter', ' '].includes(event.key)) || (onPage && !['Tab', 'Escape'].includes(event.key))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === 'Escape') this.end();
    else if (event.key === 'Tab') this.#step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Enter' && this.#part) this.#choose();
    else if (event.key === 'ArrowUp') this.#point(this.#pointed?.parentElement ?? this.#pointed);
    else if (event.key === 'ArrowDown') this.#point(this.#pointed?.firstElementChild ?? this.#pointed);
  }

  /**
   * Goes on to the next thing that can be chosen; the buttons of the card come after the page's.
   * @param {number} by
   */
  #step(by) {
    const stops = [...(this.#part ? candidatesFor(this.#part, document) : []), ...this.#overlay.buttons];
    if (stops.length === 0) return;
    this.#at = (Math.max(this.#at, by > 0 ? -1 : 0) + by + stops.length) % stops.length;
    const stop = stops[this.#at];
    if (this.#overlay.buttons.includes(/** @type {HTMLButtonElement} */ (stop))) {
      this.#point(null);
      /** @type {HTMLElement} */ (stop).focus();
      return;
    }
    if (this.#part === 'internal') /** @type {HTMLElement} */ (stop).focus();
    else this.#overlay.focus();
    stop.scrollIntoView({ block: 'nearest' });
    this.#point(stop);
    this.#overlay.hear((stop.ariaLabel || stop.textContent || stop.tagName).trim().slice(0, 80));
  }

  /** @param {Element | null} element */
  #point(element) {
    this.#pointed = element && !isBody(element) ? element : null;
    this.#frame();
  }

  #choose() {
    const part = this.#part;
    if (!part) return;
    const element = this.#pointed && part === 'editor' ? partAt(part, this.#pointed) : this.#pointed;
    const selector = element && (part === 'customer' ? selectorOfKind(element) : selectorOf(element));
    if (selector) this.#take(part, { selector });
    else this.#show(say(part === 'editor' && !element ? 'teachNoBox' : 'teachNoSelector'));
  }

  /**
   * The switch was pressed, and the page does what it does then.
   * @param {Event} event
   */
  #onSwitch(event) {
    const pressed = /** @type {Element} */ (event.composedPath()[0]);
    if (this.#part !== 'internal' || this.#overlay.holds(event) || pressed.nodeType !== Node.ELEMENT_NODE) return;
    const element = partAt('internal', pressed);
    const waits = element?.localName === 'select' && event.type === 'click'; // it only opens
    const before = element && !waits && switchBefore(element);
    if (before) setTimeout(() => this.#onSwitched(before), SWITCHED_AFTER_MS);
    else if (!waits) this.#show(say('teachNoSelector'));
  }

  /** @param {SwitchBefore} before */
  #onSwitched(before) {
    if (this.#part !== 'internal' || this.#listening.signal.aborted) return;
    const note = noteBySwitch(before, document);
    if (note) this.#take('internal', note);
    else this.#show(say('teachNoSwitch'));
  }

  /**
   * @param {Part} part
   * @param {Choice | null} choice null for what the page does not show
   */
  #take(part, choice) {
    this.#chosen.set(part, choice);
    this.#next();
  }

  #next() {
    this.#at = -1;
    this.#point(null);
    this.#show();
    this.#overlay.focus();
  }

  /** @param {string} [trouble] */
  #show(trouble) {
    const part = this.#part;
    const stop = /** @type {[string, () => void]} */ ([say('teachStop'), () => this.end()]);
    if (!part) {
      const again = /** @type {[string, () => void]} */ ([say('teachAgain'), () => this.#again()]);
      this.#overlay.show({ title: say('teach_check'), trouble }, [[say('teachSave'), () => this.#keep(), 'main'], again, stop]);
      return;
    }
    const step = say('teachStep', PARTS.indexOf(part) + 1);
    const skip = /** @type {[string, () => void]} */ ([say('teachSkip'), () => this.#take(part, null)]);
    const keys = say(part === 'internal' ? 'teachKeysSwitch' : 'teachKeys');
    this.#overlay.show({ step, title: say(`teach_${part}`), trouble, keys }, NOT_EVERYWHERE.includes(part) ? [skip, stop] : [stop]);
  }

  #again() {
    this.#chosen.clear();
    this.#next();
  }

  #frame() {
    const chosen = [...this.#chosen].flatMap(([part, choice]) => {
      const found = choice ? elementsAt(choice.selector, document).filter(isShown) : [];
      const follows = (/** @type {Element} */ element) => found.some((other) => other === element.previousElementSibling);
      return found.map((element) => ({ element, label: follows(element) ? '' : say(`teachLabel_${part}`), chosen: true }));
    });
    const label = this.#part ? say(`teachLabel_${this.#part}`) : '';
    this.#overlay.frame([...chosen, ...(this.#pointed ? [{ element: this.#pointed, label }] : [])]);
  }

  async #keep() {
    const taught = [...this.#chosen].map(([part, choice]) => [part, choice?.when ? choice : choice?.selector]);
    const parts = Object.fromEntries(taught.filter(([, choice]) => choice));
    const kept = await browserApi.runtime.sendMessage({ type: 'taught', parts }).catch(() => false);
    if (!kept) {
      this.#show(say('teachNotKept'));
      return;
    }
    this.#listening.abort();
    this.#overlay.release();
    this.#overlay.show({ title: say('teachKept') }, []);
    setTimeout(() => this.end(), KEPT_SHOWN_MS);
  }
}

/** @type {Teaching | null} */
let teaching = null;

function startTeaching() {
  teaching ??= new Teaching(document);
}

browserApi.runtime.onMessage.addListener((message, _, reply) => {
  if (message?.type === 'teach') {
    startTeaching();
    reply(true);
  }
  return false;
});
startTeaching();
