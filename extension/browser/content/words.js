/** What is said to a person stands in `_locales`; this reads it. */

/**
 * @param {string} name of a message
 * @param {...(string | number)} about what fills its places
 * @returns {string}
 */
function say(name, ...about) {
  return (globalThis.browser ?? globalThis.chrome).i18n.getMessage(name, about.map(String));
}
