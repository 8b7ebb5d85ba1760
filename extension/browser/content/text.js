/** What the extension says, in the language of the browser: `_locales` has the words. */

/**
 * @param {string} key a name in `_locales/…/messages.json`
 * @param {...(string | number)} parts what stands in the places $1, $2 …
 * @returns {string}
 */
function text(key, ...parts) {
  return browserApi.i18n.getMessage(key, parts.map(String));
}
