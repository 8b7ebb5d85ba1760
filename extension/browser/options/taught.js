/** The form for what was taught on a site. */

import { CHANNELS, problemsOf } from '../shared/adapter.js';
import { build, byId, isSelector, say } from '../shared/page.js';
import { changeSite } from '../shared/settings.js';

/**
 * @typedef {import('../shared/settings.js').Site} Site
 * @typedef {import('../shared/adapter.js').Adapter} Adapter
 */

const CONDITIONS = ['checked', 'unchecked', 'value', 'text', 'present'];

/**
 * @param {Site} site
 * @param {() => void} onExport
 * @returns {HTMLElement}
 */
export function taughtForm({ origin, taught }, onExport) {
  const name = new URL(origin).host;
  const adapter = /** @type {Adapter} */ (taught);
  const form = build('form', { className: 'taught', autocomplete: 'off' });
  form.append(...['editor', 'send', 'customer'].map((part) => selectorField(name, part, partOf(adapter, part))));
  form.append(selectorField(name, 'internal', adapter.internal?.selector ?? ''), whenFields(name, adapter), channelField(name, adapter));
  const outcome = build('p', { className: 'bad', role: 'status' });
  const keep = build('button', { className: 'main', textContent: say('optionsKeep') });
  const exporting = build('button', { type: 'button', textContent: say('optionsExport') });
  exporting.addEventListener('click', onExport);
  form.append(build('div', { className: 'row' }, keep, exporting, outcome));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const changed = read(form, adapter);
    const problems = problemsOf(changed, isSelector).map(([key, ...about]) => say(key, ...about));
    outcome.textContent = problems.join(' ');
    if (problems.length) return;
    await changeSite(origin, { taught: changed });
    byId('told').textContent = say('optionsKept');
  });
  return build('details', {}, build('summary', { id: `taught-${name}`, textContent: say('optionsTaught') }), form);
}

/**
 * @param {HTMLFormElement} form
 * @param {Adapter} before
 * @returns {Adapter}
 */
function read(form, before) {
  const value = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value.trim();
  const { customer: _, internal: __, channel: ___, ...rest } = before;
  const selector = value('internal');
  return {
    ...rest,
    editor: value('editor'),
    send: typeof before.send === 'string' ? value('send') : before.send,
    ...(value('customer') && { customer: value('customer') }),
    ...(selector && { internal: { selector, when: condition(value('when'), value('what')) } }),
    ...(value('channel') && { channel: value('channel') }),
  };
}

/**
 * @param {string} kind
 * @param {string} what
 * @returns {import('../shared/adapter.js').When}
 */
function condition(kind, what) {
  if (kind === 'value') return { value: what };
  if (kind === 'text') return { text: what };
  return kind === 'present' ? { present: true } : { checked: kind === 'checked' };
}

/**
 * @param {Adapter} adapter
 * @param {string} part
 */
function partOf(adapter, part) {
  const value = adapter[/** @type {'editor' | 'send' | 'customer'} */ (part)] ?? '';
  return typeof value === 'string' ? value : value.selector;
}

/**
 * @param {string} site
 * @param {string} name
 * @param {string} value
 */
function selectorField(site, name, value) {
  const input = build('input', { id: `${name}-${site}`, name, value, className: 'code', spellcheck: false });
  return field(input, say(`field_${name}`));
}

/**
 * @param {string} site
 * @param {Adapter} adapter
 */
function whenFields(site, { internal }) {
  const when = /** @type {Record<string, any>} */ (internal?.when ?? { checked: false });
  const [[kind, what]] = Object.entries(when);
  const options = CONDITIONS.map((value) => build('option', { value, textContent: say(`when_${value}`) }));
  const select = build('select', { id: `when-${site}`, name: 'when' }, ...options);
  select.value = kind === 'checked' && !what ? 'unchecked' : kind;
  const text = build('input', { id: `what-${site}`, name: 'what', value: typeof what === 'string' ? what : '' });
  const row = build('div', { className: 'two' }, field(select, say('field_when')), field(text, say('field_whenWhat')));
  const follow = () => {
    text.disabled = !['value', 'text'].includes(select.value);
  };
  select.addEventListener('change', follow);
  follow();
  return row;
}

/**
 * @param {string} site
 * @param {Adapter} adapter
 */
function channelField(site, { channel = '' }) {
  const options = ['', ...CHANNELS].map((value) => build('option', { value, textContent: say(`channel_${value || 'none'}`) }));
  const select = build('select', { id: `channel-${site}`, name: 'channel' }, ...options);
  select.value = channel;
  return field(select, say('field_channel'));
}

/**
 * @param {HTMLElement} control
 * @param {string} label
 */
function field(control, label) {
  return build('div', { className: 'field' }, build('label', { htmlFor: control.id, textContent: label }), control);
}
