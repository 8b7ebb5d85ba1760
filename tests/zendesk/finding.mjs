/**
 * @param {object} told what is different about it
 * @returns {object} a finding
 */
export function finding(told = {}) {
  const words = { id: 'a-1', rule: 'own/word', severity: 'warning', gate: null, about: 'words', turn: 1, text: 'soon' };
  return { ...words, utf16: { start: 3, end: 7 }, message: 'A word.', advice: 'Another.', evidence: [], fixes: [], ...told };
}
