import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

import { text } from './scripts.mjs';

const ROOT = new URL('../browser/', import.meta.url);
const MESSAGES = JSON.parse(text('_locales/en/messages.json'));
const FILES = readdirSync(ROOT, { recursive: true }).map(String).filter((file) => /\.(js|html)$/.test(file));

test('every message that is asked for is there', () => {
  for (const file of FILES) {
    const asked = [...text(file).matchAll(/\b(?:say|text)\('([A-Za-z_]+)'|data-say="([A-Za-z0-9]+)"/g)].map(([, a, b]) => a ?? b);
    for (const name of asked) assert.ok(name in MESSAGES, `${file}: ${name}`);
  }
});

test('every message is asked for somewhere', () => {
  const sources = [...FILES, 'manifest.json'].map(text).join('\n');
  const families = [...sources.matchAll(/\b(?:say|text|textFor)\(`([A-Za-z]+_)\$/g)].map(([, family]) => family);
  const asked = (/** @type {string} */ name) => sources.includes(name.replace(/_(one|many)$/, '')) || families.some((family) => name.startsWith(family));
  assert.deepEqual(Object.keys(MESSAGES).filter((name) => !asked(name)), []);
});

test('a message uses the places that it names', () => {
  for (const [name, { message, placeholders = {} }] of Object.entries(MESSAGES)) {
    const used = [...message.matchAll(/\$([A-Z]+)\$/g)].map(([, place]) => place.toLowerCase());
    for (const place of used) assert.ok(place in placeholders, `${name}: ${place}`);
  }
});

test('scripts that share a page declare no name twice', () => {
  const shared = FILES.filter((file) => /^(content|teach)\//.test(file));
  const declared = shared.flatMap((file) =>
    [...text(file).matchAll(/^(?:async )?(?:function|class|const|let) ([A-Za-z_]+)/gm)].map(([, name]) => name),
  );
  assert.deepEqual(declared.filter((name, at) => declared.indexOf(name) !== at), []);
});
