/**
 * What is made of the findings of a result: their order, their words for people, and the text that a fix leaves.
 *
 * @typedef {{utf16: {start: number, end: number}, text: string}} Edit
 * @typedef {{label: string, applies: 'automatic' | 'fill-in', edits: Edit[]}} Fix
 * @typedef {{id: string, rule: string, severity: 'error' | 'warning' | 'suggestion', gate: string | null,
 *   about: 'words' | 'absence', text: string, utf16: {start: number, end: number}, message: string, advice: string,
 *   evidence: {turn: number, text: string}[], fixes: Fix[]}} Finding
 */

import { say } from './words.js';

const SEVERITIES = ['error', 'warning', 'suggestion'];
const GATES = ['autofail', 'section-fail', null];
const TOLD_AT_MOST = 3; // in Zendesk's own notice, which is gone in a moment
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/**
 * The order in which findings matter: those that fail a review outright, then by severity, then as they stand.
 * @param {Finding} a
 * @param {Finding} b
 * @returns {number}
 */
export function graver(a, b) {
  const rank = (/** @type {Finding} */ { gate, severity }) =>
    GATES.indexOf(gate ?? null) * SEVERITIES.length + SEVERITIES.indexOf(severity);
  return rank(a) - rank(b) || a.utf16.start - b.utf16.start;
}

/**
 * @param {Finding} finding
 * @param {string} format of the draft
 * @returns {string} its words in quotation marks, or that something is missing
 */
export function quoted({ about, text }, format) {
  return about === 'absence' ? say('finding_missing') : `“${readable(text, format)}”`;
}

/**
 * What Zendesk shows when it does not save: what holds the reply, and the way out. What holds is the server's setting; where
 * there are errors it is these.
 * @param {Finding[]} findings
 * @param {string} format of the draft
 * @returns {string} without angle brackets, for Zendesk may take a notice for HTML, and customers' words may stand in it
 */
export function heldMessage(findings, format) {
  const gravest = [...findings].sort(graver);
  const errors = gravest.filter(({ severity }) => severity === 'error');
  const holding = errors.length ? errors : gravest;
  const told = holding.slice(0, TOLD_AT_MOST).map((finding) => reasonOf(finding, format));
  const more = holding.length - told.length;
  const parts = [say('held_notice'), ...told, ...(more ? [say('held_more', more)] : []), say('advice_out')];
  return parts.join(' ').replaceAll('<', '‹').replaceAll('>', '›');
}

function reasonOf(finding, format) {
  const words = quoted(finding, format);
  return finding.message.includes(words) ? finding.message : `${words}: ${finding.message}`;
}

/**
 * @param {string} text
 * @param {Edit[]} edits
 * @returns {string} the text with the edits made
 */
export function edited(text, edits) {
  const lastFirst = [...edits].sort((a, b) => b.utf16.start - a.utf16.start);
  for (const { utf16, text: words } of lastFirst) text = text.slice(0, utf16.start) + words + text.slice(utf16.end);
  return text;
}

/**
 * Where a fix leaves something to fill in: "___", with the hint that follows it in brackets.
 * @param {Fix} fix
 * @returns {{before: string, hint: string} | null} what leads to it and what belongs there, null when there is no such place
 */
export function slotOf({ edits }) {
  for (const { text } of edits) {
    const found = /_{3,}(?: \(([^()]*)\))?/.exec(text);
    if (found) return { before: text.slice(0, found.index).trim(), hint: found[1] ?? '' };
  }
  return null;
}

/**
 * @param {Fix} fix
 * @param {string} words what the agent fills in
 * @param {string} format of the draft
 * @returns {Fix}
 */
export function filled(fix, words, format) {
  const written = format === 'html' ? escaped(words) : words;
  const edits = fix.edits.map((edit) => ({ ...edit, text: edit.text.replace(/_{3,}(?: \([^()]*\))?/, () => written) }));
  return { ...fix, edits };
}

/**
 * @param {string} text
 * @param {string} format
 * @returns {string} as people read it
 */
export function readable(text, format) {
  if (format !== 'html') return text;
  const bare = text.replace(/<[^>]*>/g, '');
  return bare.replace(/&(?:#(\d{1,6})|([a-z]{2,6}));/g, (whole, number, name) =>
    number ? String.fromCodePoint(Number(number)) : (ENTITIES[name] ?? whole),
  );
}

/**
 * @param {string} words
 * @returns {string} as they stand in HTML
 */
export function escaped(words) {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
