/** What the extension says, in the language of the browser: `_locales` has the words. */

/**
 * @param {string} key a name in `_locales/…/messages.json`
 * @param {...(string | number)} parts what stands in the places $1, $2 …
 * @returns {string}
 */
function say(key, ...parts) {
  return browserApi.i18n.getMessage(key, parts.map(String));
}

/**
 * The same for a number of things: `key_one` for one, `key_many` for any other, the number in the place $1.
 * @param {string} key
 * @param {number} count
 * @returns {string}
 */
function sayCount(key, count) {
  return say(`${key}_${count === 1 ? 'one' : 'many'}`, count);
}
