/** In the options page of Thunderbird, where the browser's has sites: the addresses whose mail is watched. */

import { byId, build, say } from '../shared/page.js';
import { browserApi } from '../shared/settings.js';
import { readWatched, watch } from '../watched.js';

/** Shows the addresses, and again whenever they change. */
export function showSites() {
  byId('exchange').remove(); // nothing is taught here
  document.querySelector('a[href="week.html"]')?.parentElement?.remove(); // and no week is counted
  browserApi.storage.onChanged.addListener((changes) => 'watched' in changes && list());
  list();
}

async function list() {
  const [identities, watched] = await Promise.all([browserApi.identities.list(), readWatched()]);
  const addresses = [...new Set(identities.map(({ email }) => email).filter(Boolean))].sort();
  const focused = document.activeElement?.id;
  byId('sites').replaceChildren(...addresses.map((address) => item(address, watched.includes(address))));
  if (focused) document.getElementById(focused)?.focus();
  byId('sites-help').textContent = say(addresses.length ? 'optionsSitesHelp' : 'optionsNoSites');
}

/**
 * @param {string} address
 * @param {boolean} checked
 */
function item(address, checked) {
  const box = build('input', { type: 'checkbox', id: `on-${address}`, checked });
  box.setAttribute('role', 'switch');
  box.addEventListener('change', () => watch(address, box.checked));
  return build('li', {}, build('label', { className: 'switch' }, box, build('span', { textContent: say('optionsWatch', address) })));
}
