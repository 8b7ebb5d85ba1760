/** The app in the sidebar of a ticket: Zendesk's framework, the server, the gate and the panel put together. */

import { conversationOf } from './conversation.js';
import { Gate } from './gate.js';
import { Panel } from './panel.js';
import { answer, check, letGo, serverOf } from './server.js';
import { readDraft, readThread, writeDraft } from './ticket.js';

const client = globalThis.ZAFClient?.init();
const panel = new Panel(document.getElementById('panel'), resize);

if (client) start();
else panel.show('no_framework');

/** Hooks the save before anything is asked, so that no submit slips by while settings are read. */
function start() {
  const settings = client.metadata().then((told) => told.settings);
  const server = settings.then((told) => serverOf(client, told));
  server.catch(() => {}); // an address that is none: every reply is let go with a note
  const gate = new Gate(
    {
      draft: () => readDraft(client),
      check: async (draft) => {
        const conversation = conversationOf(draft, await readThread(client), new Date());
        return { conversation, result: await check(await server, conversation, (await settings).profile) };
      },
      write: (text) => writeDraft(client, text),
      letGo: async (letting) => letGo(await server, letting),
      answer: async (said) => answer(await server, said),
      notify: (words) => void client.invoke('notify', words, 'alert').catch(() => {}),
    },
    panel,
  );
  panel.serve(gate);
  panel.show('idle');
  client.on('ticket.save', () => gate.onSave());
  client.on('ticket.submit.done', () => gate.onSaved());
}

/** @param {number} height */
function resize(height) {
  if (client) client.invoke('resize', { width: '100%', height: `${height}px` }).catch(() => {});
}
