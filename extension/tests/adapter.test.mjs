import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

import { nearest, originOf, problemsOf } from '../browser/shared/adapter.js';
import { text } from './scripts.mjs';

const GOOD = { name: 'desk', match: ['https://desk.example/*'], editor: '#reply', send: 'button[name="send"]' };
const told = (/** @type {object} */ change) => problemsOf({ ...GOOD, ...change });

test('every shipped adapter is one', () => {
  const files = readdirSync(new URL('../browser/sites', import.meta.url));
  assert.deepEqual(files.sort(), ['django-helpdesk.json', 'generic.json', 'request-tracker.json']);
  for (const file of files) {
    const adapter = JSON.parse(text(`sites/${file}`));
    assert.deepEqual(problemsOf(adapter), [], file);
    assert.equal(`${adapter.name}.json`, file);
  }
});

test('a field that is not known is named, with the one that comes nearest', () => {
  assert.deepEqual(told({ editr: '#reply' }), [['adapterUnknown', 'editr', 'editor']]);
  assert.deepEqual(told({ internal: { selecter: '#x', when: { checked: true } } }), [
    ['adapterUnknown', 'internal.selecter', 'selector'],
    ['adapterLacks', 'internal.selector'],
  ]);
  assert.equal(nearest('chanel', ['channel', 'customer', 'send']), 'channel');
});

test('a field that is missing is named', () => {
  assert.deepEqual(problemsOf({ name: 'desk' }), [['adapterLacks', 'match'], ['adapterLacks', 'editor'], ['adapterLacks', 'send']]);
  assert.deepEqual(told({ thread: { messages: 'li', customer: '.in' } }), [['adapterLacks', 'thread.agent']]);
});

test('what is no object, no text or no list of patterns is refused', () => {
  for (const data of [null, 'x', [], 7]) assert.deepEqual(problemsOf(data), [['adapterNoObject', 'JSON']]);
  assert.deepEqual(told({ editor: '' }), [['adapterNoText', 'editor']]);
  assert.deepEqual(told({ editor: 7 }), [['adapterNoText', 'editor']]);
  assert.deepEqual(told({ match: [] }), [['adapterNoPattern', 'match', '']]);
  assert.deepEqual(told({ match: ['desk.example'] }), [['adapterNoPattern', 'match', 'desk.example']]);
  assert.deepEqual(told({ match: ['javascript://x/*'] }), [['adapterNoPattern', 'match', 'javascript://x/*']]);
});

test('a selector is asked about part by part', () => {
  const simple = (/** @type {string} */ selector) => /^[a-z# ]+$/.test(selector);
  assert.deepEqual(problemsOf({ ...GOOD, send: 'frame >>> button' }, simple), []);
  assert.deepEqual(problemsOf({ ...GOOD, send: 'frame >>> b(' }, simple), [['adapterNoSelector', 'send', 'frame >>> b(']]);
  assert.deepEqual(told({ send: 'frame >>> ' }), [['adapterNoSelector', 'send', 'frame >>> ']]);
});

test('an internal note is told by one condition', () => {
  for (const when of [{ checked: false }, { value: 'private' }, { text: 'Note' }, { present: true }]) {
    assert.deepEqual(told({ internal: { selector: '#x', when } }), []);
  }
  assert.deepEqual(told({ internal: { selector: '#x', when: {} } }), [['adapterOneOf', 'internal.when']]);
  assert.deepEqual(told({ internal: { selector: '#x', when: { checked: true, value: 'x' } } }), [['adapterOneOf', 'internal.when']]);
  assert.deepEqual(told({ internal: { selector: '#x', when: { checked: 'yes' } } }), [['adapterNoFlag', 'internal.when.checked']]);
});

test('words of a button and a channel are checked', () => {
  assert.deepEqual(told({ send: { selector: 'button', named: ['go('], unless: [] } }), [['adapterNoWords', 'send.named']]);
  assert.deepEqual(told({ channel: 'mail' }), [['adapterNoChannel', 'channel', 'mail', 'email']]);
});

test('the site of an adapter is the one that all its patterns name', () => {
  const of = (/** @type {string[]} */ ...match) => originOf({ ...GOOD, match });
  assert.equal(of('https://desk.example/*'), 'https://desk.example');
  assert.equal(of('http://127.0.0.1:8090/tickets/*', 'http://127.0.0.1:8090/new'), 'http://127.0.0.1:8090');
  assert.equal(of('https://desk.example/*', 'https://other.example/*'), null);
  assert.equal(of('*://desk.example/*'), null);
  assert.equal(of('https://*.example/*'), null);
});
