/**
 * Adapters: data that says where on a helpdesk's pages the reply is written, sent and answered to. The shipped ones are
 * in `sites/`, the taught ones in the extension's storage; both have this shape.
 *
 * @typedef {object} Adapter
 * @property {string} name
 * @property {string[]} match URL patterns: `https://desk.example/tickets/*`
 * @property {string} [sign] a selector that only pages of this product have; without it `match` alone decides
 * @property {string} editor the reply box: a textarea, an editable element, or the frame around one
 * @property {string | Names} send the button that sends; as `Names` it is told by its words
 * @property {string} [customer] the customer's messages; the last above the box counts
 * @property {Thread} [thread] all messages, where the page tells who wrote each; taken before `customer`
 * @property {Internal} [internal] the switch between a public reply and an internal note
 * @property {string} [channel]
 *
 * @typedef {object} Names
 * @property {string} selector what can be a button
 * @property {string[]} named words with which the name of a button that sends starts
 * @property {string[]} unless words that no such name has
 *
 * @typedef {object} Thread
 * @property {string} messages
 * @property {string} customer a selector that the customer's messages match
 * @property {string} agent a selector that the agents' messages match; others, such as internal notes, are left out
 * @property {string} [words] where in a message its words are
 * @property {string} [time] where in a message its `datetime` is, for pages that can turn the order round
 *
 * @typedef {object} Internal
 * @property {string} selector
 * @property {When} when what makes the reply an internal note
 *
 * @typedef {{checked: boolean} | {value: string} | {text: string} | {present: true}} When
 *
 * @typedef {[key: string, ...about: string[]]} Problem a message of `_locales`, and what it is about
 * @typedef {(value: any, where: string) => Problem[]} Check
 */

export const CHANNELS = ['email', 'chat', 'social', 'forum', 'phone'];

const PATTERN = /^(\*|https?):\/\/(\*|[^/*?#]+|\*\.[^/*?#]+)\/\S*$/;
const LONGEST = 2000;

/** The parts of a selector that are sought one within the other: through frames and open shadow trees. */
export const STEP = '>>>';

/**
 * What is wrong with data that should be an adapter; nothing when it is one.
 * @param {unknown} data
 * @param {(selector: string) => boolean} [isSelector] asks the browser, where there is a page to ask
 * @returns {Problem[]}
 */
export function problemsOf(data, isSelector = () => true) {
  const selector = selectorCheck(isSelector);
  const names = fields({ selector, named: words, unless: words });
  const thread = fields({ messages: selector, customer: selector, agent: selector }, { words: selector, time: selector });
  return fields(
    {
      name: text,
      match: patterns,
      editor: selector,
      send: (value, where) => (typeof value === 'string' ? selector : names)(value, where),
    },
    { sign: selector, customer: selector, thread, internal: fields({ selector, when }), channel },
  )(data, '');
}

/**
 * The origin of a site that an adapter is for, when it is for one alone.
 * @param {Adapter} adapter
 * @returns {string | null}
 */
export function originOf(adapter) {
  const origins = new Set(adapter.match.map((pattern) => (/^https?:\/\/[^/*]+(?=\/)/.exec(pattern) ?? [''])[0]));
  const [origin] = origins;
  return origins.size === 1 && origin ? new URL(origin).origin : null;
}

/**
 * The name that comes nearest to one that is not known.
 * @param {string} name
 * @param {string[]} known
 * @returns {string}
 */
export function nearest(name, known) {
  return [...known].sort((a, b) => changes(name, a) - changes(name, b))[0];
}

/**
 * @param {Record<string, Check>} required
 * @param {Record<string, Check>} [optional]
 * @returns {Check}
 */
function fields(required, optional = {}) {
  const known = { ...required, ...optional };
  return (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [['adapterNoObject', where || 'JSON']];
    const path = (/** @type {string} */ name) => (where ? `${where}.${name}` : name);
    /** @type {Problem[]} */
    const problems = [];
    for (const name of Object.keys(value)) {
      if (name in known) problems.push(...known[name](value[name], path(name)));
      else problems.push(['adapterUnknown', path(name), nearest(name, Object.keys(known))]);
    }
    for (const name of Object.keys(required)) if (!(name in value)) problems.push(['adapterLacks', path(name)]);
    return problems;
  };
}

/** @type {Check} */
function text(value, where) {
  return typeof value === 'string' && value.trim() && value.length <= LONGEST ? [] : [['adapterNoText', where]];
}

/** @type {Check} */
function words(value, where) {
  const are = Array.isArray(value) && value.every((word) => typeof word === 'string' && /^[\p{L} -]+$/u.test(word));
  return are ? [] : [['adapterNoWords', where]];
}

/** @type {Check} */
function patterns(value, where) {
  if (!Array.isArray(value) || value.length === 0) return [['adapterNoPattern', where, String(value)]];
  return value.filter((one) => typeof one !== 'string' || !PATTERN.test(one)).map((one) => ['adapterNoPattern', where, String(one)]);
}

/** @type {Check} */
function channel(value, where) {
  return CHANNELS.includes(value) ? [] : [['adapterNoChannel', where, String(value), nearest(String(value), CHANNELS)]];
}

/** @type {Check} */
function when(value, where) {
  const problems = fields({}, { checked: flag, value: text, text, present: flag })(value, where);
  return problems.length || Object.keys(value).length === 1 ? problems : [['adapterOneOf', where]];
}

/** @type {Check} */
function flag(value, where) {
  return typeof value === 'boolean' ? [] : [['adapterNoFlag', where]];
}

/**
 * @param {(selector: string) => boolean} isSelector
 * @returns {Check}
 */
function selectorCheck(isSelector) {
  return (value, where) => {
    const problems = text(value, where);
    if (problems.length) return problems;
    return value.split(STEP).every((/** @type {string} */ step) => step.trim() && isSelector(step)) ? [] : [['adapterNoSelector', where, value]];
  };
}

/**
 * How many letters have to be added, left out or replaced to make one word of another.
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
function changes(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1])));
    }
    row = next;
  }
  return row[b.length];
}
