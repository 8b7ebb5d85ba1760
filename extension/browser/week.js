/**
 * The agent's own week, read from this machine and shown to her alone: what she was marked for on which day, and how much
 * of it she changed before sending. In the order of the alphabet, for it is no ranking.
 */

import { DAYS_KEPT, dayOf } from './background/week.js';
import { build, byId, fillWords, say, sayCount } from './shared/page.js';
import { browserApi } from './shared/settings.js';

/** @typedef {import('./background/week.js').Counts} Counts */

const KEPT = { week: {}, weekOn: true, answersHere: [], answersNever: [] };
const counting = /** @type {HTMLInputElement} */ (byId('on'));

fillWords();
counting.addEventListener('change', () => browserApi.storage.local.set({ weekOn: counting.checked }));
byId('clear').addEventListener('click', () => browserApi.storage.local.set({ week: {} }));
browserApi.storage.onChanged.addListener(show);
show();

/** Reads all that is kept, and shows it; again after every change of it. */
async function show() {
  const { week, weekOn, answersHere, answersNever } = await browserApi.storage.local.get(KEPT);
  counting.checked = weekOn;
  byId('habits').replaceChildren(...habits(week, lastDays(new Date())));
  const silent = silenced(answersHere, answersNever);
  byId('silenced').hidden = silent.length === 0;
  byId('silent').replaceChildren(...silent);
}

/**
 * @param {Record<string, Counts>} week
 * @param {Date[]} days
 */
function habits(week, days) {
  const keys = days.map(dayOf);
  const rules = [...new Set(keys.flatMap((day) => Object.keys(week[day] ?? {})))].sort(byName);
  if (rules.length === 0) return [build('p', { className: 'quiet', textContent: say('week_empty') })];
  const dayNames = new Intl.DateTimeFormat(browserApi.i18n.getUILanguage(), { weekday: 'short' });
  const titles = [say('week_habit'), ...days.map((day) => dayNames.format(day)), say('week_changed'), say('week_pressed')];
  const head = titles.map((textContent) => build('th', { scope: 'col', textContent }));
  const rows = rules.map((rule) => habitRow(rule, keys.map((day) => week[day]?.[rule] ?? [0, 0, 0])));
  const table = build('table', {}, build('thead', {}, build('tr', {}, ...head)), build('tbody', {}, ...rows));
  return [table, build('p', { className: 'quiet', textContent: say('week_legend') })];
}

/**
 * @param {string} rule
 * @param {[number, number, number][]} days
 */
function habitRow(rule, days) {
  const total = (/** @type {number} */ which) => days.reduce((sum, counts) => sum + counts[which], 0);
  const number = (/** @type {number} */ count) => build('td', { className: count ? '' : 'none', textContent: count ? String(count) : '·' });
  const marked = days.map(([count]) => number(count));
  const name = build('th', { scope: 'row', textContent: nameOf(rule) });
  return build('tr', {}, name, ...marked, number(total(1)), number(total(2)));
}

/**
 * What she has answered, so that she can take it back.
 * @param {{place: string, finding: string}[]} here
 * @param {{rule: string, words: string}[]} never
 */
function silenced(here, never) {
  const items = never.map((kept) => {
    const rest = never.filter((other) => other !== kept);
    const again = button(say('week_again'), () => browserApi.storage.local.set({ answersNever: rest }));
    const words = build('span', {}, `“${kept.words}” `, build('span', { className: 'quiet', textContent: nameOf(kept.rule) }));
    return build('li', {}, words, again);
  });
  if (here.length) {
    const forget = button(say('week_again'), () => browserApi.storage.local.set({ answersHere: [] }));
    items.push(build('li', {}, build('span', { textContent: sayCount('week_here', here.length) }), forget));
  }
  return items;
}

/**
 * @param {string} label
 * @param {() => void} press
 */
function button(label, press) {
  const made = build('button', { type: 'button', textContent: label });
  made.addEventListener('click', press);
  return made;
}

/**
 * @param {Date} today
 * @returns {Date[]} the last days, today at the end
 */
function lastDays(today) {
  return Array.from({ length: DAYS_KEPT }, (_, back) => {
    return new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1 + back - DAYS_KEPT);
  });
}

/** @param {string} rule */
function nameOf(rule) {
  return rule.slice(rule.indexOf('/') + 1).replaceAll('-', ' ');
}

/**
 * @param {string} a
 * @param {string} b
 */
function byName(a, b) {
  return nameOf(a).localeCompare(nameOf(b));
}
