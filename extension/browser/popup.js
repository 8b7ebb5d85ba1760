/** The toolbar's popup: what holds on this site, and the switch for it. */

import { byId, fillWords, say } from './shared/page.js';
import { browserApi, changeSite, patternOf, readSettings } from './shared/settings.js';

/** @type {number | undefined} */
let tabId;
let origin = '';

fillWords();
byId('watch').addEventListener('change', onSwitch);
byId('teach').addEventListener('click', () => want(true));
byId('settings').addEventListener('click', (event) => {
  event.preventDefault();
  browserApi.runtime.openOptionsPage();
  window.close();
});
browserApi.storage.onChanged.addListener((changes) => {
  if (!('wanted' in changes)) show(); // else the switch would go back while the browser asks
});
show();

async function show() {
  const [tab] = await browserApi.tabs.query({ active: true, currentWindow: true });
  tabId = tab?.id;
  const address = tab?.url && URL.canParse(tab.url) ? new URL(tab.url) : null;
  const isSite = address !== null && ['http:', 'https:'].includes(address.protocol);
  byId('no-site').hidden = isSite;
  byId('switch').hidden = !isSite;
  if (!isSite) return;
  origin = address.origin;
  byId('site').textContent = address.host;
  const { sites, locked } = await readSettings();
  const leave = await browserApi.permissions.contains({ origins: [patternOf(origin)] });
  const on = leave && sites.some((site) => site.origin === origin && site.on);
  const fixed = locked.includes('sites');
  const wished = fixed && sites.some((site) => site.origin === origin && site.on);
  const watch = /** @type {HTMLInputElement} */ (byId('watch'));
  watch.checked = on;
  watch.disabled = fixed && (on || !wished); // what the policy wishes may still need the browser's leave
  byId('teaching').hidden = fixed;
  byId('state').textContent = fixed && !wished ? say('popupLocked') : on ? '' : say('popupOff') + (leave ? '' : ` ${say('popupAsk')}`);
  byId('reader').hidden = !on;
  if (on) await Promise.all([showPage(), showTrouble()]);
}

/** What the page in the tab says of itself. */
async function showPage() {
  const state = await browserApi.tabs.sendMessage(tabId ?? -1, { type: 'page-state' }, { frameId: 0 }).catch(() => null);
  if (!state) {
    byId('state').textContent = say('popupReload');
    return;
  }
  const [first] = state.missing;
  const what = first && say(`missing_${first}`);
  const words = state.watching ? [say('popupWatching'), what && say('popupAlone', what[0].toUpperCase() + what.slice(1))] : [];
  byId('state').textContent = state.note ? say('popupNote') : state.watching ? words.filter(Boolean).join(' ') : say('popupMissing', what);
  byId('reader').textContent = say('popupReading', say(`adapter_${state.adapter.replaceAll('-', '_')}`) || say('adapter_taught'));
}

async function showTrouble() {
  const trouble = await browserApi.runtime.sendMessage({ type: 'trouble' });
  byId('trouble').hidden = !trouble;
  byId('trouble').textContent = trouble ? say(trouble) : '';
}

/** @param {Event} event */
function onSwitch(event) {
  if (/** @type {HTMLInputElement} */ (event.target).checked) want(false);
  else changeSite(origin, { on: false });
}

/**
 * Asks the browser for leave, straight from the press and before anything else: Firefox takes it in no other way.
 * Chrome may close this popup while it asks; what is wanted is then done by the background.
 * @param {boolean} teach
 */
function want(teach) {
  browserApi.storage.session.set({ wanted: { origin, tabId, teach } });
  browserApi.permissions.request({ origins: [patternOf(origin)] }).then(async (given) => {
    await browserApi.runtime.sendMessage({ type: 'wanted' });
    if (given && teach) window.close();
    else await show();
  }, show);
}
