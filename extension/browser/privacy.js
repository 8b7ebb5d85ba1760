/** The privacy page: what is read and where it goes, with the server that is set. */

import { byId, fillWords } from './shared/page.js';
import { readSettings } from './shared/settings.js';

fillWords();
readSettings().then(({ server }) => {
  byId('server').textContent = server;
});
