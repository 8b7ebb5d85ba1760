/**
 * What the agent sees beside the ticket: how things stand, the findings with their ways out, and "Send anyway".
 *
 * @typedef {import('./findings.js').Finding} Finding
 * @typedef {import('./findings.js').Fix} Fix
 * @typedef {import('./gate.js').Checked} Checked
 */

import { filled, graver, quoted, readable, slotOf } from './findings.js';
import { say, sayOf } from './words.js';

const SHOWN_AT_MOST = 5;
const FIXES_AT_MOST = 4;
const ANSWERS = { 'not-here': 'not_here', wrong: 'wrong' };
const REASONS = ['reason_right', 'reason_asked', 'reason_urgent'];

export class Panel {
  #resize;
  #title = build('h1', { tabIndex: -1 });
  #about = build('p', { className: 'about' });
  #note = build('p', { className: 'note', role: 'alert' });
  #body = build('div', { className: 'body' });
  #check = build('button', { type: 'button', className: 'check', textContent: say('check') });
  /** @type {import('./gate.js').Gate | undefined} */
  #gate;

  /**
   * @param {HTMLElement} root
   * @param {(height: number) => void} resize asks Zendesk for so much room
   */
  constructor(root, resize) {
    this.#resize = resize;
    const state = build('header', { role: 'status' }, this.#title, this.#about);
    root.append(state, this.#note, this.#body, this.#check);
    this.#check.hidden = true;
    this.#check.addEventListener('click', () => this.#gate?.onCheck());
    new ResizeObserver(() => this.#resize(Math.ceil(document.documentElement.getBoundingClientRect().height))).observe(root);
  }

  /** @param {import('./gate.js').Gate} gate that answers the buttons */
  serve(gate) {
    this.#gate = gate;
    this.#check.hidden = false;
  }

  /**
   * Says how things stand, with nothing to look at.
   * @param {string} state a name in `words`
   * @param {string} [about] what is said of it, else `<state>_about`
   */
  show(state, about) {
    this.#say(state, about ?? (state === 'checking' ? '' : say(`${state}_about`)));
  }

  /**
   * Shows what was found. What is missing while nothing holds is a quiet list of its own: the agent may still be writing.
   * @param {'held' | 'held_ahead' | 'found'} state
   * @param {Checked} checked
   */
  showFindings(state, checked) {
    const { findings } = checked.result;
    const isHeld = state !== 'found';
    this.#say(state, sayOf(isHeld ? 'held' : 'found', findings.length));
    if (!findings.length) this.#about.textContent = say('found_none');
    const ordered = [...findings].sort(graver).slice(0, SHOWN_AT_MOST);
    const [here, missing] = isHeld ? [ordered, []] : [ordered.filter(isOfWords), ordered.filter((each) => !isOfWords(each))];
    if (here.length) this.#body.append(this.#list(here, checked));
    if (missing.length) this.#body.append(build('h2', { textContent: say('missing') }), this.#list(missing, checked));
    const more = findings.length - ordered.length;
    if (more) this.#body.append(build('p', { className: 'more', textContent: sayOf('more', more) }));
    if (isHeld) this.#body.append(this.#letGo(checked));
  }

  /** @param {string} words about what was just tried */
  note(words) {
    this.#note.textContent = words;
  }

  #say(state, about) {
    const isOurs = this.#body.contains(document.activeElement); // the button that was pressed goes, and focus with it
    document.documentElement.dataset.state = state;
    this.#title.textContent = say(state);
    this.#about.textContent = about;
    this.#note.textContent = '';
    this.#body.replaceChildren();
    if (isOurs) this.#title.focus();
  }

  /**
   * @param {Finding[]} findings
   * @param {Checked} checked
   */
  #list(findings, checked) {
    return build('ul', {}, ...findings.map((finding) => this.#item(finding, checked)));
  }

  /**
   * @param {Finding} finding
   * @param {Checked} checked
   */
  #item(finding, checked) {
    const { severity, about, message, advice, evidence = [], fixes = [] } = finding;
    const { format } = checked.draft;
    const isListed = document.documentElement.dataset.state === 'found' && about === 'absence'; // under a heading that says it
    const said = evidence.filter(({ text }) => !message.includes(text)).slice(0, 2);
    return build(
      'li',
      {},
      build('span', { className: `severity ${severity}`, textContent: say(`finding_${severity}`) }),
      ...(isListed ? [] : [build('strong', { textContent: quoted(finding, format) })]),
      build('p', { textContent: message }),
      ...said.map((words) => evidenceOf(words, checked.conversation.turns)),
      build('p', { className: 'advice', textContent: advice }),
      ...(fixes.length ? [this.#fixes(fixes.slice(0, FIXES_AT_MOST), checked)] : []),
      this.#answers(finding),
    );
  }

  /** @param {Finding} finding that the agent may disagree with */
  #answers(finding) {
    const box = build('p', { className: 'answers' });
    for (const [answer, key] of Object.entries(ANSWERS)) {
      const button = build('button', { type: 'button', textContent: say(key), title: say(`${key}_means`) });
      button.addEventListener('click', async () => {
        const isCounted = await this.#gate?.onAnswer(finding, answer);
        const said = build('span', { role: 'status', tabIndex: -1, textContent: say(isCounted ? 'answered' : 'answered_not') });
        box.replaceChildren(said);
        said.focus();
      });
      box.append(button);
    }
    return box;
  }

  /**
   * A button for each fix. Several with the same beginning ("Say by when", "Say by when: by noon on Friday") say it once; one
   * with something to fill in asks for it first, so that no "___" stands in the reply.
   * @param {Fix[]} fixes
   * @param {Checked} checked
   */
  #fixes(fixes, checked) {
    const lead = `${fixes[0].label}: `;
    const box = build('div', { className: 'fixes' });
    for (const [place, fix] of fixes.entries()) {
      const label = place > 0 && fix.label.startsWith(lead) ? fix.label.slice(lead.length) : fix.label;
      const slot = slotOf(fix);
      const button = build('button', { type: 'button', className: 'fix', textContent: slot ? `${label} …` : label });
      if (slot) button.setAttribute('aria-expanded', 'false');
      button.addEventListener('click', () => {
        if (slot) this.#ask(box, button, fix, checked);
        else this.#gate?.onFix(checked, fix);
      });
      box.append(button);
    }
    return box;
  }

  /**
   * Opens a line for what a fix leaves to fill in, or closes it again.
   * @param {HTMLElement} box
   * @param {HTMLElement} button
   * @param {Fix} fix
   * @param {Checked} checked
   */
  #ask(box, button, fix, checked) {
    const open = box.querySelector('form');
    open?.remove();
    for (const each of box.querySelectorAll('[aria-expanded=true]')) each.setAttribute('aria-expanded', 'false');
    if (open?.dataset.label === fix.label) return;
    button.setAttribute('aria-expanded', 'true');
    const slot = slotOf(fix);
    const line = build('input', { type: 'text', required: true, autocomplete: 'off', placeholder: slot?.hint ?? '' });
    const label = build('label', {}, readable(slot?.before ?? '', checked.draft.format) || fix.label, line);
    const form = build('form', {}, label, build('button', { textContent: say('fill') }));
    form.dataset.label = fix.label;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const words = line.value.trim();
      if (words) this.#gate?.onFix(checked, filled(fix, words, checked.draft.format));
    });
    box.append(form);
    line.focus();
  }

  /**
   * "Send anyway" takes a reason: one at hand, or a line of her own.
   * @param {Checked} checked
   */
  #letGo(checked) {
    const by = checked.conversation.agent?.name || 'Zendesk';
    const line = build('input', { type: 'text', name: 'reason', required: true, maxLength: 300, autocomplete: 'off' });
    const ready = REASONS.map((key) => {
      const button = build('button', { type: 'button', className: 'reason', textContent: say(key) });
      button.addEventListener('click', () => {
        line.value = say(key);
        line.focus();
      });
      return button;
    });
    const label = build('label', {}, say('reason'), line);
    const said = build('p', { className: 'about', textContent: say('recorded_as', by) });
    const send = build('button', { textContent: say('send_anyway') });
    const form = build('form', { className: 'let-go' }, label, build('div', { className: 'fixes' }, ...ready), said, send);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const reason = line.value.trim();
      if (!reason) return;
      send.disabled = true; // one press, one record
      this.#gate?.onLetGo(checked, by, reason);
    });
    return form;
  }
}

/** @param {Finding} finding */
function isOfWords({ about }) {
  return about === 'words';
}

/**
 * @param {{turn: number, text: string}} evidence
 * @param {{role: string, format: string}[]} turns
 */
function evidenceOf({ turn, text }, turns) {
  const { role, format } = turns[turn] ?? {};
  const lead = build('span', { textContent: say(role === 'customer' ? 'finding_said_customer' : 'finding_said_earlier') });
  return build('p', { className: 'evidence' }, lead, ` “${readable(text, format)}”`);
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {object} properties
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
function build(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
