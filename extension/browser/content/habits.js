/**
 * What the agent is marked for and what she mends, counted for herself. A draft is counted when it goes out, by rule;
 * until then its words are only in this page's memory, and they are never kept.
 *
 * @typedef {{rule: string, since: number, settled: boolean, mended: boolean}} Seen
 */

const SETTLED_MS = 1500; // "soon" on the way to "sooner" is no habit

class Habits {
  /** @type {WeakMap<HTMLElement, Map<string, Seen>>} */
  #seen = new WeakMap();

  /**
   * @param {HTMLElement} box
   * @param {Finding[]} findings
   * @param {number} [now] in milliseconds
   */
  saw(box, findings, now = Date.now()) {
    const seen = this.#of(box);
    const there = new Set(findings.map(habitOf));
    for (const [habit, kept] of seen) {
      if (!kept.settled && now - kept.since >= SETTLED_MS) kept.settled = true;
      if (!kept.settled && !there.has(habit)) seen.delete(habit);
    }
    for (const finding of findings) {
      const habit = habitOf(finding);
      if (!seen.has(habit)) seen.set(habit, { rule: finding.rule, since: now, settled: false, mended: false });
    }
  }

  /**
   * @param {HTMLElement} box
   * @param {Finding} finding that was mended by a press
   */
  mended(box, finding) {
    const now = Date.now();
    this.#of(box).set(habitOf(finding), { rule: finding.rule, since: now, settled: true, mended: true });
  }

  /**
   * What she calls wrong or fitting is no habit.
   * @param {HTMLElement} box
   * @param {Finding} finding
   */
  answered(box, finding) {
    this.#of(box).delete(habitOf(finding));
  }

  /**
   * @param {HTMLElement} box
   * @param {Finding[]} findings what was left when the draft went out
   * @param {number} [now]
   */
  sent(box, findings, now = Date.now()) {
    this.saw(box, findings, now);
    const left = new Set(findings.map(habitOf));
    /** @type {Record<string, [number, number, number]>} */
    const counts = {};
    for (const [habit, { rule, settled, mended }] of this.#of(box)) {
      if (!settled && !left.has(habit)) continue;
      const [marked, changed, pressed] = counts[rule] ?? [0, 0, 0];
      const gone = !left.has(habit);
      counts[rule] = [marked + 1, changed + Number(gone), pressed + Number(gone && mended)];
    }
    this.#seen.delete(box);
    if (Object.keys(counts).length) browserApi.runtime.sendMessage({ type: 'week', counts }).catch(() => {});
  }

  /** @param {HTMLElement} box */
  #of(box) {
    const seen = this.#seen.get(box) ?? new Map();
    this.#seen.set(box, seen);
    return seen;
  }
}

/**
 * @param {Finding} finding
 * @returns {string} the same for the same words under the same rule, wherever in the draft
 */
function habitOf({ rule, about, text: words }) {
  return `${rule} ${about === 'words' ? folded(words) : ''}`;
}
