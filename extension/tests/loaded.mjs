/** Loads content scripts as a browser does, all into one scope, with a browser in place that remembers what it is told. */

import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

const folder = new URL('../browser/', import.meta.url);
const messages = JSON.parse(readFileSync(new URL('_locales/en/messages.json', folder), 'utf8'));

/**
 * @param {string[]} names of files in `content`
 * @returns {{get: (name: string) => any, sent: object[], kept: Record<string, any>}}
 */
export function loaded(...names) {
  const sent = [];
  const kept = {};
  const browser = {
    i18n: { getMessage: (key, parts = []) => (messages[key]?.message ?? '').replace(/\$(\d)/g, (_, n) => parts[n - 1] ?? '') },
    runtime: { sendMessage: async (message) => void sent.push(structuredClone(message)) },
    storage: {
      local: { get: async (defaults) => ({ ...defaults, ...kept }), set: async (change) => void Object.assign(kept, change) },
      onChanged: { addListener() {} },
    },
  };
  const scope = createContext({ browser, console, structuredClone, setTimeout, clearTimeout });
  runInContext('const browserApi = browser;', scope);
  for (const name of names) runInContext(readFileSync(new URL(`content/${name}.js`, folder), 'utf8'), scope, { filename: name });
  return { get: (name) => runInContext(name, scope), sent, kept };
}

/**
 * @param {object} told what is different about it
 * @returns {object} a finding
 */
export function finding(told = {}) {
  const words = { id: 'a-1', rule: 'own/word', severity: 'warning', gate: null, about: 'words', turn: 1, text: 'soon' };
  return { ...words, utf16: { start: 3, end: 7 }, message: 'A word.', advice: 'Another.', evidence: [], fixes: [], ...told };
}
