/**
 * What was found: the words that are marked, and apart from them, quietly, what the draft does not say yet.
 *
 * @typedef {import('./box.js').Span} Span
 * @typedef {{start: number, end: number, utf16: Span, text: string}} Edit
 * @typedef {{label: string, applies: 'automatic' | 'fill-in', edits: Edit[]}} Fix
 * @typedef {{turn: number, start: number, end: number, text: string}} Words
 * @typedef {object} Finding
 * @property {string} id
 * @property {string} rule
 * @property {'error' | 'warning' | 'suggestion'} severity
 * @property {'autofail' | 'section-fail' | null} gate
 * @property {'words' | 'absence'} about
 * @property {Span} utf16
 * @property {string} text
 * @property {string} message
 * @property {string} advice
 * @property {string} source
 * @property {Words[]} evidence
 * @property {Fix[]} fixes
 */

import { build, icon, unseen } from './element.js';

const AT_FIRST = 5;
const MOST_EVIDENCE = 3;
export const SEVERITIES = /** @type {const} */ (['error', 'warning', 'suggestion']);
const NAMES = { error: 'Error', warning: 'Warning', suggestion: 'Suggestion' };
const MEANINGS = {
  error: 'must not go out: a secret, an insult, a blank left open',
  warning: 'is likely to come back as a complaint',
  suggestion: 'reads better another way',
};
const GATES = { autofail: 'fails the whole reply', 'section-fail': 'fails its category' };
const BLANK = /(_{3,})/;

/**
 * @param {Finding[]} findings
 * @param {string} draft
 * @returns {Finding[]} those about words that stand exactly where they say
 */
export function placed(findings, draft) {
  return findings.filter(({ about, utf16: { start, end }, text }) => about === 'words' && draft.slice(start, end) === text);
}

/**
 * The spans to underline for each severity. Where findings overlap, the graver one has the words.
 * @param {Finding[]} findings
 * @returns {Record<string, Span[]>}
 */
export function underlines(findings) {
  const ends = [...new Set(findings.flatMap(({ utf16 }) => [utf16.start, utf16.end]))].sort((a, b) => a - b);
  /** @type {Record<string, Span[]>} */
  const spans = { error: [], warning: [], suggestion: [] };
  for (const [at, start] of ends.slice(0, -1).entries()) {
    const end = ends[at + 1];
    const over = findings.filter(({ utf16 }) => utf16.start <= start && end <= utf16.end).map(({ severity }) => severity);
    const gravest = SEVERITIES.find((severity) => over.includes(severity));
    if (!gravest) continue;
    const last = spans[gravest].at(-1);
    if (last?.end === start) last.end = end;
    else spans[gravest].push({ start, end });
  }
  return spans;
}

/**
 * What can be done with a finding.
 * @typedef {object} Doing
 * @property {(finding: Finding) => void} go to its words
 * @property {(finding: Finding, fix: Fix) => void} apply
 * @property {(finding: Finding | null) => void} point at it
 * @property {() => void} showAll
 */

/**
 * @param {Finding[]} findings in the order in which they matter
 * @param {{draft: string, roles: string[], everything: boolean}} told
 * @param {Doing} doing
 * @returns {HTMLElement[]} the sections to show
 */
export function sections(findings, told, doing) {
  const words = findings.filter(({ about }) => about === 'words');
  const absences = findings.filter(({ about }) => about === 'absence');
  const made = [];
  if (words.length) {
    const first = told.everything ? words : words.slice(0, AT_FIRST);
    const list = build('ul', { className: 'findings' }, ...first.map((finding) => card(finding, told, doing)));
    made.push(build('section', {}, build('h3', { textContent: 'Words to look at' }), list));
    if (first.length < words.length) {
      const textContent = `Show all ${words.length}`;
      const all = build('button', { type: 'button', textContent });
      all.addEventListener('click', doing.showAll);
      made[0].append(all);
    }
  }
  if (absences.length) {
    const list = build('ul', { className: 'checklist' }, ...absences.map((finding) => absence(finding, told, doing)));
    made.push(build('section', {}, build('h3', { textContent: 'Not in the draft yet' }), list));
  }
  return made;
}

/**
 * @param {Finding} finding
 * @param {{draft: string, roles: string[]}} told
 * @param {Doing} doing
 */
function card(finding, told, doing) {
  const { severity, gate, text, message, id, rule } = finding;
  const go = build('button', { type: 'button', className: `words ${severity}`, textContent: `“${text}”` });
  go.ariaLabel = `${NAMES[severity]}: “${text}”`;
  go.dataset.key = id;
  const sign = badge(severity);
  sign.ariaHidden = 'true'; // the button says it
  const head = build('p', { className: 'head' }, sign, go);
  if (gate) head.append(build('span', { className: 'gate', textContent: GATES[gate] }));
  head.append(build('code', { textContent: rule }));
  const item = build('li', { className: severity }, head, build('p', { textContent: message }), ...reasons(finding, told, doing));
  go.addEventListener('click', () => doing.go(finding));
  item.addEventListener('click', ({ target }) => {
    const elsewhere = /** @type {Element} */ (target).closest('button') || !getSelection()?.isCollapsed;
    if (!elsewhere) doing.go(finding);
  });
  return pointing(item, finding, doing);
}

/**
 * @param {Finding} finding
 * @param {{draft: string, roles: string[]}} told
 * @param {Doing} doing
 */
function absence(finding, told, doing) {
  const { severity, gate, message, rule } = finding;
  const grade = [NAMES[severity], ...(gate ? [GATES[gate]] : [])].join(', ');
  const first = build('p', {}, build('span', { className: 'grade', textContent: `${grade}: ` }), message);
  const name = build('code', { textContent: rule });
  const item = build('li', {}, icon('missing'), build('div', {}, first, ...reasons(finding, told, doing), name));
  return pointing(item, finding, doing);
}

/**
 * @param {HTMLLIElement} item that points at the words of its finding while it is looked at
 * @param {Finding} finding
 * @param {Doing} doing
 */
function pointing(item, finding, doing) {
  item.dataset.finding = finding.id;
  for (const type of ['pointerenter', 'focusin']) item.addEventListener(type, () => doing.point(finding));
  for (const type of ['pointerleave', 'focusout']) item.addEventListener(type, () => doing.point(null));
  return item;
}

/** @param {Finding['severity']} severity */
export function badge(severity) {
  return build('span', { className: `badge ${severity}` }, icon(severity), NAMES[severity]);
}

/** What there will be to see, for as long as there is nothing. */
export function legend() {
  const rows = SEVERITIES.map((severity) => build('li', {}, badge(severity), ' ', MEANINGS[severity]));
  const rest = 'Beside them stand the promises with their times, the customer’s questions with their answers, and a score.';
  const title = build('h3', { textContent: 'What will be underlined' });
  return build('section', {}, title, build('ul', { className: 'legend' }, ...rows), build('p', { textContent: rest }));
}

/**
 * What stands under a message: advice, the words elsewhere that make it a fault, ways out, where the rule comes from.
 * @param {Finding} finding
 * @param {{draft: string, roles: string[]}} told
 * @param {Doing} doing
 * @returns {HTMLElement[]}
 */
function reasons(finding, { draft, roles }, doing) {
  const { message, advice, evidence, fixes, source } = finding;
  const unsaid = evidence.filter(({ text }) => !message.includes(text));
  const proof = unsaid.slice(0, MOST_EVIDENCE).map(({ turn, text }) => {
    const who = roles[turn] === 'customer' ? 'The customer wrote: ' : 'The draft says: ';
    return build('p', { className: 'evidence' }, who, build('q', { textContent: text }));
  });
  return [
    build('p', { className: 'advice', textContent: advice }),
    ...proof,
    ...waysOut(fixes).map((fixes) => wayOut(finding, fixes, draft, doing)),
    build('p', { className: 'source', textContent: source }),
  ];
}

/**
 * Fixes that differ in what is chosen stand together: "Say by when", "Say by when: by noon on Friday".
 * @param {Fix[]} fixes
 * @returns {Fix[][]}
 */
function waysOut(fixes) {
  /** @type {Map<string, Fix[]>} */
  const groups = new Map();
  for (const fix of fixes) {
    const name = fix.applies === 'automatic' ? fix.label : stem(fix);
    groups.set(name, [...(groups.get(name) ?? []), fix]);
  }
  return [...groups.values()];
}

/** @param {Fix} fix */
function stem({ label }) {
  return label.split(': ', 1)[0];
}

/**
 * @param {Finding} finding
 * @param {Fix[]} fixes
 * @param {string} draft
 * @param {Doing} doing
 */
function wayOut(finding, fixes, draft, doing) {
  const automatic = fixes[0].applies === 'automatic';
  const name = automatic ? fixes[0].label : stem(fixes[0]);
  const row = build('p', { className: 'fix' }, build('span', { className: 'label', textContent: name }));
  for (const [at, fix] of fixes.entries()) {
    const button = build('button', { type: 'button', className: automatic ? 'apply' : 'fill' });
    if (automatic) {
      row.append(...change(draft, fix.edits[0]));
      button.textContent = 'Apply';
      button.ariaLabel = `Apply: ${name}`;
    } else {
      const words = fix.edits.map(({ text }) => text.trim()).join(' … ');
      button.append(...blanks(words));
      button.ariaLabel = `Fill in: ${words.replace(new RegExp(BLANK, 'g'), 'blank')}`;
    }
    button.dataset.key = `${finding.id} ${name} ${at}`;
    button.addEventListener('click', () => doing.apply(finding, fix));
    row.append(button);
  }
  return row;
}

/**
 * What an edit makes of the words around it, whole words each.
 * @param {string} draft
 * @param {Edit} edit
 */
function change(draft, { utf16: { start, end }, text }) {
  const before = draft.slice(0, start).match(/\S*$/)?.[0] ?? '';
  const after = draft.slice(end).match(/^\S*/)?.[0] ?? '';
  const old = build('del', {}, unseen('instead of '), `${before}${draft.slice(start, end)}${after}`);
  return [old, build('ins', {}, unseen(' write '), `${before}${text}${after}`)];
}

/** @param {string} text with blanks, which are drawn as such */
function blanks(text) {
  return text.split(BLANK).map((part) => {
    return BLANK.test(part) ? build('span', { className: 'blank' }) : part;
  });
}
