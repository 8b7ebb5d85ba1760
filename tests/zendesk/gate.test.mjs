import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Gate } from '../../extension/zendesk/assets/gate.js';
import { finding } from './finding.mjs';

/** A desk that remembers what was asked of it: its draft and its answers are a test's to change. */
function open() {
  const desk = {
    text: 'soon',
    verdict: 'hold',
    asked: 0,
    recorded: [],
    notices: [],
    writes: true,
    draft: async () => (desk.text ? { text: desk.text, format: 'plain', attachments: [] } : null),
    check: async () => {
      desk.asked += 1;
      if (desk.verdict === 'never') await new Promise(() => {});
      if (desk.verdict === 'broken') throw new Error('status 500');
      return { conversation: { turns: [] }, result: { verdict: desk.verdict, findings: [finding()], override: null } };
    },
    write: async (text) => {
      if (desk.writes) desk.text = text;
      return desk.writes;
    },
    letGo: async (letting) => {
      if (desk.letting === 'broken') throw new Error('status 401');
      desk.recorded.push(letting);
    },
    answers: [],
    answer: async (said) => {
      if (desk.letting === 'broken') throw new Error('status 409');
      desk.answers.push(said);
    },
    notify: (words) => desk.notices.push(words),
  };
  const panel = {
    states: [],
    show: (state, about) => panel.states.push(about ? [state, about] : state),
    showFindings: (state, checked) => {
      panel.states.push(state);
      panel.checked = checked;
    },
    note: (words) => panel.states.push(['note', words]),
  };
  return { desk, panel, gate: new Gate(desk, panel) };
}

test('a reply that holds is rejected with words, never answered with false', async () => {
  const { gate, panel } = open();
  await assert.rejects(gate.onSave(), /^Error: replylint holds this reply: “soon”: A word\./);
  assert.deepEqual(panel.states, ['held']);
});

test('what does not hold passes', async () => {
  const { gate, desk } = open();
  for (desk.verdict of ['pass', 'warn']) assert.equal(await gate.onSave(), undefined);
  desk.text = '';
  await gate.onSave();
  assert.equal(desk.asked, 2);
});

test('no answer, a late one and a draft that cannot be read let the reply go with a note', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { gate, desk, panel } = open();
  desk.verdict = 'broken';
  await gate.onSave();
  desk.verdict = 'never';
  const saving = gate.onSave();
  t.mock.timers.tick(1999);
  assert.equal(desk.notices.length, 1);
  t.mock.timers.tick(1);
  await saving;
  desk.draft = () => Promise.reject(new Error('no answer'));
  await gate.onSave();
  assert.equal(desk.notices.length, 3);
  assert.deepEqual(panel.states, ['unchecked', 'unchecked', 'unchecked']);
});

test('a reason lets this text go, once, however often it is tried', async () => {
  const { gate, desk, panel } = open();
  await gate.onSave().catch(() => {});
  await gate.onLetGo(panel.checked, 'Ida', 'agreed');
  assert.deepEqual(desk.recorded, [{ conversation: { turns: [] }, findings: ['a-1'], by: 'Ida', reason: 'agreed' }]);
  await gate.onSave();
  await gate.onSave(); // the first one did not come through, for another app's sake
  assert.equal(desk.asked, 1);
  gate.onSaved();
  await assert.rejects(gate.onSave());
});

test('a save of something else leaves a reason as it is', async () => {
  const { gate, desk, panel } = open();
  await gate.onSave().catch(() => {});
  await gate.onLetGo(panel.checked, 'Ida', 'agreed');
  desk.text = '';
  await gate.onSave();
  gate.onSaved();
  desk.text = 'soon';
  await gate.onSave();
  assert.equal(desk.asked, 1);
});

test('another text is held again, after a reason too', async () => {
  const { gate, desk, panel } = open();
  await gate.onSave().catch(() => {});
  await gate.onLetGo(panel.checked, 'Ida', 'agreed');
  desk.text = 'soon, really';
  await assert.rejects(gate.onSave());
});

test('a text that changed since it was shown is looked at, not let go', async () => {
  const { gate, desk, panel } = open();
  await gate.onSave().catch(() => {});
  desk.text = 'sooner';
  await gate.onLetGo(panel.checked, 'Ida', 'agreed');
  assert.deepEqual(desk.recorded, []);
  assert.deepEqual(panel.states, ['held', 'checking', 'held_ahead']);
  await assert.rejects(gate.onSave());
});

test('a reason that cannot be recorded holds up nobody', async () => {
  const { gate, desk, panel } = open();
  desk.letting = 'broken';
  await gate.onSave().catch(() => {});
  await gate.onLetGo(panel.checked, 'Ida', 'agreed');
  assert.deepEqual(panel.states.at(-1), ['approved', 'This very reply goes then. Your reason could not be recorded.']);
  await gate.onSave();
});

test('a fix goes into the text it was made for, and what comes of it is looked at', async () => {
  const { gate, desk, panel } = open();
  desk.text = '🙂 soon.';
  const fix = { label: 'x', applies: 'automatic', edits: [{ utf16: { start: 3, end: 7 }, text: 'today' }] };
  await gate.onCheck();
  desk.verdict = 'warn';
  await gate.onFix(panel.checked, fix);
  assert.equal(desk.text, '🙂 today.');
  await gate.onFix({ ...panel.checked, draft: { text: 'gone', format: 'plain', attachments: [] } }, fix);
  assert.equal(desk.text, '🙂 today.');
  assert.match(panel.states.at(-1)[1], /has changed/);
  desk.writes = false;
  await gate.onFix(panel.checked, fix);
  assert.match(panel.states.at(-1)[1], /another way/);
});

test('an answer is counted, and its finding is shown again only where it holds', async () => {
  const { gate, desk, panel } = open();
  desk.verdict = 'warn';
  assert.equal(await gate.onAnswer(finding(), 'wrong'), true);
  assert.deepEqual(desk.answers, [{ rule: 'own/word', finding: 'a-1', answer: 'wrong' }]);
  await gate.onCheck();
  assert.deepEqual(panel.checked.result.findings, []);
  desk.verdict = 'hold';
  await gate.onCheck();
  assert.equal(panel.checked.result.findings.length, 1);
  await assert.rejects(gate.onSave());
  desk.letting = 'broken';
  assert.equal(await gate.onAnswer(finding(), 'not-here'), false);
});
