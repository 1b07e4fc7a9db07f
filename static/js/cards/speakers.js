import { newId } from "../common/uuid.js";

/**
 * @typedef {object} Speaker
 * @property {string} id
 * @property {string} name
 * @property {string[]} [aliases]
 * @property {string | null} [role]
 */

/** @type {WeakMap<object, Speakers>} */
const known = new WeakMap();

/** @param {import("../marks/store.js").Store} store @returns {Speakers} one and the same for a store */
export function speakersOf(store) {
  if (!known.has(store)) known.set(store, new Speakers(store));
  return /** @type {Speakers} */ (known.get(store));
}

/** The speakers to choose from: those of the project, as far as they are here, and those of the marks. */
export class Speakers {
  #store;
  /** @type {Map<string, Speaker>} */
  #listed = new Map();
  #asked = false;

  /** @param {{list: () => any[], urls?: any}} store */
  constructor(store) {
    this.#store = store;
  }

  /** Ask once for those of the project; without a network those that are known have to do. */
  async load(url, read = fetch) {
    if (this.#asked || !url || !globalThis.navigator?.onLine) return;
    this.#asked = true;
    try {
      const answer = await read(url, { headers: { Accept: "application/json" } });
      const { speakers } = await answer.json();
      for (const speaker of speakers) this.#listed.set(speaker.id, speaker);
    } catch {
      this.#asked = false;
    }
  }

  /** @returns {Speaker[]} everybody, by name */
  all() {
    const found = new Map(this.#listed);
    for (const { claim, quote } of this.#store.list()) {
      const speaker = (claim ?? quote)?.speaker;
      if (speaker && !found.has(speaker.id)) found.set(speaker.id, speaker);
    }
    return [...found.values()].sort((one, other) => one.name.localeCompare(other.name));
  }

  /**
   * What is typed to mean each of them; namesakes are told apart.
   * @returns {{value: string, label: string, speaker: Speaker}[]}
   */
  choices() {
    const everybody = this.all();
    const times = new Map();
    for (const { name } of everybody) times.set(folded(name), (times.get(folded(name)) ?? 0) + 1);
    return everybody.flatMap((speaker) => {
      const { id, name, role, aliases = [] } = speaker;
      const value = (times.get(folded(name)) ?? 0) > 1 ? `${name} (${role ?? id.slice(0, 8)})` : name;
      const others = aliases.filter((alias) => !times.has(folded(alias)));
      return [{ value, label: role ?? "", speaker }, ...others.map((alias) => ({ value: alias, label: name, speaker }))];
    });
  }

  /**
   * The speaker whom somebody means by these words; a new one where there is none.
   * @param {string} words
   * @param {string} [now] the id of the one who stands there, whose own name keeps meaning them
   * @returns {Speaker}
   */
  named(words, now = "") {
    const wanted = folded(words);
    const own = this.all().find(({ id, name }) => id === now && folded(name) === wanted);
    const found = own ?? this.choices().find(({ value }) => folded(value) === wanted)?.speaker ?? this.all().find(({ name }) => folded(name) === wanted);
    if (found) return found;
    const made = { id: newId(), name: words.trim().replace(/\s+/g, " "), role: null };
    this.#listed.set(made.id, made);
    return made;
  }
}

function folded(words) {
  return words.trim().replace(/\s+/g, " ").toLocaleLowerCase();
}
