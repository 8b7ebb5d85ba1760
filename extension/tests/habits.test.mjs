import assert from 'node:assert/strict';
import { test } from 'node:test';

import { finding, loaded } from './scripts.mjs';

const box = {};
const soon = finding();
const later = finding({ id: 'b-1', rule: 'own/other', text: 'later' });
const habitsOf = () => {
  const page = loaded('findings', 'habits');
  return { habits: page.get('new Habits()'), sent: page.sent };
};

test('what stood for a while and was gone at Send was changed', () => {
  const { habits, sent } = habitsOf();
  habits.saw(box, [soon, later], 0);
  habits.saw(box, [later], 5000);
  habits.sent(box, [later], 6000);
  assert.deepEqual(sent, [{ type: 'week', counts: { 'own/word': [1, 1, 0], 'own/other': [1, 0, 0] } }]);
});

test('what was gone at once is not counted, nor is a clean reply', () => {
  const { habits, sent } = habitsOf();
  habits.saw(box, [soon], 0);
  habits.saw(box, [], 200);
  habits.sent(box, [], 5000);
  assert.deepEqual(sent, []);
});

test('a press that mends counts as one, unless the words came back', () => {
  const { habits, sent } = habitsOf();
  habits.saw(box, [soon, later], 0);
  habits.mended(box, soon);
  habits.mended(box, later);
  habits.sent(box, [later]);
  assert.deepEqual(sent[0].counts, { 'own/word': [1, 1, 1], 'own/other': [1, 0, 0] });
});

test('what she answered is dropped', () => {
  const { habits, sent } = habitsOf();
  habits.saw(box, [soon], 0);
  habits.answered(box, soon);
  habits.sent(box, [], 9000);
  assert.deepEqual(sent, []);
});
