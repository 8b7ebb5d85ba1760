/**
 * Whether a mail with this verdict is held.
 * @param {'pass' | 'warn' | 'hold'} verdict
 * @param {'warn' | 'hold'} holdOn
 * @returns {boolean}
 */
export function isHeld(verdict, holdOn) {
  return verdict === 'hold' || (verdict === 'warn' && holdOn === 'warn');
}
