/**
 * What the agent answered to findings, kept on her machine: *not here* (this finding in this conversation), *never*
 * (these words, by this rule, for her alone) and *wrong* (as not here). Places are kept as a digest, never as an address.
 *
 * @typedef {'not-here' | 'never' | 'wrong'} Answer
 * @typedef {{place: string, finding: string, at: number}} Here
 * @typedef {{rule: string, words: string, at: number}} Never
 */

const HERE_AT_MOST = 500;

class Answers {
  /** @type {Here[]} */
  #here = [];
  /** @type {Never[]} */
  #never = [];

  /** Reads what is kept, and follows what other pages add. */
  constructor() {
    browserApi.storage.local.get({ answersHere: [], answersNever: [] }).then(({ answersHere, answersNever }) => {
      this.#here = answersHere;
      this.#never = answersNever;
    });
    browserApi.storage.onChanged.addListener(({ answersHere, answersNever }) => {
      if (answersHere) this.#here = answersHere.newValue ?? [];
      if (answersNever) this.#never = answersNever.newValue ?? [];
    });
  }

  /**
   * The result without the findings she has answered in this place. A finding that fails a review outright is hidden
   * while she writes, but Send asks about it all the same.
   * @param {Result} result
   * @param {string} place
   * @param {'writing' | 'sending'} when
   * @returns {Result}
   */
  left(result, place, when) {
    const counts = (/** @type {Finding} */ finding) =>
      (when === 'sending' && finding.gate !== null) || !this.#answered(finding, digest(place));
    return resultWith(result, result.findings.filter(counts));
  }

  /**
   * @param {Finding} finding
   * @param {Answer} answer
   * @param {string} place
   * @returns {() => void} takes the answer back
   */
  add(finding, answer, place) {
    browserApi.runtime.sendMessage({ type: 'feedback', rule: finding.rule, finding: finding.id, answer }).catch(() => {});
    const at = Date.now();
    if (answer === 'never') {
      const words = folded(finding.text);
      this.#never = [...this.#never, { rule: finding.rule, words, at }];
      this.#keep();
      return () => {
        this.#never = this.#never.filter((kept) => kept.rule !== finding.rule || kept.words !== words);
        this.#keep();
      };
    }
    const here = digest(place);
    this.#here = [...this.#here, { place: here, finding: finding.id, at }].slice(-HERE_AT_MOST);
    this.#keep();
    return () => {
      this.#here = this.#here.filter((kept) => kept.place !== here || kept.finding !== finding.id);
      this.#keep();
    };
  }

  /**
   * @param {Finding} finding
   * @param {string} place
   */
  #answered({ id, rule, about, text }, place) {
    if (this.#here.some((kept) => kept.finding === id && kept.place === place)) return true;
    const words = folded(text);
    return about === 'words' && this.#never.some((kept) => kept.rule === rule && kept.words === words);
  }

  #keep() {
    browserApi.storage.local.set({ answersHere: this.#here, answersNever: this.#never }).catch(() => {});
  }
}

/**
 * FNV-1a of 53 bits or so, in two halves: enough to tell conversations apart, too little to tell an address.
 * @param {string} words
 * @returns {string}
 */
function digest(words) {
  return [0x811c9dc5, 0x01000193].map((seed) => {
    let hash = seed;
    for (let i = 0; i < words.length; i += 1) hash = Math.imul(hash ^ words.charCodeAt(i), 0x01000193) >>> 0;
    return hash.toString(36);
  }).join('-');
}

/**
 * What tells conversations apart: the address that the agent sees.
 * @returns {string}
 */
function placeHere() {
  return (outermostDocument(window).defaultView ?? window).location.href;
}
