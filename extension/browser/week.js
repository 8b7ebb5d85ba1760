/**
 * The agent's own week, read from this machine and shown to her alone: what she was marked for on which day, and how much
 * of it she changed before sending. In the order of the alphabet, for it is no ranking.
 */

import { DAYS_KEPT, dayOf } from './background/week.js';

/** @typedef {import('./background/week.js').Counts} Counts */

const browserApi = globalThis.browser ?? globalThis.chrome;
const KEPT = { week: {}, weekOn: true, answersHere: [], answersNever: [] };

/**
 * @param {string} key
 * @param {...(string | number)} parts
 * @returns {string}
 */
const text = (key, ...parts) => browserApi.i18n.getMessage(`week_${key}`, parts.map(String));

/**
 * @param {string} tag
 * @param {object} [properties]
 * @param {...(Node | string)} children
 */
function build(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Reads all that is kept, and shows it; again after every change of it. */
async function show() {
  const { week, weekOn, answersHere, answersNever } = await browserApi.storage.local.get(KEPT);
  document.querySelector('main')?.replaceChildren(
    build('h1', { textContent: text('title') }),
    build('p', { className: 'quiet', textContent: text('about') }),
    switches(weekOn),
    ...habits(week, lastDays(new Date())),
    ...silenced(answersHere, answersNever),
  );
}

/** @param {boolean} on */
function switches(on) {
  const box = build('input', { type: 'checkbox', checked: on });
  box.addEventListener('change', () => browserApi.storage.local.set({ weekOn: !on }));
  const clear = button(text('clear'), () => browserApi.storage.local.set({ week: {} }));
  return build('div', { className: 'row' }, build('label', {}, box, text('count')), clear);
}

/**
 * @param {Record<string, Counts>} week
 * @param {Date[]} days
 */
function habits(week, days) {
  const keys = days.map(dayOf);
  const rules = [...new Set(keys.flatMap((day) => Object.keys(week[day] ?? {})))].sort(byName);
  if (rules.length === 0) return [build('p', { className: 'quiet', textContent: text('empty') })];
  const dayNames = new Intl.DateTimeFormat(browserApi.i18n.getUILanguage(), { weekday: 'short' });
  const head = ['habit', ...days.map((day) => dayNames.format(day)), 'changed', 'pressed'].map((name) =>
    build('th', { scope: 'col', className: name, textContent: ['habit', 'changed', 'pressed'].includes(name) ? text(name) : name }),
  );
  const rows = rules.map((rule) => habitRow(rule, keys.map((day) => week[day]?.[rule] ?? [0, 0, 0])));
  const table = build('table', {}, build('thead', {}, build('tr', {}, ...head)), build('tbody', {}, ...rows));
  return [table, build('p', { className: 'quiet', textContent: text('legend') })];
}

/**
 * @param {string} rule
 * @param {[number, number, number][]} days
 */
function habitRow(rule, days) {
  const total = (/** @type {number} */ which) => days.reduce((sum, counts) => sum + counts[which], 0);
  const number = (/** @type {number} */ count, className = '') =>
    build('td', { className: count ? className : `${className} none`, textContent: count || '·' });
  const marked = days.map(([count]) => number(count));
  const name = build('th', { scope: 'row', textContent: nameOf(rule) });
  return build('tr', {}, name, ...marked, number(total(1), 'changed'), number(total(2)));
}

/**
 * What she has answered, so that she can take it back.
 * @param {{place: string, finding: string}[]} here
 * @param {{rule: string, words: string}[]} never
 */
function silenced(here, never) {
  const items = never.map((kept) => {
    const rest = never.filter((other) => other !== kept);
    const again = button(text('again'), () => browserApi.storage.local.set({ answersNever: rest }));
    const words = build('span', {}, `“${kept.words}” `, build('span', { className: 'quiet', textContent: nameOf(kept.rule) }));
    return build('li', {}, words, again);
  });
  if (here.length) {
    const forget = button(text('again'), () => browserApi.storage.local.set({ answersHere: [] }));
    items.push(build('li', {}, build('span', { textContent: text(here.length === 1 ? 'here_one' : 'here_many', here.length) }), forget));
  }
  return items.length ? [build('h2', { textContent: text('silenced') }), build('ul', {}, ...items)] : [];
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

browserApi.storage.onChanged.addListener(show);
document.documentElement.lang = browserApi.i18n.getUILanguage();
show();
