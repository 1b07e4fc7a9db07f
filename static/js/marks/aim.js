import { partsOf } from "./fragments.js";

/** @type {WeakMap<object, Aim>} */
const known = new WeakMap();

/** @param {import("./reading.js").Reading} store @returns {Aim} one and the same for a store */
export function aimOf(store) {
  if (!known.has(store)) known.set(store, new Aim(store));
  return /** @type {Aim} */ (known.get(store));
}

/**
 * Whose borders are moved: those of the open mark's own words, or of the cue or the speaker that was
 * chosen. The choice holds as long as the mark is open and has that part.
 */
export class Aim {
  #store;
  #chosen = null;

  /** @param {import("./reading.js").Reading} store */
  constructor(store) {
    this.#store = store;
    store.addEventListener("active", () => {
      this.#chosen = null;
    });
  }

  /** @returns {number | null} index among the parts of the open mark; null for its own words */
  get part() {
    const { index, part } = this.#chosen ?? {};
    return part && this.#parts[index]?.part === part ? index : null;
  }

  /** @param {number | null} index a part of the open mark; one that is not there is none */
  choose(index) {
    const part = index === null ? undefined : this.#parts[index]?.part;
    this.#chosen = part ? { index, part } : null;
  }

  /** From the words to the first part, from one part to the next, and from the last to the words. */
  chooseNext() {
    this.choose((this.part ?? -1) + 1);
  }

  /**
   * @param {number | null} place where the text cursor stands, if it does
   * @returns {number | null} the part that is chosen, or else the one that the cursor is in
   */
  at(place) {
    if (this.part !== null || place === null) return this.part;
    const index = this.#parts.findIndex(({ start, end }) => start <= place && place <= end);
    return index < 0 ? null : index;
  }

  get #parts() {
    return partsOf(this.#store.activeMark?.fragments ?? []);
  }
}
