/** What a result says beside its findings: the verdict, the promises, the questions, the score. */

import { build, icon } from './element.js';
import { SEVERITIES } from './findings.js';
import { zone } from './request.js';

/**
 * @typedef {import('./box.js').Span} Span
 * @typedef {import('./findings.js').Words} Words
 * @typedef {Words & {actor: string, strength: string, due: {text: string, earliest: string | null, latest: string | null,
 *   assumed: string[]} | null}} Promised
 * @typedef {Words & {answer: 'answered' | 'deferred' | 'open', by: Words[]}} Question
 * @typedef {object} Score
 * @property {number | null} total
 * @property {number | null} computed
 * @property {string | null} band
 * @property {string | null} why_not
 * @property {string[]} gates
 * @property {Record<string, number | null>} categories
 * @property {{applied: number, of: number}} coverage
 * @typedef {object} Result
 * @property {'pass' | 'warn' | 'hold'} verdict
 * @property {import('./findings.js').Finding[]} findings
 * @property {Promised[]} commitments
 * @property {Question[]} questions
 * @property {Score} score
 * @property {Record<string, string[]>} not_applicable
 * @property {string} ruleset
 * @property {{version: string}} engine
 * @property {{by: string, reason: string} | null} override
 */

const VERDICTS = { pass: 'Good to send', warn: 'Worth another look', hold: 'Hold' };
/** @type {Record<string, string>} */
const ACTORS = { i: 'I', we: 'we', named: 'someone named', team: 'a team', someone: 'someone unnamed', nobody: 'nobody' };
const ANSWERS = /** @type {const} */ ({ answered: ['done', 'Answered'], deferred: ['later', 'Deferred'], open: ['open', 'Open'] });
/** @type {Record<string, string>} */
const NEEDS = {
  customer: 'what the customer wrote',
  clock: 'when it is sent',
  thread: 'earlier messages',
  incident: 'an incident',
  name: 'the customer’s name',
  recipient: 'the customer’s address',
  reply: 'a reply that is not a template',
  language: 'a customer who writes English',
};

/**
 * The verdict in one line: "Hold: 1 error, 2 warnings".
 * @param {Result} result
 */
export function verdict({ verdict, findings, override }) {
  const counts = SEVERITIES.map((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number ? `${number} ${severity}${number === 1 ? '' : 's'}` : '';
  });
  const said = counts.filter(Boolean).join(', ') || 'nothing found';
  return { title: VERDICTS[verdict], counts: override ? `${said}; let go by ${override.by}: ${override.reason}` : said };
}

/**
 * @param {Promised[]} commitments
 * @param {string | undefined} sent the instant of sending
 * @param {(words: Words) => Node} button that leads to words
 */
export function promises(commitments, sent, button) {
  if (commitments.length === 0) return [];
  const rows = commitments.map((made) => {
    const who = ACTORS[made.actor] ?? made.actor;
    const kind = made.strength === 'promise' ? who : `${who} (${made.strength})`;
    return build('li', {}, button(made), pairs({ Who: [kind], When: due(made.due, sent) }));
  });
  const note = sent ? [build('p', { className: 'aside', textContent: `Times in ${zone()}` })] : [];
  return [section('Promises', build('ul', { className: 'told' }, ...rows), ...note)];
}

/**
 * @param {Promised['due']} due
 * @param {string | undefined} sent
 * @returns {(Node | string)[]}
 */
function due(due, sent) {
  if (!due) return [build('span', { className: 'lacking', textContent: 'no time' })];
  const { text, earliest, latest, assumed } = due;
  if (!latest) return [`“${text}”; when that is depends on when it is sent`];
  const begins = earliest && earliest !== latest && !(sent && new Date(earliest) <= new Date(sent));
  const when = begins ? ['from ', moment(earliest), ' to ', moment(latest)] : ['by ', moment(latest)];
  return assumed.length ? [...when, build('span', { className: 'aside', textContent: ` assuming ${assumed.join(', ')}` })] : when;
}

/** @param {string} instant */
function moment(instant) {
  const language = navigator.language.startsWith('en') ? navigator.language : 'en-GB';
  const parts = /** @type {const} */ ({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const textContent = new Intl.DateTimeFormat(language, parts).format(new Date(instant));
  return build('time', { dateTime: instant, textContent });
}

/**
 * @param {Question[]} asked
 * @param {(words: Words) => Node} button that leads to words
 */
export function questions(asked, button) {
  if (asked.length === 0) return [];
  const rows = asked.map((question) => {
    const [picture, name] = ANSWERS[question.answer];
    const state = build('span', { className: `state ${question.answer}` }, icon(picture), name);
    const by = question.by.length ? pairs({ 'By the words': question.by.map(button) }) : '';
    return build('li', {}, build('p', {}, state, ' ', button(question)), by);
  });
  return [section('Questions of the customer', build('ul', { className: 'told' }, ...rows))];
}

/** @param {Result} result */
export function score({ score, not_applicable }) {
  const { categories, coverage, why_not, gates, computed, unconfirmed } = score;
  const judged = Object.entries(categories).filter(([, mark]) => mark !== null);
  const bars = judged.map(([name, mark]) => bar(name, /** @type {number} */ (mark)));
  const lines = [];
  if (why_not) lines.push(`${why_not[0].toUpperCase()}${why_not.slice(1)}.`);
  if (gates.length) lines.push(`A gate fell (${gates.join(', ')}); without it the marks come to ${computed ?? 'no number'}.`);
  if (unconfirmed.length) lines.push(`${unconfirmed.length === 1 ? 'One finding costs' : `${unconfirmed.length} findings cost`} nothing until a person confirms: findings of that kind are not sure enough to take marks unread.`);
  lines.push(`Judged by ${coverage.applied} of ${coverage.of} checks. 100 means that nothing on the list was found, not that the facts are right.`);
  const lacking = Object.keys(not_applicable).map((need) => NEEDS[need] ?? need);
  if (lacking.length) lines.push(`Some checks need what is not here: ${lacking.join(', ')}.`);
  const notes = lines.map((textContent) => build('p', { className: 'aside', textContent }));
  return section('Score', build('ul', { className: 'bars' }, ...bars), ...notes);
}

/**
 * @param {string} name
 * @param {number} mark of 100
 */
function bar(name, mark) {
  const full = build('span', { className: mark >= 80 ? 'full' : mark >= 50 ? 'full some' : 'full few' });
  full.style.inlineSize = `${mark}%`;
  const number = build('span', { className: 'number', textContent: `${Math.round(mark)}` });
  return build('li', {}, build('span', { textContent: name }), build('span', { className: 'bar', ariaHidden: 'true' }, full), number);
}

/**
 * @param {string} title
 * @param {...Node} content
 */
function section(title, ...content) {
  return build('section', {}, build('h3', { textContent: title }), ...content);
}

/** @param {Record<string, (Node | string)[]>} told */
function pairs(told) {
  const rows = Object.entries(told).map(([name, value]) => {
    return build('div', {}, build('dt', { textContent: name }), build('dd', {}, ...value));
  });
  return build('dl', {}, ...rows);
}
