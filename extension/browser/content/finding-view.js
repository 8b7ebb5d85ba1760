/** How a finding is shown, in the card and in the panel: its severity in words and shape, why, and the ways out. */

const FIXES_AT_MOST = 4;

/**
 * @param {Document} document
 * @param {Finding['severity']} severity
 * @returns {HTMLElement}
 */
function severityBadge(document, severity) {
  return build(document, 'span', { className: `severity ${severity}`, textContent: say(`finding_${severity}`) });
}

/**
 * @param {Finding} finding
 * @returns {string} its words in quotation marks, or that something is missing
 */
function quotedWords({ about, text: words }) {
  return about === 'absence' ? say('finding_missing') : `“${words}”`;
}

/**
 * @param {Document} document
 * @param {Finding} finding
 * @param {Turn[]} turns the conversation that was checked
 * @returns {HTMLElement[]} reason, way out, and the words that make it a fault where the reason does not quote them
 */
function explanation(document, { message, advice, evidence = [] }, turns) {
  const said = evidence.filter(({ text: words }) => !message.includes(words)).slice(0, 2);
  return [
    build(document, 'p', { className: 'why', textContent: message }),
    ...said.map(({ turn, text: words }) =>
      build(
        document,
        'p',
        { className: 'evidence' },
        build(document, 'span', { textContent: say(`finding_said_${turns[turn]?.role ?? 'earlier'}`) }),
        ` “${words}”`,
      ),
    ),
    build(document, 'p', { className: 'advice', textContent: advice }),
  ];
}

/**
 * A button for each fix. Several with the same beginning ("Say by when", "Say by when: by noon on Friday") say it once.
 * @param {Document} document
 * @param {Fix[]} fixes
 * @param {(button: HTMLButtonElement, fix: Fix) => void} wire
 * @returns {HTMLElement | null}
 */
function fixButtons(document, fixes, wire) {
  if (fixes.length === 0) return null;
  const buttons = fixes.slice(0, FIXES_AT_MOST).map((fix, place) => {
    const lead = `${fixes[0]?.label}: `;
    const short = place > 0 && fix.label.startsWith(lead) ? fix.label.slice(lead.length) : fix.label;
    const slot = fix.applies === 'fill-in' && fix.edits.some((edit) => slotIn(edit.text));
    const button = build(document, 'button', { type: 'button', className: 'fix', textContent: slot ? `${short} …` : short });
    button.title = fix.edits.map((edit) => edit.text.trim()).filter(Boolean).join(' … ');
    wire(button, fix);
    return button;
  });
  return build(document, 'div', { className: 'fixes' }, ...buttons);
}
