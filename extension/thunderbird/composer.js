/**
 * In the editor of a composer: reads the draft, marks its words and mends them. It adds nothing to the editor's document,
 * for that is the mail.
 */

/** What the scripts that the browser's extension brings to a page want to know of it. */
const site = { adapter: { channel: 'email' }, holdOn: 'warn' };

const marks = new Marks(/** @type {any} */ (null)); // only textareas need a layer
const reviewed = {
  /**
   * @param {HTMLElement} box
   * @param {string} draft
   * @param {Checked} checked
   */
  show(box, draft, { result }) {
    const { findings } = result;
    marks.paint(box, draft, isAtEnd(box) ? findings.filter((finding) => !isUnderWay(finding, draft)) : findings);
  },
  /** @param {HTMLElement} box */
  clear(box) {
    marks.paint(box, readDraft(box).text, []);
  },
  /** @returns {null} */
  of() {
    return null;
  },
};
let watched = false;
const typing = new Typing(/** @type {any} */ (reviewed), /** @type {any} */ ({ latest: document.body }), () => watched);

/** @type {Record<string, (message: any) => any>} */
const ANSWERS = {
  draft: () => ({ text: readDraft(document.body).text, now: instant(new Date()) }),
  show: ({ text, checked }) => reviewed.show(document.body, text, checked),
  mend: ({ text, fix }) => mend(document.body, text, fix),
  'look-again': follow,
};

browserApi.runtime.onMessage.addListener((message, _, reply) => {
  if (!Object.hasOwn(ANSWERS, message?.type)) return false;
  Promise.resolve(ANSWERS[message.type](message)).then(reply, () => reply(null));
  return true; // the answer comes later
});

for (const type of ['input', 'compositionend']) {
  window.addEventListener(type, (event) => {
    if (watched && !(/** @type {InputEvent} */ (event).isComposing)) typing.noticed(document.body);
  }, true);
}
follow();

/** Finds out whether mail from the address that is chosen is watched; of any other no word leaves this editor. */
async function follow() {
  watched = (await answerTo({ type: 'watched' })) === true;
  if (watched) typing.noticed(document.body);
  else reviewed.clear(document.body);
}
