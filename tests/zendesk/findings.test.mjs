import assert from 'node:assert/strict';
import { test } from 'node:test';

import { edited, filled, graver, heldMessage, quoted, readable, slotOf } from '../../extension/zendesk/assets/findings.js';
import { finding } from './finding.mjs';

test('gates come first, then severity, then place', () => {
  const at = (start, told) => finding({ id: `${start}`, utf16: { start, end: start + 1 }, ...told });
  const all = [at(5), at(1), at(12, { severity: 'suggestion', gate: 'autofail' }), at(9, { severity: 'error' })];
  assert.deepEqual(all.sort(graver).map(({ id }) => id), ['12', '9', '1', '5']);
});

test('words are shown as people read them', () => {
  assert.equal(readable('a &amp; <b>b</b> &#8217;&nbsp;c &lt;i&gt; &what;', 'html'), 'a & b ’ c <i> &what;');
  assert.equal(readable('<b> &amp;', 'plain'), '<b> &amp;');
  assert.equal(quoted(finding({ text: 'by <i>soon</i>' }), 'html'), '“by soon”');
  assert.equal(quoted(finding({ about: 'absence' }), 'html'), 'Missing from the reply');
});

test('Zendesk’s notice names what holds, the gravest first, and has no markup', () => {
  const error = finding({ severity: 'error', text: 'rude', message: '“rude” is rude.' });
  const told = heldMessage([finding(), error], 'plain');
  assert.ok(told.includes('“rude” is rude.') && !told.includes('A word.'));
  const many = heldMessage(Array.from({ length: 5 }, (_, n) => finding({ text: `w${n}`, message: 'They wrote “<img>”.' })), 'plain');
  assert.ok(many.includes('“w2”: They wrote “‹img›”.') && !many.includes('w3') && many.includes('And 2 more.'));
});

test('edits are made from the last to the first, in the units of JavaScript', () => {
  const edits = [
    { utf16: { start: 3, end: 7 }, text: 'today' },
    { utf16: { start: 7, end: 9 }, text: '. ' },
  ];
  assert.equal(edited('🙂 soon, and', edits), '🙂 today. and');
});

test('what is filled in takes the place of the line and its hint, and is text', () => {
  const fix = { label: 'Say by when', applies: 'fill-in', edits: [{ utf16: { start: 0, end: 4 }, text: 'by ___ (day and time), at last' }] };
  assert.deepEqual(slotOf(fix), { before: 'by', hint: 'day and time' });
  assert.equal(filled(fix, '<noon> & $& later', 'html').edits[0].text, 'by &lt;noon&gt; &amp; $&amp; later, at last');
  assert.equal(filled(fix, '<noon>', 'plain').edits[0].text, 'by <noon>, at last');
  assert.equal(slotOf({ ...fix, edits: [{ utf16: { start: 0, end: 4 }, text: 'by noon' }] }), null);
});
