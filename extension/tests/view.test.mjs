import assert from 'node:assert/strict';
import { test } from 'node:test';

import { finding, loaded } from './scripts.mjs';

const document = {
  createElement: (tag) => ({
    tag,
    children: [],
    append(...parts) {
      this.children.push(...parts);
    },
  }),
};
const textOf = (node) => (typeof node === 'string' ? node : (node.textContent ?? '') + (node.children ?? []).map(textOf).join(''));
const { get } = loaded('words', 'findings', 'surface', 'finding-view', 'mirror');

test('the words that make it a fault are quoted, unless the reason quotes them', () => {
  const turns = [{ role: 'customer' }, { role: 'agent' }];
  const evidence = [{ turn: 0, text: 'It is broken.' }, { turn: 1, text: 'A word.' }];
  const told = get('explanation')(document, finding({ evidence }), turns).map(textOf);
  assert.deepEqual([...told], ['A word.', 'The customer wrote: “It is broken.”', 'Another.']);
});

test('fixes with the same beginning say it once, and those with a slot say that something follows', () => {
  const fixes = [
    { label: 'Say by when', applies: 'fill-in', edits: [{ text: 'by ___' }] },
    { label: 'Say by when: by noon', applies: 'fill-in', edits: [{ text: 'by noon' }] },
    { label: 'Leave it out', applies: 'automatic', edits: [{ text: '' }] },
  ];
  const labels = get('fixButtons')(document, fixes, () => {}).children.map(textOf);
  assert.deepEqual([...labels], ['Say by when …', 'by noon', 'Leave it out']);
});

test('marks in a textarea move with the words behind an edit, and go with those it touches', () => {
  const marks = [{ start: 0, end: 4 }, { start: 8, end: 12 }, { start: 20, end: 24 }];
  const moved = get('marksAfterEdit')(marks, 'soon or late, it is 🙂 so', 'soon or lately, it is 🙂 so');
  assert.deepEqual(structuredClone(moved), [{ start: 0, end: 4 }, { start: 8, end: 12 }, { start: 22, end: 26 }]);
});
