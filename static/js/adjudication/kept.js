/** Decisions that no answer came for yet, kept in the browser over a reload. */
export class Kept {
  #name;
  #storage;

  /**
   * @param {string} article
   * @param {string} user
   * @param {Storage} [storage]
   */
  constructor(article, user, storage = globalThis.localStorage) {
    this.#name = `annotator-adjudication-${user}-${article}`;
    this.#storage = storage;
  }

  /** @returns {Record<string, import("./lost.js").Decision>} by item */
  all() {
    try {
      return JSON.parse(this.#storage.getItem(this.#name) ?? "{}");
    } catch {
      return {};
    }
  }

  /**
   * @param {string} item
   * @param {import("./lost.js").Decision | null} decision null forgets it
   */
  put(item, decision) {
    const all = this.all();
    if (decision) all[item] = { ...decision, fields: decision.fields.filter(([name]) => name !== "csrf_token") };
    else delete all[item];
    try {
      this.#storage.setItem(this.#name, JSON.stringify(all));
    } catch {
      // Without room in the browser the page itself still holds it.
    }
  }
}
