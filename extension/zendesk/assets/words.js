/**
 * What the app says. Zendesk reads `translations` itself, for its own pages, and hands nothing of it to an app.
 */

const WORDS = {
  advice_out: 'Mend it in the replylint app beside the ticket, or give a reason there and send it anyway.',
  answered: 'Thank you. It is counted, without any words of the reply.',
  answered_not: 'This could not be recorded.',
  approved: 'Submit once more',
  approved_recorded: 'This very reply goes then. Your name and reason are recorded, the reply is not.',
  approved_unrecorded: 'This very reply goes then. Your reason could not be recorded.',
  check: 'Check the reply',
  checking: 'Checking …',
  fill: 'Put it in',
  finding_error: 'Serious',
  finding_missing: 'Missing from the reply',
  finding_said_customer: 'The customer wrote:',
  finding_said_earlier: 'Said before:',
  finding_suggestion: 'Suggestion',
  finding_warning: 'Warning',
  found: 'Nothing holds it',
  found_many: '$1 things to look at before you submit.',
  found_none: 'Nothing to look at. It is not sent yet.',
  found_one: 'One thing to look at before you submit.',
  held: 'Not sent yet',
  held_ahead: 'This would be held',
  held_many: '$1 things here may come back as a complaint.',
  held_more: 'And $1 more.',
  held_notice: 'replylint holds this reply:',
  held_one: 'One thing here may come back as a complaint.',
  idle: 'Ready',
  idle_about: 'A public reply is checked when you submit it. Internal notes are not.',
  missing: 'Missing so far',
  more_many: 'and $1 more',
  more_one: 'and 1 more',
  no_framework: 'Nothing is checked',
  no_framework_about: 'Zendesk’s framework for apps did not load. Reload the page.',
  not_here: 'Not here',
  not_here_means: 'It fits in this conversation.',
  nothing: 'Nothing to check',
  nothing_about: 'There is no public reply yet.',
  passed: 'Checked',
  passed_about: 'Nothing held the reply.',
  put_changed: 'The reply has changed in the meantime, so nothing was put in. This is what it looks like now.',
  put_refused: 'The editor took the change another way. Please read that place again.',
  reason: 'Why it should go as it is',
  reason_asked: 'they asked for it',
  reason_right: 'it is right',
  reason_urgent: 'it cannot wait',
  recorded_as: 'Recorded as $1, for this very reply.',
  send_anyway: 'Send anyway',
  sent_as_before: 'Let go',
  sent_as_before_about: 'You gave a reason for this reply.',
  unchecked: 'Not checked',
  unchecked_about: 'The replylint server did not answer in time.',
  unchecked_notice: 'Not checked: the replylint server did not answer, so the reply was let go as it is.',
  wrong: 'Wrong',
  wrong_means: 'replylint is mistaken.',
};

/**
 * @param {keyof typeof WORDS} key
 * @param {...(string | number)} parts what stands in the places $1, $2 …
 * @returns {string}
 */
export function say(key, ...parts) {
  return WORDS[key].replace(/\$(\d)/g, (_, place) => String(parts[place - 1]));
}

/**
 * The same for a number of things: `key_one` for one, `key_many` for any other.
 * @param {'found' | 'held' | 'more'} key
 * @param {number} count
 * @returns {string}
 */
export function sayOf(key, count) {
  return say(count === 1 ? `${key}_one` : `${key}_many`, count);
}
