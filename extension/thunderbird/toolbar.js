/** Our button in a composer's toolbar: whether the mail is watched, and how much there is to look at. */

import { say } from './shared/page.js';
import { browserApi } from './shared/settings.js';

const SEVERITIES = ['error', 'warning', 'suggestion'];
/** @type {Record<string, string>} */
const COLOURS = { error: '#b42318', warning: '#8a4b00', suggestion: '#1f5fbf' };
const AWAY = '#57606a';

/**
 * @param {number} tabId of the composer
 * @param {{watched: boolean, error?: string, found?: {severity: string, about: string}[]}} state
 */
export async function showState(tabId, { watched, error, found = [] }) {
  const severities = found.filter(({ about }) => about === 'words').map(({ severity }) => severity);
  const gravest = SEVERITIES.find((severity) => severities.includes(severity));
  const text = error ? '!' : gravest ? String(severities.length) : '';
  const { composeAction } = browserApi;
  await Promise.all([
    composeAction.setTitle({ tabId, title: error ? say('badgeAway', say(error)) : titleOf(watched, severities.length, gravest) }),
    composeAction.setBadgeText({ tabId, text }),
    composeAction.setBadgeBackgroundColor({ tabId, color: error || !gravest ? AWAY : COLOURS[gravest] }),
  ]).catch(() => {}); // the composer was closed in the meantime
}

/**
 * @param {boolean} watched
 * @param {number} count
 * @param {string | undefined} gravest
 */
function titleOf(watched, count, gravest) {
  const state = say(watched ? 'badgeWatching' : 'badgeResting');
  if (!gravest) return state;
  return `${state} ${say(count === 1 ? 'badgeFinding' : 'badgeFindings', count, say(`severity_${gravest}`))}`;
}
