import assert from 'node:assert/strict';
import { test } from 'node:test';

import { run } from './scripts.mjs';

const fits = run(['content/places.js'], { URL })('fits');

const CASES = [
  ['*://*/*', 'https://desk.example/', true],
  ['*://*/*tickets/*', 'http://127.0.0.1:8090/tickets/1/', true],
  ['*://*/*tickets/*', 'https://desk.example/help/tickets/1/?a=b', true],
  ['*://*/*tickets/*', 'https://desk.example/dashboard/', false],
  ['https://desk.example/*', 'https://desk.example/a', true],
  ['https://desk.example/*', 'http://desk.example/a', false],
  ['https://desk.example/*', 'https://desk.example:8443/a', true],
  ['http://127.0.0.1:8090/*', 'http://127.0.0.1:8095/', false],
  ['https://*.example/*', 'https://desk.example/', true],
  ['https://*.example/*', 'https://example/', true],
  ['https://*.example/*', 'https://badexample/', false],
  ['https://desk.example/new', 'https://desk.example/new', true],
  ['https://desk.example/new', 'https://desk.example/new/1', false],
  ['https://desk.example/*/edit', 'https://desk.example/a/b/edit', true],
  ['https://desk.example/*/edit', 'https://desk.example/edit', false],
  ['*://*/*', 'chrome://extensions/', false],
];

test('a pattern stands for the addresses it is made for', () => {
  for (const [pattern, address, expected] of CASES) assert.equal(fits(pattern, address), expected, `${pattern} ${address}`);
});
