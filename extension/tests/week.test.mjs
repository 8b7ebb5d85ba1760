import assert from 'node:assert/strict';
import { test } from 'node:test';

import { dayOf, weekWith } from '../browser/background/week.js';

const now = new Date(2026, 10, 18, 9, 30);

test('a day is that of this machine', () => {
  assert.equal(dayOf(new Date(2026, 0, 5, 23, 59)), '2026-01-05');
});

test('counts add up within a day', () => {
  const before = { '2026-11-18': { 'a/b': [2, 1, 1] } };
  const week = weekWith(before, { 'a/b': [1, 1, 0], 'a/c': [3, 0, 0] }, now);
  assert.deepEqual(week, { '2026-11-18': { 'a/b': [3, 2, 1], 'a/c': [3, 0, 0] } });
  assert.deepEqual(before, { '2026-11-18': { 'a/b': [2, 1, 1] } });
});

test('seven days are kept, this one included', () => {
  const kept = weekWith({ '2026-11-11': {}, '2026-11-12': {}, '2026-11-17': {} }, {}, now);
  assert.deepEqual(Object.keys(kept).sort(), ['2026-11-12', '2026-11-17', '2026-11-18']);
});
