// What makes scoring quick: keys, answers that outlive a reload, and marks that show what was found in them. Every page works
// without it.

const KEPT = 'desk: ';
const form = document.querySelector('form.score');
const groups = [...(form?.querySelectorAll('[role="radiogroup"]') ?? [])];
const radios = (group) => [...group.querySelectorAll('input')];
const answered = (group) => radios(group).some((radio) => radio.checked);

/** Put the keyboard into a criterion, or behind the last one into the box for words. */
function visit(group) {
  const target = group ? (radios(group).find((radio) => radio.checked) ?? radios(group)[0]) : form.elements.reason;
  target.focus({ preventScroll: true });
  (group ?? target).scrollIntoView({ block: 'nearest' });
}

/** Answer the criterion that has the keyboard, or leave it for its neighbour. */
function press(event) {
  const at = groups.indexOf(event.target.closest('[role="radiogroup"]'));
  if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
  const chosen = radios(groups[at]).find((radio) => radio.value[0] === event.key.toLowerCase());
  const way = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (!chosen && !way) return;
  event.preventDefault();
  if (chosen) {
    chosen.checked = true;
    chosen.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (chosen || at + way >= 0) visit(groups[at + (way ?? 1)]);
}

/** Ctrl and Enter send the form that one is in, where it is plain which button that is. */
function send(event) {
  const buttons = event.target.form?.querySelectorAll('button');
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || buttons?.length !== 1) return;
  event.preventDefault();
  event.target.form.requestSubmit(buttons[0]);
}

function count() {
  const line = form.querySelector('.count');
  line.textContent = `${groups.filter(answered).length} of ${groups.length} answered`;
  line.hidden = false;
}

/** The name under which the answers to this reply are kept in the tab: the visitor's, too. */
function place() {
  return `${KEPT}${document.querySelector('.who')?.textContent} ${location.pathname.replace(/\/score$/, '')}`;
}

function keep() {
  const given = [...new FormData(form)].filter(([name]) => name !== 'word');
  sessionStorage.setItem(place(), JSON.stringify(given));
}

function restore() {
  for (const [name, value] of JSON.parse(sessionStorage.getItem(place()) ?? '[]')) {
    if (form.elements[name]) form.elements[name].value = value;
  }
}

function forget() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(KEPT)) sessionStorage.removeItem(name);
}

/** What belongs to each finding: its entry in the list, and its marks and number in the conversation. */
function families() {
  const found = new Map([...document.querySelectorAll('.found > li')].map((item) => [item.id, [item]]));
  for (const words of document.querySelectorAll('.words')) {
    const open = new Set();
    for (const part of words.querySelectorAll('.place, mark, sup a')) {
      const finding = part.matches('.place') ? part.id.replace('m-', 'd-') : part.hash?.slice(1);
      if (part.matches('.place')) open.add(finding);
      else if (part.matches('mark')) open.forEach((each) => found.get(each)?.push(part));
      else if (open.delete(finding)) found.get(finding)?.push(part);
    }
  }
  return [...found.values()];
}

function light(family) {
  const lit = (on) => () => family.forEach((part) => part.classList.toggle('lit', on));
  for (const part of family) {
    part.addEventListener('pointerenter', lit(true));
    part.addEventListener('pointerleave', lit(false));
    part.addEventListener('focusin', lit(true));
    part.addEventListener('focusout', lit(false));
  }
}

/** A problem stands where it can be mended, and is read out. */
function point(problem) {
  document.querySelector('form.tried')?.prepend(problem);
  problem.focus();
}

const problem = document.querySelector('#problem');
if (form) {
  if (!problem) restore();
  form.addEventListener('keydown', press);
  form.addEventListener('input', () => { keep(); count(); });
  document.querySelector('.keys').hidden = false;
  count();
  if (location.hash === '#first' && !problem) visit(groups.find((group) => !answered(group)) ?? groups[0]);
} else if (document.querySelector('.totals')) { // it was sent, and kept
  sessionStorage.removeItem(place());
}
document.addEventListener('keydown', send);
document.querySelector('.leave')?.addEventListener('submit', forget);
families().forEach(light);
if (problem) point(problem);
