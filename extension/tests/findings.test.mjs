import assert from 'node:assert/strict';
import { test } from 'node:test';

import { finding, loaded } from './scripts.mjs';

const { get } = loaded('findings');
const same = (given, wanted) => assert.deepEqual(structuredClone(given), wanted);
const at = (start, end, told = {}) => finding({ id: `${start}`, utf16: { start, end }, ...told });
const text = '🙂 soon, to be honest';

test('gates come first, then severity, then place', () => {
  const late = at(9, 11, { severity: 'error' });
  const gate = at(12, 14, { severity: 'suggestion', gate: 'autofail' });
  const early = at(1, 2);
  const other = at(5, 6);
  same([other, early, late, gate].sort(get('graver')).map(({ id }) => id), ['12', '9', '1', '5']);
});

test('marks stand where their words stand, behind an emoji too, and the graver one where two overlap', () => {
  const error = at(3, 7, { severity: 'error', text: 'soon' });
  const over = at(3, 8, { text: 'soon,' });
  const after = at(9, 21, { severity: 'suggestion', text: 'to be honest' });
  const moved = at(0, 4, { text: 'soon' });
  const missing = at(0, 2, { about: 'absence', text: '🙂' });
  const marks = get('marksOf')([after, over, error, moved, missing], text);
  same(marks.map(({ start, end, severity }) => [start, end, severity]), [[3, 7, 'error'], [9, 21, 'suggestion']]);
});

test('what is left of a result decides whether it is held', () => {
  const resultWith = get('resultWith');
  const verdict = (was, severities, left) => {
    const findings = severities.map((severity, place) => at(place, place + 1, { severity }));
    return resultWith({ verdict: was, findings }, left.map((place) => findings[place])).verdict;
  };
  assert.equal(verdict('hold', ['error', 'warning'], [0, 1]), 'hold');
  assert.equal(verdict('hold', ['error', 'warning'], [1]), 'warn');
  assert.equal(verdict('hold', ['error', 'suggestion'], [1]), 'pass');
  assert.equal(verdict('hold', ['error', 'error'], [1]), 'hold');
  assert.equal(verdict('hold', ['warning', 'warning'], [1]), 'hold', 'the server holds on something else than errors');
  assert.equal(verdict('hold', ['warning'], []), 'pass');
  assert.equal(verdict('warn', ['warning', 'suggestion'], [1]), 'pass');
  assert.equal(verdict('pass', ['error'], []), 'pass', 'an override stays one');
});

test('edits are made from the last to the first, in the units of JavaScript', () => {
  const edits = [
    { utf16: { start: 3, end: 7 }, text: 'today' },
    { utf16: { start: 7, end: 9 }, text: '. ' },
  ];
  assert.equal(get('edited')(text, edits), '🙂 today. to be honest');
});

test('a slot is its line and the hint behind it', () => {
  same(get('slotIn')('by ___ (day and time), yes'), { start: 3, end: 21 });
  same(get('slotIn')(' What I can do is ___.'), { start: 18, end: 21 });
  assert.equal(get('slotIn')('by noon on Friday'), null);
});

test('words are folded as two writings of them are the same', () => {
  assert.equal(get('folded')('  We\u2019ll  See\u00a0'), "we'll see");
});

test('a line is cut to what can be read at a glance', () => {
  const lineAt = get('lineAt');
  assert.equal(lineAt('Hi,\n🙂 it ships today.\nIda', 7), '🙂 it ships today.');
  assert.equal(lineAt('It ships today.', 0), 'It ships today.');
  const long = 'a '.repeat(200);
  assert.match(lineAt(long, 200), /^… .{155,160} …$/);
});
