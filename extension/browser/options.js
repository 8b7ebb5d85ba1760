/** The options page: the server and when to ask, with a test; below it the sites. */

import { byId, build, fillWords, say } from './shared/page.js';
import { browserApi, patternOf, readSettings, writeSettings } from './shared/settings.js';
import { showSites } from './options/sites.js';

const FIELDS = /** @type {const} */ (['server', 'key', 'profile', 'holdOn', 'by']);

fillWords();
byId('settings').addEventListener('submit', onSave);
byId('show-key').addEventListener('click', onShowKey);
show();
showSites();

async function show() {
  const settings = await readSettings();
  for (const name of FIELDS) {
    const field = /** @type {HTMLInputElement | HTMLSelectElement} */ (byId(name));
    field.value = settings[name];
    if (settings.locked.includes(name)) lock(name, field);
  }
  const { locked } = settings;
  byId('locked-all').hidden = locked.length === 0;
  byId('show-key').hidden = locked.includes('key');
}

/**
 * @param {string} name
 * @param {HTMLInputElement | HTMLSelectElement} field
 */
function lock(name, field) {
  field.disabled = true;
  const label = document.querySelector(`[data-setting="${name}"] label`);
  if (!label || label.querySelector('.lock')) return;
  label.append(' ', build('span', { className: 'lock', textContent: say('optionsLocked') }));
}

/** @param {Event} event */
async function onSave(event) {
  event.preventDefault();
  const [server, key, profile, holdOn, by] = FIELDS.map((name) => /** @type {HTMLInputElement} */ (byId(name)).value.trim());
  const asked = askLeave(server); // straight from the press: Firefox takes it in no other way
  tell(say('optionsTesting'));
  await asked;
  await writeSettings({ server, key, profile, holdOn: holdOn === 'hold' ? 'hold' : 'warn', by });
  const { error, detail } = await browserApi.runtime.sendMessage({ type: 'try', settings: { server, key, profile } });
  const trouble = error && [say(error), error === 'serverRefuses' && detail].filter(Boolean).join(' ');
  tell([say('optionsSaved'), trouble || say('serverWorks')].join(' '), trouble ? 'bad' : 'good');
}

/**
 * @param {string} server
 * @returns {Promise<boolean>}
 */
async function askLeave(server) {
  try {
    return await browserApi.permissions.request({ origins: [patternOf(server)] });
  } catch {
    return false; // no address, which the test tells in words
  }
}

/**
 * @param {string} words
 * @param {string} [className]
 */
function tell(words, className = '') {
  byId('outcome').textContent = words;
  byId('outcome').className = className;
}

function onShowKey() {
  const field = /** @type {HTMLInputElement} */ (byId('key'));
  const shown = field.type === 'text';
  field.type = shown ? 'password' : 'text';
  byId('show-key').setAttribute('aria-pressed', String(!shown));
}
