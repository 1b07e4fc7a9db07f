/**
 * @typedef {"explains" | "made_in" | "repeats" | "contradicts" | "part_of"} LinkKind
 * @typedef {{id: string, from: string, to: string, kind: LinkKind}} Link
 */

/** What may stand at both ends; annotator/links/service.py has the same and decides. */
const FITTING = {
  explains: ["context claim", "context quote"],
  made_in: ["claim quote", "quote quote"],
  repeats: ["claim claim"],
  contradicts: ["claim claim"],
  part_of: ["claim claim"],
};

/** @param {LinkKind} kind @param {string} first @param {string} second @returns {boolean} */
export function fits(kind, first, second) {
  return FITTING[kind].includes(`${first} ${second}`);
}

/** @type {WeakMap<object, Links>} */
const known = new WeakMap();

/** @param {import("./store.js").Store} store @returns {Links} one and the same for a store */
export function linksOf(store) {
  if (!known.has(store)) known.set(store, new Links(store));
  return /** @type {Links} */ (known.get(store));
}

/**
 * The links in force of a workspace, to be asked from both ends. A link sleeps while one of its
 * marks is removed, or has a label that it does not fit.
 */
export class Links {
  #store;
  /** @type {Map<string, Set<string>> | null} the marks whose links lead to a mark */
  #leading = null;
  /** @type {Map<string, string[]>} */
  #ends = new Map();

  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.#store = store;
    store.addEventListener("change", ({ detail }) => {
      if (this.#leading) for (const id of detail.ids) this.#note(id);
    });
  }

  /** @param {string} id @returns {Link[]} those that start at the mark */
  from(id) {
    const mark = this.#live(id);
    return (mark?.links ?? [])
      .filter(({ to, kind }) => this.#live(to) && fits(kind, mark.label, this.#live(to).label))
      .map((link) => ({ ...link, from: id }));
  }

  /** @param {string} id @returns {Link[]} those that lead to the mark */
  to(id) {
    if (!this.#leading) this.#readAll();
    const starts = [...(this.#leading?.get(id) ?? [])];
    return starts.flatMap((start) => this.from(start)).filter(({ to }) => to === id);
  }

  /** @returns {string[]} the marks that any link leads to, sleeping ones too */
  ends() {
    if (!this.#leading) this.#readAll();
    return [...(this.#leading ?? [])].filter(([, starts]) => starts.size > 0).map(([id]) => id);
  }

  /**
   * The ways in which two marks may still be linked, from either.
   * @param {string} one
   * @param {string} other
   * @returns {{from: string, to: string, kind: LinkKind}[]}
   */
  choices(one, other) {
    const [first, second] = [this.#live(one), this.#live(other)];
    if (!first || !second || one === other) return [];
    const kinds = /** @type {LinkKind[]} */ (Object.keys(FITTING));
    const there = [...this.from(one), ...this.from(other)];
    const isThere = (kind) => there.some((link) => link.kind === kind && [one, other].includes(link.to));
    return kinds.filter((kind) => !isThere(kind)).flatMap((kind) => {
      if (fits(kind, first.label, second.label)) return [{ from: one, to: other, kind }];
      return fits(kind, second.label, first.label) ? [{ from: other, to: one, kind }] : [];
    });
  }

  #live(id) {
    const mark = this.#store.get(id);
    return mark && !mark.removed ? mark : null;
  }

  #readAll() {
    this.#leading = new Map();
    for (const { id, links } of this.#store.list()) if (links?.length > 0) this.#note(id);
  }

  #note(id) {
    for (const end of this.#ends.get(id) ?? []) this.#leading?.get(end)?.delete(id);
    const ends = (this.#store.get(id)?.links ?? []).map(({ to }) => to);
    this.#ends.set(id, ends);
    for (const end of ends) {
      if (!this.#leading?.has(end)) this.#leading?.set(end, new Set());
      this.#leading?.get(end)?.add(id);
    }
  }
}
