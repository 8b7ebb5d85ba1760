import assert from 'node:assert/strict';
import { test } from 'node:test';

import { finding, loaded } from './scripts.mjs';

const answersOf = async () => {
  const page = loaded('findings', 'answers');
  page.answers = page.get('new Answers()');
  await 0;
  return page;
};
const result = (...findings) => ({ verdict: 'warn', findings });
const ids = (left) => left.findings.map(({ id }) => id);

test('not here holds for one finding in one place', async () => {
  const { answers, kept, sent } = await answersOf();
  const [one, other] = [finding(), finding({ id: 'b-1' })];
  answers.add(one, 'not-here', 'https://desk.example 1');
  assert.deepEqual(ids(answers.left(result(one, other), 'https://desk.example 1', 'writing')), ['b-1']);
  assert.deepEqual(ids(answers.left(result(one, other), 'https://desk.example 2', 'writing')), ['a-1', 'b-1']);
  assert.deepEqual(sent, [{ type: 'feedback', rule: 'own/word', finding: 'a-1', answer: 'not-here' }]);
  assert.ok(!JSON.stringify(kept).includes('desk.example'));
});

test('never holds for the same words of the same rule, however written, everywhere', async () => {
  const { answers } = await answersOf();
  answers.add(finding({ text: 'We\u2019ll  see' }), 'never', 'here');
  const again = finding({ id: 'c-1', text: "we'll see" });
  assert.deepEqual(ids(answers.left(result(again), 'there', 'sending')), []);
  assert.deepEqual(ids(answers.left(result({ ...again, rule: 'own/other' }), 'there', 'writing')), ['c-1']);
  assert.deepEqual(ids(answers.left(result({ ...again, about: 'absence' }), 'there', 'writing')), ['c-1']);
});

test('an answer can be taken back', async () => {
  const { answers } = await answersOf();
  for (const answer of ['not-here', 'never', 'wrong']) {
    const takeBack = answers.add(finding(), answer, 'here');
    assert.deepEqual(ids(answers.left(result(finding()), 'here', 'writing')), []);
    takeBack();
    assert.deepEqual(ids(answers.left(result(finding()), 'here', 'writing')), ['a-1']);
  }
});

test('a gate is quiet while she writes and counts at Send', async () => {
  const { answers } = await answersOf();
  const gate = finding({ gate: 'autofail', severity: 'error' });
  answers.add(gate, 'wrong', 'here');
  assert.deepEqual(ids(answers.left(result(gate), 'here', 'writing')), []);
  assert.deepEqual(ids(answers.left(result(gate), 'here', 'sending')), ['a-1']);
});

test('only the latest answers are kept', async () => {
  const { answers, kept } = await answersOf();
  for (let i = 0; i < 510; i += 1) answers.add(finding({ id: `${i}` }), 'not-here', 'here');
  assert.equal(kept.answersHere.length, 500);
  assert.equal(kept.answersHere.at(-1).finding, '509');
});
