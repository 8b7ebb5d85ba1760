/**
 * The question before a held reply goes out: what may come back as a complaint, what can be done about it, and whether to
 * send it anyway.
 *
 * @typedef {{where: string, by: string} | null} Recording where a reason is recorded and under which name, null when nowhere
 * @typedef {{fix: Fix, finding: Finding}} Mending
 * @typedef {{choice: 'back'} | {choice: 'send', by: string, reason: string} | ({choice: 'fix'} & Mending)} Decision
 */

const SHOWN_AT_MOST = 5;
const SETTLING_MS = 400;
const STILL_THERE_MS = 400;
const REASONS = ['panel_reason_right', 'panel_reason_asked', 'panel_reason_urgent'];

class Panel {
  #document;
  #surface;

  /**
   * @param {Document} document
   * @param {Surface} surface
   */
  constructor(document, surface) {
    this.#document = document;
    this.#surface = surface;
  }

  /**
   * Asks the agent. Escape means going back.
   * @param {Finding[]} findings
   * @param {Turn[]} turns the conversation that was checked
   * @param {Recording} recording
   * @returns {Promise<Decision>}
   */
  ask(findings, turns, recording) {
    return this.#opened(say('panel_title'), sayCount('panel_summary', findings.length), (dialog, decide) => {
      const shown = [...findings].sort(graver).slice(0, SHOWN_AT_MOST);
      const items = shown.map((finding) => this.#item(finding, turns, decide));
      dialog.append(build(this.#document, 'ul', {}, ...items));
      const more = findings.length - shown.length;
      if (more) dialog.append(this.#paragraph('more', sayCount('panel_more', more)));
      dialog.append(recording ? this.#reasons(recording, decide) : this.#letGo(decide));
    });
  }

  /**
   * Asks once more after a fix, when nothing is left: what she has not seen is not sent.
   * @param {string} line of the draft, as the fix has left it
   * @returns {Promise<Decision>}
   */
  askAfter(line) {
    return this.#opened(say('panel_mended_title'), say('panel_mended_summary'), (dialog, decide) => {
      const send = this.#sendButton(say('panel_send'), () => decide({ choice: 'send', by: '', reason: '' }));
      send.className = 'main';
      const back = this.#backButton(decide);
      back.className = '';
      dialog.append(this.#paragraph('mended', `“${line}”`), build(this.#document, 'footer', {}, back, send));
    });
  }

  /**
   * @param {string} title
   * @param {string} summary
   * @param {(dialog: HTMLDialogElement, decide: (decision: Decision) => void) => void} fill
   * @returns {Promise<Decision>}
   */
  #opened(title, summary, fill) {
    const dialog = build(this.#document, 'dialog', { className: 'panel', role: 'alertdialog' });
    dialog.setAttribute('aria-labelledby', 'panel-title');
    dialog.setAttribute('aria-describedby', 'panel-summary');
    const head = build(this.#document, 'h2', { id: 'panel-title', textContent: title });
    const about = build(this.#document, 'p', { id: 'panel-summary', className: 'summary', textContent: summary });
    dialog.append(build(this.#document, 'header', {}, head, about));
    /** @type {Decision} */
    let decision = { choice: 'back' };
    fill(dialog, (decided) => {
      decision = decided;
      dialog.close();
    });
    this.#keepOpen(dialog);
    return new Promise((resolve) => {
      dialog.addEventListener('close', () => {
        if (!dialog.isConnected) return; // thrown out by the page, and about to come back
        dialog.remove();
        resolve(decision);
      });
    });
  }

  /**
   * Opens a dialog, again if the page throws it out while the question stands.
   * @param {HTMLDialogElement} dialog
   */
  #keepOpen(dialog) {
    const open = () => {
      this.#surface.show(dialog);
      dialog.open = false;
      dialog.showModal();
    };
    open();
    const watching = setInterval(() => {
      if (!dialog.open) clearInterval(watching);
      else if (!dialog.isConnected) open();
    }, STILL_THERE_MS);
  }

  /**
   * @param {Finding} finding
   * @param {Turn[]} turns
   * @param {(decision: Decision) => void} decide
   */
  #item(finding, turns, decide) {
    const words = build(this.#document, 'span', { className: 'words', textContent: quotedWords(finding) });
    const item = build(this.#document, 'li', {}, severityBadge(this.#document, finding.severity), words);
    item.append(...explanation(this.#document, finding, turns));
    const fixes = fixButtons(this.#document, finding.fixes ?? [], (button, fix) =>
      this.#surface.on(button, 'click', () => decide({ choice: 'fix', fix, finding })),
    );
    if (fixes) item.append(fixes);
    return item;
  }

  /**
   * Without a record "Send anyway" only lets the reply go, and says so.
   * @param {(decision: Decision) => void} decide
   */
  #letGo(decide) {
    const send = this.#sendButton(say('panel_send_anyway'), () => decide({ choice: 'send', by: '', reason: '' }));
    const said = this.#paragraph('record', say('panel_not_recorded'));
    return build(this.#document, 'footer', {}, said, send, this.#backButton(decide));
  }

  /**
   * With a record it takes a reason: one of those at hand, or a line of her own.
   * @param {{where: string, by: string}} recording
   * @param {(decision: Decision) => void} decide
   */
  #reasons({ where, by }, decide) {
    const name = build(this.#document, 'input', { type: 'text', value: by, maxLength: 100, autocomplete: 'off' });
    const own = build(this.#document, 'input', { type: 'text', maxLength: 300, autocomplete: 'off' });
    own.placeholder = own.ariaLabel = say('panel_reason_own');
    const send = (/** @type {string} */ reason) => {
      if (!name.value.trim()) name.focus();
      else if (!reason) own.focus();
      else decide({ choice: 'send', by: name.value.trim(), reason });
    };
    const ready = REASONS.map((key) => this.#sendButton(say(key), () => send(say(key))));
    const anyway = this.#sendButton(say('panel_send_anyway'), () => send(own.value.trim()));
    this.#surface.on(own, 'keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing && !event.repeat) send(own.value.trim());
    });
    const label = build(this.#document, 'label', { hidden: Boolean(by) }, say('panel_name'), name);
    const legend = build(this.#document, 'legend', { textContent: say('panel_because') });
    const reasons = build(this.#document, 'fieldset', {}, legend, ...ready);
    const said = this.#paragraph('record', say('panel_recorded', where));
    const line = build(this.#document, 'div', { className: 'own' }, own, anyway);
    return build(this.#document, 'footer', { className: 'reasons' }, label, reasons, line, said, this.#backButton(decide));
  }

  /** @param {(decision: Decision) => void} decide */
  #backButton(decide) {
    const back = build(this.#document, 'button', { type: 'button', className: 'main', textContent: say('panel_back') });
    back.autofocus = true;
    this.#surface.on(back, 'click', () => decide({ choice: 'back' }));
    return back;
  }

  /**
   * A button that lets the reply go. It wakes a moment later, for the second press of a double click must not answer the
   * question; and only a person's press counts.
   * @param {string} label
   * @param {() => void} press
   */
  #sendButton(label, press) {
    const button = build(this.#document, 'button', { type: 'button', textContent: label, disabled: true });
    setTimeout(() => {
      button.disabled = false;
    }, SETTLING_MS);
    this.#surface.on(button, 'click', (event) => {
      if (event.isTrusted && !button.disabled) press();
    });
    return button;
  }

  /**
   * @param {string} className
   * @param {string} textContent
   */
  #paragraph(className, textContent) {
    return build(this.#document, 'p', { className, textContent });
  }
}
