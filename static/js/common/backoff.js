const SHORTEST = 1_000;
const LONGEST = 60_000;

/** How long a queue, and each item in it, waits after a failure; all times in milliseconds. */
export class Backoff {
  #clock;
  #failures = 0;
  #until = 0;
  #ordered = 0;
  #items = new Map();

  /** @param {{now: () => number, random: () => number}} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /**
   * The whole queue waits, twice as long as before, and at least as long as the server asks.
   * @param {number | null} retryAfter seconds
   */
  failAll(retryAfter) {
    this.#failures += 1;
    const now = this.#clock.now();
    this.#until = now + this.#delay(this.#failures);
    if (retryAfter) this.#ordered = now + retryAfter * 1_000;
  }

  /**
   * One item waits; the others go on.
   * @param {number} key
   * @param {number} attempts how often it was tried
   */
  failOne(key, attempts) {
    this.#items.set(key, this.#clock.now() + this.#delay(attempts));
  }

  /** @param {number} key of the item that went through */
  succeed(key) {
    this.#failures = 0;
    this.#until = 0;
    this.#ordered = 0;
    this.#items.delete(key);
  }

  /**
   * @param {number} key
   * @returns {number} when the item may be tried again
   */
  until(key) {
    return Math.max(this.#until, this.#ordered, this.#items.get(key) ?? 0);
  }

  /**
   * Wait no longer: the network is back, or somebody looks at the page.
   * @param {{ordered?: boolean}} [options] ordered: pass over what the server asked for too
   */
  forget({ ordered = false } = {}) {
    this.#until = 0;
    this.#items.clear();
    if (ordered) this.#ordered = 0;
  }

  #delay(failures) {
    const spread = 0.5 + this.#clock.random() / 2; // so that a hundred browsers do not come at once
    const delay = SHORTEST * 2 ** Math.min(failures, 10) * spread;
    return Math.min(LONGEST, Math.max(SHORTEST, delay));
  }
}
