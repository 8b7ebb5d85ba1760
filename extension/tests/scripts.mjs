/** Content scripts are plain scripts that share one scope: this runs some of them as a page would. */

import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const ROOT = new URL('../browser/', import.meta.url);

/**
 * @param {string[]} files of extension/browser
 * @param {object} [globals] what they find around them
 * @returns {any} what they declare as functions
 */
export function run(files, globals = {}) {
  const context = vm.createContext(globals);
  for (const file of files) vm.runInContext(text(file), context, { filename: file });
  return context;
}

/** @param {string} file */
export function text(file) {
  return readFileSync(new URL(file, ROOT), 'utf8');
}
