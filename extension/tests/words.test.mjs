import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

import { MESSAGES, text } from './scripts.mjs';

const ROOT = new URL('../browser/', import.meta.url);
const FILES = readdirSync(ROOT, { recursive: true }).map(String).filter((file) => /\.(js|html)$/.test(file));

test('every message that is asked for is there', () => {
  for (const file of FILES) {
    const asked = [...text(file).matchAll(/\b(say|sayCount)\('([A-Za-z_]+)'|data-say="([A-Za-z0-9_]+)"/g)];
    for (const [, how, name, named] of asked) {
      const names = how === 'sayCount' ? [`${name}_one`, `${name}_many`] : [name ?? named];
      for (const each of names) assert.ok(each in MESSAGES, `${file}: ${each}`);
    }
  }
});

test('every message is asked for somewhere', () => {
  const sources = [...FILES, 'manifest.json'].map(text).join('\n');
  const families = [...sources.matchAll(/\b(?:say|sayCount)\(`([A-Za-z_]+_)\$/g)].map(([, family]) => family);
  const named = (/** @type {string} */ name) => sources.includes(`'${name}'`) || sources.includes(`"${name}"`) || sources.includes(`__MSG_${name}__`);
  const counted = (/** @type {string} */ name) => /_(one|many)$/.test(name) && sources.includes(`sayCount('${name.replace(/_(one|many)$/, '')}'`);
  const asked = (/** @type {string} */ name) => named(name) || counted(name) || families.some((family) => name.startsWith(family));
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
