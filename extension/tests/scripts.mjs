/** Content scripts are plain scripts that share one scope: this runs some of them as a page would. */

import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const ROOT = new URL('../browser/', import.meta.url);
export const MESSAGES = JSON.parse(text('_locales/en/messages.json'));

/**
 * @param {string[]} files of extension/browser
 * @param {object} [globals] what they find around them
 * @returns {(name: string) => any} what they declare under a name, or what an expression gives among them
 */
export function run(files, globals = {}) {
  const context = vm.createContext(globals);
  for (const file of files) vm.runInContext(text(file), context, { filename: file });
  return (name) => vm.runInContext(name, context);
}

/**
 * Runs content scripts with a browser in place that remembers what it is told.
 * @param {...string} names of files in `content`
 * @returns {{get: (name: string) => any, sent: object[], kept: Record<string, any>}}
 */
export function loaded(...names) {
  const sent = [];
  const kept = {};
  const browserApi = {
    i18n: { getMessage: (key, parts = []) => (MESSAGES[key]?.message ?? '').replace(/\$(\d)/g, (_, n) => parts[n - 1] ?? '') },
    runtime: { sendMessage: async (message) => void sent.push(structuredClone(message)) },
    storage: {
      local: { get: async (defaults) => ({ ...defaults, ...kept }), set: async (change) => void Object.assign(kept, change) },
      onChanged: { addListener() {} },
    },
  };
  const files = names.map((name) => `content/${name}.js`);
  return { get: run(files, { browserApi, console, structuredClone, setTimeout, clearTimeout }), sent, kept };
}

/**
 * @param {object} told what is different about it
 * @returns {object} a finding
 */
export function finding(told = {}) {
  const words = { id: 'a-1', rule: 'own/word', severity: 'warning', gate: null, about: 'words', turn: 1, text: 'soon' };
  return { ...words, utf16: { start: 3, end: 7 }, message: 'A word.', advice: 'Another.', evidence: [], fixes: [], ...told };
}

/** @param {string} file */
export function text(file) {
  return readFileSync(new URL(file, ROOT), 'utf8');
}
