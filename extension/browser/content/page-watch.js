/**
 * Looks again when the page may have changed: is the reply box there, was the reply made an internal note? What it sees
 * goes to the toolbar's icon. It never looks more often than the page can bear.
 */

const REVIEW_AFTER_MS = 300;
const CHANGING = /** @type {const} */ (['change', 'click', 'keyup', 'focusin']);

class PageWatch {
  #outer;
  #site;
  #boxes;
  #reviews;
  #typing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;
  #wasWatching = false;
  #told = '';

  /**
   * @param {Document} outer
   * @param {Site} site
   * @param {BoxesInUse} boxes
   * @param {Reviews} reviews
   * @param {Typing} typing
   */
  constructor(outer, site, boxes, reviews, typing) {
    this.#outer = outer;
    this.#site = site;
    this.#boxes = boxes;
    this.#reviews = reviews;
    this.#typing = typing;
  }

  /** Asks what holds here, and watches the page from then on. */
  start() {
    browserApi.runtime.onMessage.addListener((message, _, reply) => {
      if (message?.type === 'site-changed') this.#ask();
      if (message?.type === 'site-changed' || message?.type === 'page-state') reply(this.#state());
      return false;
    });
    const view = this.#outer.defaultView ?? window; // a switch on the page decides over the box in a frame, too
    for (const type of CHANGING) view.addEventListener(type, () => this.soon(), { capture: true, passive: true });
    view.addEventListener('pageshow', () => this.#afterReturn());
    this.#outer.addEventListener('readystatechange', () => this.soon());
    new MutationObserver(() => this.soon()).observe(this.#outer, { childList: true, subtree: true });
    this.#ask();
  }

  soon() {
    this.#waiting ??= setTimeout(() => this.#now(), REVIEW_AFTER_MS);
  }

  async #ask() {
    try {
      const told = await browserApi.runtime.sendMessage({ type: 'site' });
      if (told) this.#site.tell(told);
    } catch {
      // the extension was updated or switched off under this page
    }
    this.#now();
  }

  #now() {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    this.#site.choose();
    const state = this.#state();
    const watching = state.watching && !isAtRest(this.#outer);
    if (watching !== this.#wasWatching) this.#turn(watching);
    this.#wasWatching = watching;
    if (this.#outer === document && browserApi.runtime?.id) this.#report(state);
  }

  /** A page that comes back from the browser's memory has lost its icon. */
  #afterReturn() {
    this.#told = '';
    this.soon();
  }

  /** @param {boolean} watching whether drafts are judged from now on */
  #turn(watching) {
    const used = this.#boxes.latest ?? this.#focused();
    const box = used ?? this.#site.box(null); // held from out here, its draft was marked from out here too
    if (!box || !isWritable(box)) return;
    if (!watching) this.#reviews.clear(box);
    if (!watching || !used) return;
    this.#boxes.add(used);
    this.#typing.noticed(used);
  }

  /** The box that was written in before this page was watched. */
  #focused() {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const box = boxAt(element);
    const { adapter } = this.#site;
    return box && adapter && isAt(box, adapter.editor) ? box : null;
  }

  #state() {
    const state = this.#site.state(this.#boxes.latest);
    const box = this.#site.box(this.#boxes.latest);
    const { adapter } = this.#site;
    /** @type {PageState['missing']} */
    const missing = adapter && box && lacksCustomer(adapter, box) ? [...state.missing, 'customer'] : state.missing;
    return { ...state, missing, empty: !box || readDraft(box).text.trim() === '', adapter: adapter?.name ?? '' };
  }

  /** @param {object} state */
  #report(state) {
    const told = JSON.stringify(state);
    if (told === this.#told) return;
    this.#told = told;
    browserApi.runtime.sendMessage({ type: 'state', state }).catch(() => undefined);
  }
}
