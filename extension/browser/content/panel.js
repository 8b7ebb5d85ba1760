/** The question before a held reply goes out: what may come back as a complaint, and whether to send it anyway. */

const SHOWN_AT_MOST = 5;
const SETTLING_MS = 400;
const SEVERITY_NAMES = { error: 'Serious', warning: 'Warning', suggestion: 'Suggestion' };

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
   * Asks the agent. Escape and anything but a real press on "Send anyway" mean going back.
   * @param {Finding[]} findings
   * @returns {Promise<'send' | 'back'>}
   */
  ask(findings) {
    const dialog = this.#dialog([...findings].sort(graver));
    this.#surface.show(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener('close', () => {
        dialog.remove();
        resolve(dialog.returnValue === 'send' ? 'send' : 'back');
      });
    });
  }

  /** @param {Finding[]} findings */
  #dialog(findings) {
    const shown = findings.slice(0, SHOWN_AT_MOST);
    const more = findings.length - shown.length;
    const dialog = build(this.#document, 'dialog', { className: 'panel', role: 'alertdialog' });
    dialog.setAttribute('aria-labelledby', 'panel-title');
    dialog.setAttribute('aria-describedby', 'panel-summary');
    dialog.append(this.#header(findings.length), build(this.#document, 'ul', {}, ...shown.map((f) => this.#item(f))));
    if (more) dialog.append(build(this.#document, 'p', { className: 'more', textContent: `and ${more} more` }));
    dialog.append(this.#footer(dialog));
    return dialog;
  }

  /** @param {number} count */
  #header(count) {
    const what = count === 1 ? 'One thing here' : `${count} things here`;
    return build(
      this.#document,
      'header',
      {},
      build(this.#document, 'h2', { id: 'panel-title', textContent: 'Not sent yet' }),
      build(this.#document, 'p', {
        id: 'panel-summary',
        className: 'summary',
        textContent: `${what} may come back as a complaint.`,
      }),
    );
  }

  /** @param {Finding} finding */
  #item(finding) {
    const { severity, about, text, message, advice } = finding;
    const words = about === 'absence' ? 'Missing from the reply' : `“${text}”`;
    return build(
      this.#document,
      'li',
      {},
      build(this.#document, 'span', { className: `severity ${severity}`, textContent: SEVERITY_NAMES[severity] }),
      build(this.#document, 'span', { className: 'words', textContent: words }),
      build(this.#document, 'p', { textContent: message }),
      build(this.#document, 'p', { className: 'advice', textContent: advice }),
    );
  }

  /** @param {HTMLDialogElement} dialog */
  #footer(dialog) {
    const back = build(this.#document, 'button', { type: 'button', className: 'main', textContent: 'Go back and edit' });
    back.autofocus = true;
    back.addEventListener('click', () => dialog.close('back'));
    const send = build(this.#document, 'button', { type: 'button', textContent: 'Send anyway' });
    send.disabled = true; // the second press of a double click must not answer the question
    setTimeout(() => {
      send.disabled = false;
    }, SETTLING_MS);
    send.addEventListener('click', (event) => {
      if (event.isTrusted) dialog.close('send');
    });
    return build(this.#document, 'footer', {}, send, back);
  }
}
