const PAUSE = 400;
const LONGEST = 2000;

/**
 * @typedef {object} Draft words in a field of a card that nobody has finished
 * @property {string} annotation
 * @property {string} field
 * @property {string} value
 * @property {any} ground what they were typed on
 * @property {number} version of the annotation that they were typed on
 */

/**
 * What is being typed, kept in the browser until it is committed: a tab that crashes loses no
 * words, and half a sentence is never sent. A draft of another tab that still lives is its own.
 */
export class Drafts {
  #storage;
  #clock;
  #timer = null;
  #since = 0;
  #failed = false;
  /** @type {Map<string, Draft>} */
  #kept = new Map();
  /** What the storage does not know yet; null for a draft that ended. @type {Map<string, Draft | null>} */
  #unwritten = new Map();

  /**
   * @param {import("./storage.js").DraftStorage | null} storage null where the browser keeps nothing
   * @param {Draft[]} [found] what an earlier page left
   * @param {{now: () => number, setTimeout: (call: () => void, delay: number) => any, clearTimeout: (timer: any) => void}} [clock]
   */
  constructor(storage, found = [], clock = browserClock) {
    this.#storage = storage;
    this.#clock = clock;
    for (const draft of found) this.#kept.set(keyOf(draft.annotation, draft.field), draft);
  }

  /** @param {string} annotation @returns {Draft[]} */
  of(annotation) {
    return [...this.#kept.values()].filter((draft) => draft.annotation === annotation);
  }

  /** @returns {Set<string>} the annotations that have drafts */
  get annotations() {
    return new Set([...this.#kept.values()].map((draft) => draft.annotation));
  }

  /** @param {Draft} draft kept a moment after the last key, and while somebody types without a pause */
  keep(draft) {
    const key = keyOf(draft.annotation, draft.field);
    if (this.#kept.get(key)?.value === draft.value) return;
    this.#kept.set(key, draft);
    this.#writeSoon(key, draft);
  }

  /** Its words are committed, or taken back. @param {string} annotation @param {string} field */
  drop(annotation, field) {
    const key = keyOf(annotation, field);
    // Written later than the commit, so that a crash between the two finds the words at least once.
    if (this.#kept.delete(key)) this.#writeSoon(key, null);
  }

  /** Write now what waits to be written. */
  flush() {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
    const waiting = [...this.#unwritten];
    this.#unwritten.clear();
    if (waiting.length === 0 || !this.#storage) return;
    this.#write(this.#storage, waiting.map(([key, draft]) => draft ?? { ...partsOf(key), value: null }));
  }

  /** @returns {boolean} whether there are words that go with the page */
  unsafeToLeave() {
    return this.#kept.size > 0 && (this.#failed || !this.#storage);
  }

  async #write(storage, drafts) {
    try {
      await storage.write(drafts);
      this.#failed = false;
    } catch {
      this.#failed = true;
    }
  }

  #writeSoon(key, draft) {
    const now = this.#clock.now();
    if (this.#timer === null) this.#since = now;
    else this.#clock.clearTimeout(this.#timer);
    this.#unwritten.set(key, draft);
    const delay = Math.max(0, Math.min(PAUSE, this.#since + LONGEST - now));
    this.#timer = this.#clock.setTimeout(() => this.flush(), delay);
  }
}

const browserClock = {
  now: () => Date.now(),
  setTimeout: (call, delay) => setTimeout(call, delay),
  clearTimeout: (timer) => clearTimeout(timer),
};

function keyOf(annotation, field) {
  return `${annotation} ${field}`;
}

function partsOf(key) {
  const [annotation, field] = key.split(" ");
  return { annotation, field };
}
