/**
 * What is made of the findings of a result: their order, which can be marked, and what is left of them after the
 * agent's answers.
 *
 * @typedef {{turn: number, text: string}} Evidence words of the thread that make something a fault
 * @typedef {{utf16: {start: number, end: number}, text: string}} Edit
 * @typedef {{label: string, applies: 'automatic' | 'fill-in', edits: Edit[]}} Fix
 * @typedef {{start: number, end: number, severity: string, finding: Finding}} Mark
 */

const SEVERITIES = ['error', 'warning', 'suggestion'];
const LINE_AROUND = 80; // characters before and behind a place
const GATES = ['autofail', 'section-fail', null];

/**
 * The order in which findings matter: those that fail a review outright, then by severity, then as they stand.
 * @param {Finding} a
 * @param {Finding} b
 * @returns {number}
 */
function graver(a, b) {
  const rank = (/** @type {Finding} */ { gate, severity }) =>
    GATES.indexOf(gate ?? null) * SEVERITIES.length + SEVERITIES.indexOf(severity);
  return rank(a) - rank(b) || a.utf16.start - b.utf16.start;
}

/**
 * The findings that can be shown in the text: about words that stand exactly where the finding says, the graver one
 * where two overlap.
 * @param {Finding[]} findings
 * @param {string} text
 * @returns {Mark[]} as they stand in the text
 */
function marksOf(findings, text) {
  /** @type {Mark[]} */
  const marks = [];
  for (const finding of [...findings].sort(graver)) {
    const { start, end } = finding.utf16;
    if (finding.about === 'absence' || start >= end || text.slice(start, end) !== finding.text) continue;
    const free = marks.every((mark) => end <= mark.start || mark.end <= start);
    if (free) marks.push({ start, end, severity: finding.severity, finding });
  }
  return marks.sort((a, b) => a.start - b.start);
}

/**
 * @param {Finding[]} findings
 * @returns {Finding[]} those about something that is not there, the graver ones first
 */
function absencesOf(findings) {
  return findings.filter((finding) => finding.about === 'absence').sort(graver);
}

/**
 * What is left of a result when some of its findings do not count here. Which findings hold is the server's setting,
 * so while something is left that may have held, the draft stays held.
 * @param {Result} result
 * @param {Finding[]} left the findings that count
 * @returns {Result}
 */
function resultWith(result, left) {
  if (left.length === result.findings.length || result.verdict === 'pass') return { ...result, findings: left };
  const isError = (/** @type {Finding} */ { severity }) => severity === 'error';
  const mayHold = result.findings.some(isError) ? left.some(isError) : left.length > 0;
  if (result.verdict === 'hold' && mayHold) return { ...result, findings: left };
  const warns = left.some(({ severity }) => severity !== 'suggestion');
  return { ...result, verdict: warns ? 'warn' : 'pass', findings: left };
}

/**
 * Words as two writings of them are the same: case, apostrophes and white space folded.
 * @param {string} words
 * @returns {string}
 */
function folded(words) {
  return words.normalize('NFC').toLowerCase().replace(/[\u2018\u2019\u02bc]/g, "'").replace(/\s+/g, ' ').trim();
}

/**
 * A text with edits made, the last place first.
 * @param {string} text
 * @param {Edit[]} edits
 * @returns {string}
 */
function edited(text, edits) {
  for (const { utf16, text: words } of lastFirst(edits)) text = text.slice(0, utf16.start) + words + text.slice(utf16.end);
  return text;
}

/**
 * @param {Edit[]} edits
 * @returns {Edit[]}
 */
function lastFirst(edits) {
  return [...edits].sort((a, b) => b.utf16.start - a.utf16.start);
}

/**
 * Where the agent has to fill something in: "___", with the hint that follows it in brackets.
 * @param {string} words
 * @returns {{start: number, end: number} | null}
 */
function slotIn(words) {
  const found = /_{3,}(?: \([^()]*\))?/.exec(words);
  return found && { start: found.index, end: found.index + found[0].length };
}


/**
 * The line around a place in a text, cut to what can be read at a glance.
 * @param {string} text
 * @param {number} at
 * @returns {string}
 */
function lineAt(text, at) {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(start, end < 0 ? undefined : end);
  const from = Math.max(0, at - start - LINE_AROUND);
  const cut = line.slice(from, at - start + LINE_AROUND);
  return `${from ? '… ' : ''}${cut.trim()}${from + cut.length < line.length ? ' …' : ''}`;
}
