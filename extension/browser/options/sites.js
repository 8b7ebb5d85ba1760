/** The sites in the options page: switched, read in another way, exported for the team, imported, deleted. */

import { originOf, problemsOf } from '../shared/adapter.js';
import { byId, build, isSelector, say } from '../shared/page.js';
import { browserApi, changeSite, forgetSite, patternOf, readSettings } from '../shared/settings.js';
import { taughtForm } from './taught.js';

/**
 * @typedef {import('../shared/settings.js').Site} Site
 * @typedef {import('../shared/adapter.js').Adapter} Adapter
 */

const READERS = ['auto', 'generic', 'django-helpdesk', 'request-tracker'];

/** Shows the sites, and again whenever they change. */
export function showSites() {
  byId('export-all').addEventListener('click', exportAll);
  byId('import').addEventListener('click', () => byId('file').click());
  byId('file').addEventListener('change', onFiles);
  browserApi.storage.onChanged.addListener((changes, area) => (area === 'managed' || 'sites' in changes) && list());
  browserApi.permissions.onAdded.addListener(list);
  browserApi.permissions.onRemoved.addListener(list);
  list();
}

async function list() {
  const { sites, locked } = await readSettings();
  const fixed = locked.includes('sites');
  const leaves = await Promise.all(sites.map(({ origin }) => browserApi.permissions.contains({ origins: [patternOf(origin)] })));
  const shown = sites.map((site, at) => item(site, fixed, leaves[at])).sort((a, b) => a.id.localeCompare(b.id));
  const focused = document.activeElement?.id;
  const open = new Set([...document.querySelectorAll('details[open] > summary')].map(({ id }) => id));
  byId('sites').replaceChildren(...shown);
  for (const id of open) document.getElementById(id)?.parentElement?.setAttribute('open', '');
  if (focused) document.getElementById(focused)?.focus();
  byId('sites-help').textContent = say(fixed ? 'popupLocked' : sites.length ? 'optionsSitesHelp' : 'optionsNoSites');
  byId('export-all').hidden = !sites.some(({ taught }) => taught);
  byId('import').hidden = fixed;
}

/**
 * @param {Site} site
 * @param {boolean} fixed
 * @param {boolean} leave whether the browser lets us read it
 */
function item(site, fixed, leave) {
  const { origin, on } = site;
  const name = new URL(origin).host;
  const box = build('input', { type: 'checkbox', id: `on-${name}`, checked: on && leave, disabled: fixed || !leave });
  box.setAttribute('role', 'switch');
  box.addEventListener('change', () => changeSite(origin, { on: box.checked }));
  const label = build('label', { className: 'switch' }, box, build('span', { textContent: say('optionsWatch', name) }));
  const head = build('div', { className: 'head' }, label);
  if (!fixed) head.append(button('optionsForget', `forget-${name}`, name, () => forget(origin, name)));
  const element = build('li', { id: name }, head);
  if (on && !leave) element.append(leaveRow(origin, name));
  element.append(readerRow(site, fixed));
  if (site.taught && !fixed) element.append(taughtForm(site, () => exportOne(site)));
  return element;
}

/**
 * @param {string} origin
 * @param {string} name
 */
function leaveRow(origin, name) {
  const allow = button('optionsAllow', `allow-${name}`, name, () => browserApi.permissions.request({ origins: [patternOf(origin)] }));
  return build('div', { className: 'row' }, build('p', { className: 'bad', textContent: say('optionsNeedsLeave') }), allow);
}

/**
 * @param {Site} site
 * @param {boolean} fixed
 */
function readerRow({ origin, adapter, taught }, fixed) {
  const id = `reader-${new URL(origin).host}`;
  const names = [...READERS, ...(taught ? ['taught'] : []), ...(READERS.includes(adapter) || adapter === 'taught' ? [] : [adapter])];
  const options = names.map((value) => build('option', { value, textContent: say(`adapter_${value.replaceAll('-', '_')}`) || value }));
  const select = build('select', { id, disabled: fixed }, ...options);
  select.value = adapter;
  select.addEventListener('change', () => changeSite(origin, { adapter: select.value }));
  return build('div', { className: 'field' }, build('label', { htmlFor: id, textContent: say('optionsReader') }), select);
}

/**
 * @param {string} words
 * @param {string} id
 * @param {string} about the site, for those who hear the page
 * @param {() => void} onClick
 */
function button(words, id, about, onClick) {
  const made = build('button', { type: 'button', id, textContent: say(words), ariaLabel: `${say(words)}: ${about}` });
  made.addEventListener('click', onClick);
  return made;
}

/**
 * @param {string} origin
 * @param {string} name
 */
async function forget(origin, name) {
  if (!confirm(say('optionsForgetSure', name))) return;
  await changeSite(origin, { on: false }); // gives the browser's leave back
  await forgetSite(origin);
}

/** @param {Site} site */
function exportOne({ origin, taught }) {
  save(`${new URL(origin).hostname}.json`, taught);
}

async function exportAll() {
  const { sites } = await readSettings();
  save('replylint-sites.json', sites.flatMap(({ taught }) => taught ?? []));
}

/**
 * @param {string} name
 * @param {unknown} data
 */
function save(name, data) {
  const href = URL.createObjectURL(new Blob([`${JSON.stringify(data, null, 2)}\n`], { type: 'application/json' }));
  build('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/** @param {Event} event */
async function onFiles(event) {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const told = [];
  for (const file of input.files ?? []) told.push(...(await importText(await file.text())).map((words) => say('optionsFileProblem', file.name, words)));
  input.value = '';
  const problems = told.filter(Boolean);
  byId('told').textContent = problems.join(' ');
}

/**
 * Takes in the adapters of a file, one or a list; none of them when one is wrong.
 * @param {string} text
 * @returns {Promise<string[]>} what is wrong, or what was imported, in words
 */
async function importText(text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return [say('optionsNoJson')];
  }
  const adapters = /** @type {Adapter[]} */ (Array.isArray(data) ? data : [data]);
  const problems = adapters.flatMap((adapter) => {
    const found = problemsOf(adapter, isSelector);
    if (found.length === 0 && !originOf(adapter)) return [say('optionsManySites', adapter.name)];
    return found.map(([key, ...about]) => say(key, ...about));
  });
  if (problems.length) return problems;
  const origins = adapters.map((adapter) => originOf(adapter) ?? '');
  for (const [at, taught] of adapters.entries()) await changeSite(origins[at], { on: true, adapter: 'taught', taught });
  return [say('optionsImported', origins.join(', '))];
}
