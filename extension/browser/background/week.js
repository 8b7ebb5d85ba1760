/**
 * The agent's own week: how often she was marked by each rule and what she changed, a day at a time, on this machine
 * only. This is the one place that writes it, one entry after the other.
 *
 * @typedef {Record<string, [number, number, number]>} Counts by rule: marked, changed before sending, changed by a press
 */

import { browserApi } from '../shared/settings.js';

export const DAYS_KEPT = 7;

/** @type {Promise<void>} */
let written = Promise.resolve();

/**
 * Adds the counts of a draft that went out, unless she has switched that off.
 * @param {Counts} counts
 * @param {Date} [now]
 * @returns {Promise<void>}
 */
export function addToWeek(counts, now = new Date()) {
  written = written.then(async () => {
    const { weekOn, week } = await browserApi.storage.local.get({ weekOn: true, week: {} });
    if (weekOn) await browserApi.storage.local.set({ week: weekWith(week, counts, now) });
  });
  return written;
}

/**
 * @param {Record<string, Counts>} week by day
 * @param {Counts} counts
 * @param {Date} now
 * @returns {Record<string, Counts>} the last seven days, this one included
 */
export function weekWith(week, counts, now) {
  const today = { ...week[dayOf(now)] };
  for (const [rule, added] of Object.entries(counts)) {
    const [marked, changed, pressed] = today[rule] ?? [0, 0, 0];
    today[rule] = [marked + added[0], changed + added[1], pressed + added[2]];
  }
  const oldest = dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1 - DAYS_KEPT));
  const kept = Object.entries(week).filter(([day]) => day >= oldest);
  return { ...Object.fromEntries(kept), [dayOf(now)]: today };
}

/**
 * @param {Date} date
 * @returns {string} the day on this machine, 2026-11-18
 */
export function dayOf(date) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
