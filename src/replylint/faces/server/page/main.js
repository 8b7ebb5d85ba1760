/** The page: what is written goes to the server in the pauses of typing, and what comes back is shown. */

import { Box, units } from './box.js';
import { build, refill, unseen } from './element.js';
import { badge, legend, placed, sections, SEVERITIES, underlines } from './findings.js';
import { promises, questions, score, verdict } from './report.js';
import { check, conversation, curl, localTime, Refused, written, zone } from './request.js';

/**
 * @typedef {import('./findings.js').Finding} Finding
 * @typedef {import('./findings.js').Fix} Fix
 * @typedef {import('./findings.js').Words} Words
 * @typedef {{told: import('./request.js').Conversation, body: string, result: import('./report.js').Result}} Answer
 */

const PAUSE_MS = 250;
const AGAIN_MS = 3000;
const KEY = 'replylint-key';

/** @param {string} id */
const field = (id) => /** @type {any} */ (document.getElementById(id));
const customer = new Box(field('customer'));
const draft = new Box(field('draft'));

/** @type {Answer | null} what is shown */
let shown = null;
/** @type {AbortController | null} */
let asking = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;
let everything = false;
let clockRuns = true;
let key = keptKey();

/** What the fields say. */
function told() {
  if (clockRuns) field('sent').value = localTime(new Date());
  const [channel, format, sent] = ['channel', 'format', 'sent'].map((id) => field(id).value);
  return conversation({ customer: customer.text, draft: draft.text, format, channel, sent });
}

/** @param {number} [after] milliseconds */
function checkSoon(after = PAUSE_MS) {
  asking?.abort();
  asking = null;
  clearTimeout(pause);
  pause = setTimeout(checkNow, after);
}

/** Only the newest answer counts: whatever is typed or chosen meanwhile makes an older one void. */
async function checkNow() {
  pause = undefined;
  if (!draft.text.trim()) {
    tell(null);
    show(null);
    field('curl').textContent = '';
    return;
  }
  const leave = (asking = new AbortController());
  const conversation = told();
  const body = written(conversation);
  field('outcome').ariaBusy = 'true';
  const result = await check(body, key, leave).catch((/** @type {Error} */ problem) => problem);
  if (leave !== asking) return;
  tell(result instanceof Error ? result : null);
  if (!(result instanceof Error)) show({ told: conversation, body, result });
  field('curl').textContent = command();
}

/**
 * Says what is in the way of an answer. What is shown from before stays, and is seen to be old.
 * @param {Error | null} problem null when nothing is
 */
function tell(problem) {
  field('outcome').ariaBusy = 'false';
  const status = problem instanceof Refused ? problem.status : 0;
  let said = '';
  if (problem && !(problem instanceof Refused)) {
    said = `The server does not answer. ${shown ? 'What stands below is from before. ' : ''}This page asks again every few seconds.`;
    checkSoon(AGAIN_MS);
  } else if (status === 401) said = key ? 'The server does not know this key.' : 'This server asks for a key.';
  else if (problem instanceof Refused) said = `The server could not check this: ${problem.message}.`;
  const notice = field('notice');
  if (notice.textContent !== said) notice.replaceChildren(...(said ? [build('p', { className: 'notice', textContent: said })] : []));
  if (status !== 401 && field('key-form').contains(document.activeElement)) field('outcome').focus();
  field('key-form').hidden = status !== 401;
  field('outcome').classList.toggle('old', Boolean(problem));
}

/** @param {Answer | null} answer null where there is no draft */
function show(answer) {
  if (answer && shown?.body === answer.body && JSON.stringify(shown.result) === JSON.stringify(answer.result)) return;
  shown = answer;
  const spans = underlines(placed(answer?.result.findings ?? [], draft.text));
  for (const severity of SEVERITIES) draft.mark(severity, spans[severity]);
  showVerdict(answer);
  refill(field('report'), answer ? report(answer) : [legend()]);
  field('copy').disabled = !answer;
  showCaret();
}

/** @param {Answer | null} answer */
function showVerdict(answer) {
  const empty = { title: 'Nothing to check yet', counts: 'write or paste a draft, or try a sample' };
  const { title, counts } = answer ? verdict(answer.result) : empty;
  const { score, verdict: kind, ruleset, engine } = answer?.result ?? {};
  const line = field('verdict');
  if (line.textContent !== `${title}: ${counts}`) line.replaceChildren(build('strong', { textContent: title }), unseen(': '), counts);
  field('jump').textContent = answer ? `${title}: ${counts}` : '';
  const number = [build('b', { textContent: `${score?.total}` }), ' of 100', build('span', { textContent: score?.band ?? '' })];
  field('total').replaceChildren(...(score?.total == null ? [score ? 'not scored' : ''] : number));
  field('verdict-card').dataset.verdict = kind ?? '';
  field('engine').textContent = engine ? `replylint ${engine.version}, rules ${ruleset}` : '';
}

/** @param {Answer} answer */
function report({ told, result }) {
  const roles = told.turns.map(({ role }) => role);
  return [
    ...sections(result.findings, { draft: draft.text, roles, everything }, doing),
    ...promises(result.commitments, told.now, leading),
    ...questions(result.questions, leading),
    score(result),
  ];
}

/** @type {import('./findings.js').Doing} */
const doing = {
  go: ({ utf16 }) => draft.select(utf16),
  point: (finding) => point(finding ?? caretFinding()),
  apply(finding, { edits }) {
    if (!isFresh()) return; // the words may have moved; the next answer brings the button again
    draft.edit(edits.map(({ utf16, text }) => ({ ...utf16, text })));
    checkSoon(0);
  },
  showAll() {
    everything = true;
    if (shown) refill(field('report'), report(shown));
    point(caretFinding());
  },
};

/** Whether what is shown is about the texts as they stand. */
function isFresh() {
  return shown?.told.turns.every(({ role, text }) => text === (role === 'customer' ? customer : draft).text) ?? false;
}

/**
 * @param {Words} words of a turn
 * @returns {{box: Box, span: import('./box.js').Span}} where they stand on this page
 */
function place({ turn, start, end }) {
  const { role, text } = /** @type {Answer} */ (shown).told.turns[turn];
  return { box: role === 'customer' ? customer : draft, span: units(text, { start, end }) };
}

/**
 * @param {Words} words
 * @returns {HTMLButtonElement} that leads to them
 */
function leading(words) {
  const button = build('button', { type: 'button', className: 'words', textContent: `“${words.text}”` });
  button.dataset.key = `${words.turn} ${words.start} ${words.end}`;
  const { box, span } = place(words);
  button.addEventListener('click', () => box.select(span));
  for (const type of ['pointerenter', 'focus']) button.addEventListener(type, () => box.mark('current', [span]));
  for (const type of ['pointerleave', 'blur']) button.addEventListener(type, () => box.mark('current', []));
  return button;
}

/**
 * Shows the words of a finding, and the customer's that make it a fault, beside its reasons.
 * @param {Finding | null} finding
 */
function point(finding) {
  for (const item of field('report').querySelectorAll('[data-finding]')) {
    item.classList.toggle('current', item.dataset.finding === finding?.id);
  }
  if (!isFresh()) return;
  draft.mark('current', finding?.about === 'words' ? [finding.utf16] : []);
  const elsewhere = (finding?.evidence ?? []).map(place);
  for (const box of [draft, customer]) box.mark('evidence', elsewhere.filter((it) => it.box === box).map(({ span }) => span));
}

/** The finding at the cursor: the one with the fewest words where several are. */
function caretFinding() {
  const { selectionStart, selectionEnd } = draft.textarea;
  if (document.activeElement !== draft.textarea || !shown || !isFresh()) return null;
  const here = placed(shown.result.findings, draft.text).filter(({ utf16: { start, end } }) => {
    return start <= selectionStart && selectionEnd <= end;
  });
  return here.sort((a, b) => a.text.length - b.text.length)[0] ?? null;
}

/** Says beneath the draft what was found at the cursor. */
function showCaret() {
  const finding = caretFinding();
  if (!finding && document.activeElement === field('why')) return;
  const hint = shown?.result.findings.length ? 'Put the cursor into underlined words to see why they are.' : '';
  field('here').replaceChildren(...(finding ? [badge(finding.severity), finding.message] : [hint]));
  field('why').hidden = !finding;
  field('why').onclick = () => finding && read(finding);
  point(finding);
}

/**
 * Brings the keyboard to the reasons of a finding.
 * @param {Finding} finding
 */
function read({ id }) {
  const words = () => field('report').querySelector(`[data-key="${id}"]`);
  if (!words()) doing.showAll();
  words()?.focus();
}

/** The request as it stands in the fields now, for a shell. */
function command() {
  if (!draft.text.trim()) return '';
  return curl(shown && isFresh() && !pause ? shown.body : written(told()), Boolean(key));
}

async function copy() {
  const code = field('curl');
  code.textContent = command();
  try {
    await navigator.clipboard.writeText(code.textContent);
    field('copied').textContent = 'Copied';
  } catch {
    code.closest('details').open = true; // no clipboard without https or a local address
    getSelection()?.selectAllChildren(code);
    field('copied').textContent = document.execCommand('copy') ? 'Copied' : 'Selected; copy it from here';
  }
  setTimeout(() => field('copied').replaceChildren(), AGAIN_MS);
}

/** @returns {string} the key of this tab, or nothing */
function keptKey() {
  try {
    return sessionStorage.getItem(KEY) ?? '';
  } catch {
    return ''; // the browser is set to keep nothing
  }
}

/** @param {string} given nothing to forget it */
function useKey(given) {
  key = given;
  try {
    if (given) sessionStorage.setItem(KEY, given);
    else sessionStorage.removeItem(KEY);
  } catch {
    // then it is used until the page is left
  }
  field('forget').hidden = !given;
  checkSoon(0);
}

/** @param {{id: string, channel: string, turns: import('./request.js').Turn[]}} sample */
function load({ channel, turns }, write = (/** @type {Box} */ box, /** @type {string} */ text) => box.write(text)) {
  write(customer, turns[0].text);
  write(draft, turns[1].text);
  field('channel').value = channel;
  field('format').value = turns[1].format ?? 'plain';
  everything = false;
  checkSoon(0);
}

async function offerSamples() {
  const samples = await (await fetch(new URL('samples.json', import.meta.url))).json();
  for (const sample of samples) {
    const chip = build('button', { type: 'button', textContent: sample.id });
    chip.addEventListener('click', () => {
      load(sample);
      chip.focus({ preventScroll: true });
    });
    field('samples').append(chip);
  }
  if (!draft.text && !customer.text) load(samples[0], (box, text) => box.fill(text));
}

/** @param {boolean} runs whether the field follows the clock */
function setClock(runs) {
  clockRuns = runs;
  field('sent').value = runs ? localTime(new Date()) : '';
  checkSoon(0);
}

function listen() {
  for (const { textarea } of [customer, draft]) textarea.addEventListener('input', () => checkSoon());
  for (const id of ['channel', 'format']) field(id).addEventListener('change', () => checkSoon(0));
  field('sent').addEventListener('input', () => {
    clockRuns = false;
    checkSoon();
  });
  field('now').addEventListener('click', () => setClock(true));
  field('no-clock').addEventListener('click', () => setClock(false));
  field('copy').addEventListener('click', copy);
  field('forget').addEventListener('click', () => useKey(''));
  field('key-form').addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    useKey(field('key').value.trim());
    field('key').value = '';
  });
  field('clear').addEventListener('click', () => {
    for (const box of [customer, draft]) box.write('');
    checkSoon(0);
  });
  document.addEventListener('selectionchange', () => document.activeElement === draft.textarea && showCaret());
}

field('forget').hidden = !key;
field('server').textContent = location.host;
field('zone').textContent = `Your zone: ${zone()}`;
show(null);
listen();
setClock(true);
offerSamples();
