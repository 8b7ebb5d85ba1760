/** What the tests do within Thunderbird, with its own means. */

const { MailServices } = ChromeUtils.importESModule('resource:///modules/MailServices.sys.mjs');
const ADDON = 'thunderbird-extension@replylint.invalid';

const pause = () => new Promise((resolve) => Services.wm.getMostRecentWindow('mail:3pane').setTimeout(resolve, 50));

/** Waits until something is there. */
async function until(look) {
  for (const end = Date.now() + 20_000; ; await pause()) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`not in time: ${look}`);
  }
}

const composer = () => Services.wm.getMostRecentWindow('msgcompose');
const editorOf = (window) => window.document.getElementById('messageEditor').contentDocument;

/** Opens a composer: a new mail, or a reply to a message of the inbox. */
async function compose({ words, to, html, from, original }) {
  const fields = Cc['@mozilla.org/messengercompose/composefields;1'].createInstance(Ci.nsIMsgCompFields);
  Object.assign(fields, { to, subject: 'Your lamp' });
  const params = Cc['@mozilla.org/messengercompose/composeparams;1'].createInstance(Ci.nsIMsgComposeParams);
  const { identities } = MailServices.accounts.defaultAccount;
  params.identity = identities.find(({ email }) => email === from);
  params.composeFields = fields;
  params.format = html ? Ci.nsIMsgCompFormat.HTML : Ci.nsIMsgCompFormat.PlainText;
  params.type = original ? Ci.nsIMsgCompType.Reply : Ci.nsIMsgCompType.New;
  if (original) params.originalMsgURI = original;
  MailServices.compose.OpenComposeWindowWithParams(null, params);
  const window = await until(() => composer()?.gMsgCompose?.editor && composer().composeEditorReady !== false && composer());
  await until(() => window.document.readyState === 'complete' && editorOf(window)?.body && !window.gWindowLocked);
  await window.gComposeIsReady;
  window.focus();
  await write(words);
}

/** Types words into the composer where the caret is. */
async function write(words) {
  const editor = composer().GetCurrentEditor();
  for (const [at, line] of words.split('\n').entries()) {
    if (at) editor.insertLineBreak();
    if (line) editor.insertText(line);
  }
}

/** The text of the draft as it stands. */
const draft = () => editorOf(composer()).body.innerText;

/** The words that are marked in the composer. */
function marked() {
  const words = [];
  editorOf(composer()).defaultView.CSS.highlights.forEach((marks) => marks.forEach((range) => words.push(String(range))));
  return words;
}

/** The kinds of windows that are open. */
const windows = () => [...Services.wm.getEnumerator(null)].map(({ document }) => document.documentURI.split('/').at(-1));

/** What an expression gives in a page of ours: the question, one in a tab, or the one behind the button. `document` is its own. */
async function inPage(expression, kind = 'question') {
  const browser = await until(() => ({ question, tab, button: behindButton })[kind]());
  const name = `replylint-test-${Math.random()}`;
  const code = `(async () => { const { document } = content; ${BY_NAME}; return ${expression}; })().then(
    (value) => sendAsyncMessage(${JSON.stringify(name)}, { value: value ?? null }),
    (reason) => sendAsyncMessage(${JSON.stringify(name)}, { failed: String(reason) + reason.stack }))`;
  const told = await new Promise((resolve) => {
    const hear = ({ data }) => {
      browser.messageManager.removeMessageListener(name, hear);
      resolve(data);
    };
    browser.messageManager.addMessageListener(name, hear);
    browser.messageManager.loadFrameScript(`data:application/javascript,${encodeURIComponent(code)}`, false);
  });
  if (told.failed) throw new Error(told.failed);
  return told.value;
}

/** For expressions in pages: what lies on the layer of the panel, and a button of it by its name. */
const BY_NAME = `
  const all = (selector) => [...(document.querySelector('replylint-surface')?.shadowRoot ?? document).querySelectorAll(selector)];
  const button = (name) => all('button').find((each) => each.textContent === name && !each.disabled)`;

const question = () => {
  const window = [...Services.wm.getEnumerator(null)].find(({ document }) => document.documentURI.endsWith('extensionPopup.xhtml'));
  const browser = window?.document.querySelector('browser');
  return browser?.currentURI?.spec.includes('held.html') && browser;
};
const tab = () => Services.wm.getMostRecentWindow('mail:3pane').document.getElementById('tabmail').currentTabInfo.browser;

const toolbarButton = () => composer().document.querySelector('[id$=composeAction-toolbarbutton]');
const behindButton = () => composer().document.querySelector('.webextension-popup-browser');

/** Presses the extension's button in the composer. */
const look = () => toolbarButton().click();

/** What that button says: its title and its number. */
const told = () => [toolbarButton().getAttribute('tooltiptext'), toolbarButton().getAttribute('badge') ?? ''];

/** Opens a page of the extension in a tab. */
async function openOurs(page) {
  const url = `moz-extension://${WebExtensionPolicy.getByID(ADDON).mozExtensionHostname}/${page}`;
  const tabs = Services.wm.getMostRecentWindow('mail:3pane').document.getElementById('tabmail');
  tabs.closeOtherTabs(tabs.tabInfo[0]);
  tabs.openTab('contentTab', { url, linkHandler: 'single-page' });
  await until(() => tab()?.currentURI?.spec === url && !tab().webProgress?.isLoadingDocument);
}

/** Presses a button of the question, once it takes presses. */
async function press(name) {
  await until(() => question() && inPage(`Boolean(button(${JSON.stringify(name)}))`));
  await inPage(`button(${JSON.stringify(name)}).click()`);
}

/** Gives Send, Send Later or their keys. */
function send(how = 'button') {
  if (how === 'button') composer().document.getElementById('button-send').click();
  else composer().goDoCommand(how);
}

/** Whether the question stands, and takes an answer. */
const asked = async () => Boolean(question()) && inPage("all('dialog[open]').length > 0 && all('button:disabled').length === 0");

/** Puts a message into a folder of this machine; its address. */
async function receive(message) {
  const root = MailServices.accounts.localFoldersServer.rootFolder.QueryInterface(Ci.nsIMsgLocalMailFolder);
  const folder = root.containsChildNamed('Desk') ? root.getChildNamed('Desk') : root.createLocalSubfolder('Desk');
  const header = folder.QueryInterface(Ci.nsIMsgLocalMailFolder).addMessage(message);
  return folder.getUriForMsg(header);
}

/** How many mails wait to be sent later. */
const waiting = () => MailServices.accounts.localFoldersServer.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Queue)?.getTotalMessages(false) ?? 0;

/** Whether the composer takes no input. */
const locked = () => composer().gWindowLocked || editorOf(composer()).designMode === 'off';

/** Closes the composer without keeping its draft. */
function discard() {
  composer().gMsgCompose.bodyModified = false;
  composer().close();
}

/** Closes what a test has left open, without a question. */
async function close() {
  for (const window of Services.wm.getEnumerator(null)) {
    if (!window.document.documentURI.endsWith('/messenger.xhtml')) window.close();
  }
  await until(() => windows().length === 1);
}

/** What the extension shows beside the composer. */
const notes = () => inPage(`Promise.all([content.wrappedJSObject.browser.notifications.getAll()]).then(([shown]) => Object.values(shown).map(({ message }) => String(message)))`, 'tab');

/** Ends the background, as Thunderbird does when it has nothing to do. */
async function endBackground() {
  const { extension } = WebExtensionPolicy.getByID(ADDON);
  await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
  return extension.backgroundState;
}

/** A picture of the composer with the question beside it, as a data URL. */
async function picture(width, height) {
  const windows = [composer(), question().ownerDocument.defaultView];
  windows[0].resizeTo(width, height);
  windows[0].document.activeElement?.blur(); // a caret blinks
  await until(() => windows[0].innerWidth === width);
  const shots = await Promise.all(windows.map((each) => each.browsingContext.currentWindowGlobal.drawSnapshot(null, 1, 'white')));
  const canvas = windows[0].document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
  const gap = 12;
  canvas.width = shots.reduce((sum, shot) => sum + shot.width + gap, gap);
  canvas.height = Math.max(...shots.map((shot) => shot.height)) + 2 * gap;
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#8b949e';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  let left = gap;
  for (const shot of shots) {
    pen.drawImage(shot, left, gap);
    left += shot.width + gap;
  }
  return canvas.toDataURL('image/png');
}
