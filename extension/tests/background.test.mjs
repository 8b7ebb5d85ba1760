import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { recording, recordOverride, sendFeedback } from '../browser/background/answers.js';

let asked = [];
let answer = {};
const send = async (...request) => {
  asked.push(request);
  return answer;
};
const settings = { server: 'http://127.0.0.1:8817', by: 'ana' };

beforeEach(() => {
  asked = [];
  answer = {};
});

test('without a key nothing is asked and nothing would be recorded', async () => {
  assert.deepEqual(await recording(send, { ...settings, key: '' }), { where: null, by: 'ana' });
  await sendFeedback(send, { key: '' }, { rule: 'a/b', finding: '1', answer: 'wrong' });
  assert.deepEqual(asked, []);
});

test('with a key the store is asked for', async () => {
  assert.deepEqual(await recording(send, { ...settings, key: 'k' }), { where: null, by: 'ana' });
  answer = { data: { rules: [] } };
  assert.deepEqual(await recording(send, { ...settings, key: 'k' }), { where: '127.0.0.1:8817', by: 'ana' });
  assert.deepEqual(asked, [['/v1/feedback'], ['/v1/feedback']]);
});

test('an override carries what the server needs and no more', async () => {
  answer = { data: {} };
  const letting = { conversation: { turns: [] }, findings: ['1'], by: 'ana', reason: 'agreed' };
  assert.deepEqual(await recordOverride(send, { type: 'override', ...letting }), { recorded: true });
  assert.deepEqual(asked, [['/v1/overrides', letting]]);
  answer = { error: 'away' };
  assert.deepEqual(await recordOverride(send, letting), { recorded: false });
});

test('feedback has no text', async () => {
  const given = { rule: 'a/b', finding: '1', answer: 'never' };
  await sendFeedback(send, { key: 'k' }, { type: 'feedback', text: 'soon', ...given });
  assert.deepEqual(asked, [['/v1/feedback', given]]);
});
