/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} label
 * @property {number} start first code point of what is marked
 * @property {number} end
 * @property {number} n
 * @property {boolean} unchecked a claim without a verdict, or with a stale one
 * @property {any} shown ANNOTATION with its number
 */

/**
 * The live marks in text order: by start, then longest, then number. One that comes, goes or
 * changes costs a search, not a sorting: nothing here grows with the number of marks but what
 * asks for all of them.
 */
export class TextOrder {
  /** @type {Entry[]} */
  #entries = [];
  #byId = new Map();
  #counts = { all: 0, claim: 0, quote: 0, context: 0, unchecked: 0 };

  /**
   * Take many at once.
   * @param {any[]} annotations
   */
  take(annotations) {
    this.#entries = annotations.map(entryOf).sort(inTextOrder);
    for (const entry of this.#entries) this.#note(entry, 1);
  }

  /** @param {any} annotation to be there from now on, in place of what was there of it */
  put(annotation) {
    this.delete(annotation.id);
    const entry = entryOf(annotation);
    this.#entries.splice(this.#placeFor(entry), 0, entry);
    this.#note(entry, 1);
  }

  /** @param {string} id */
  delete(id) {
    const entry = this.#byId.get(id);
    if (!entry) return;
    this.#entries.splice(this.#placeFor(entry), 1);
    this.#note(entry, -1);
  }

  /** @returns {readonly Entry[]} all of them, not to be changed */
  get entries() {
    return this.#entries;
  }

  /** @returns {Readonly<{all: number, claim: number, quote: number, context: number, unchecked: number}>} */
  get counts() {
    return this.#counts;
  }

  /** @param {string} id @returns {number} its place in the order, -1 where it is not in it */
  indexOf(id) {
    const entry = this.#byId.get(id);
    return entry ? this.#placeFor(entry) : -1;
  }

  /** @param {any} annotation one that is or was here @returns {number} how many come before it */
  countBefore(annotation) {
    return this.#placeFor(entryOf(annotation));
  }

  #note(entry, by) {
    if (by > 0) this.#byId.set(entry.id, entry);
    else this.#byId.delete(entry.id);
    this.#counts.all += by;
    this.#counts[entry.label] += by;
    if (entry.unchecked) this.#counts.unchecked += by;
  }

  #placeFor(entry) {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (inTextOrder(this.#entries[middle], entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** @param {any} annotation @returns {{start: number, end: number, exact: string}[]} */
export function contentOf(annotation) {
  return (annotation?.fragments ?? []).filter((fragment) => fragment.part === "content");
}

/** @param {any} annotation @returns {boolean} */
export function isUnchecked({ label, claim }) {
  return label === "claim" && (!claim?.verdict || claim.verdict.stale);
}

function entryOf(shown) {
  const fragments = contentOf(shown);
  const { id, label, n } = shown;
  const [start, end] = [fragments[0]?.start ?? 0, fragments.at(-1)?.end ?? 0];
  return { id, label, start, end, n, unchecked: isUnchecked(shown), shown };
}

function inTextOrder(one, other) {
  return one.start - other.start || other.end - one.end || one.n - other.n;
}
