import assert from 'node:assert/strict';
import { test } from 'node:test';

import { run } from './scripts.mjs';

const get = run(['teach/selector.js'], { CSS: { escape: (/** @type {string} */ text) => text } });
const [looksGenerated, handlesOf] = [get('looksGenerated'), get('handlesOf')];

const CHOSEN = ['reply-box', 'commentBox', 'ticket-respond-form', 'cke_wysiwyg_frame', 'ProseMirror', 'ql-editor', 'js-reply', 'from-customer'];
const MADE_UP = ['css-abcdef', 'sc-bdVaJa', 'fKzXyA', 'Button_root__xYzAb', 'ember123', ':r1:', 'message-4471', 'kWmVtn', 'x', 'qrstv'];

test('names that a person chose are told from names that a program made up', () => {
  for (const name of CHOSEN) assert.equal(looksGenerated(name), false, name);
  for (const name of MADE_UP) assert.equal(looksGenerated(name), true, name);
});

/**
 * @param {string} localName
 * @param {Record<string, string>} attributes
 */
function element(localName, attributes) {
  return {
    localName,
    classList: (attributes.class ?? '').split(' ').filter(Boolean),
    attributes: Object.keys(attributes).map((name) => ({ name })),
    getAttribute: (/** @type {string} */ name) => attributes[name] ?? null,
  };
}

const handles = (/** @type {string} */ tag, /** @type {Record<string, string>} */ attributes) =>
  [...handlesOf(element(tag, attributes))].map(({ selector }) => selector);

test('names come before roles, and roles before classes', () => {
  const attributes = { class: 'btn css-abcdef', type: 'submit', 'data-action': 'send', 'aria-label': 'Send', name: 'answer', id: 'send' };
  assert.deepEqual(handles('button', attributes), [
    'button#send',
    'button[name="answer"]',
    'button[aria-label="Send"]',
    'button[data-action="send"]',
    'button[type="submit"]',
    'button.btn',
    'button',
  ]);
});

test('numbers, states and what may name a person are not used', () => {
  const attributes = { class: 'message is-selected m-4471', id: 'message-4471', 'data-author': 'Ana Smith', 'data-key': 'k81' };
  assert.deepEqual(handles('article', attributes), ['article.message', 'article']);
});
