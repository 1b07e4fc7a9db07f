/**
 * @typedef {object} Trouble
 * @property {"conflict" | "refused"} kind
 * @property {import("../outbox/sync.js").Item} item what could not be kept
 * @property {any} current ANNOTATION as it stands on the server, where that is known
 * @property {{sentence: string, field?: string, fields?: Record<string, string[]>} | null} error what the server refused
 * @property {string} key another for whatever is told differently
 */

/** The marks that could not be kept: what the server refused, and what changed elsewhere meanwhile. */
export class Troubles extends EventTarget {
  #store;
  #outbox;
  #found = new Map();

  /**
   * @param {import("../marks/store.js").Store} store
   * @param {import("../outbox/sync.js").Outbox} outbox
   * @param {import("../outbox/sync.js").Item[]} pending what an earlier page left, troubles included
   */
  constructor(store, outbox, pending) {
    super();
    this.#store = store;
    this.#outbox = outbox;
    outbox.addEventListener("conflict", (event) => this.#keep("conflict", event.detail));
    outbox.addEventListener("refused", (event) => this.#keep("refused", event.detail));
    outbox.addEventListener("ack", (event) => this.#settle(event.detail.item.annotation));
    outbox.addEventListener("mended", (event) => this.#settle(event.detail.annotation));
    outbox.addEventListener("dropped", (event) => this.#settle(event.detail.annotation));
    for (const item of pending.filter(({ state }) => state === "conflict" || state === "refused")) {
      this.#keep(item.state, { item, current: item.current, error: item.error });
    }
  }

  /** @returns {string | null} the first mark in trouble */
  get first() {
    return this.#found.keys().next().value ?? null;
  }

  /** @param {string} id @returns {"conflict" | "refused" | null} */
  kindOf(id) {
    return this.#found.get(id)?.kind ?? null;
  }

  /**
   * Settle the conflict of a mark as a whole.
   * @param {string} id
   * @param {"mine" | "theirs"} choice
   * @returns {boolean} false where it has none
   */
  settle(id, choice) {
    const found = this.#found.get(id);
    if (found?.kind !== "conflict") return false;
    this.#leave(id, () => this.#outbox.resolve(found.item, choice));
    return true;
  }

  /**
   * Settle a conflict part by part.
   * @param {import("../outbox/sync.js").Item} item
   * @param {string[]} theirs the parts that are taken from them
   * @param {string[]} parts all that there are
   */
  settleParts(item, theirs, parts) {
    if (theirs.length === 0) this.settle(item.annotation, "mine");
    else if (theirs.length === parts.length) this.settle(item.annotation, "theirs");
    else this.#leave(item.annotation, () => this.#outbox.resolveParts(item, theirs));
  }

  /** Send again what was refused. @param {import("../outbox/sync.js").Item} item */
  retry(item) {
    this.#leave(item.annotation, () => this.#outbox.retry(item));
  }

  /** Give up what was refused. @param {import("../outbox/sync.js").Item} item */
  discard(item) {
    this.#leave(item.annotation, () => this.#outbox.discard(item));
  }

  /**
   * What was refused, by the name of the field as the card has it; of a source as its drafts are
   * named.
   * @param {string} id
   * @returns {Record<string, string[]>}
   */
  errorsOf(id) {
    const { error, item } = this.#found.get(id) ?? {};
    if (!error) return {};
    const all = { ...error.fields };
    if (error.field && !all[error.field]) all[error.field] = [error.sentence];
    const named = Object.entries(all).map(([name, said]) => [shownAs(name, item.fields), said]);
    return Object.fromEntries(named);
  }

  /** What happened to a mark. @param {string} id @returns {Trouble | null} null where nothing did */
  of(id) {
    return this.#found.get(id) ?? null;
  }

  /** All that waits for a mark: what follows on a change that met a conflict waits for the same choice. @param {string} id */
  queued(id) {
    return this.#outbox.pending().filter(({ annotation }) => annotation === id).flatMap(({ fields }) => fields);
  }

  #keep(kind, { item, current = null, error = null }) {
    const key = `${kind} ${item.key} ${current?.version ?? ""} ${error?.sentence ?? ""}`;
    this.#found.set(item.annotation, { kind, item: { ...item, current }, current, error, key });
    this.dispatchEvent(new CustomEvent("change", { detail: { id: item.annotation, kind } }));
  }

  #settle(id) {
    if (this.#found.delete(id)) this.dispatchEvent(new CustomEvent("change", { detail: { id, kind: null } }));
  }

  #leave(id, settle) {
    this.#settle(id);
    settle();
    document.getElementById(`c${this.#store.get(id)?.n}`)?.focus({ preventScroll: true });
  }
}

/** @param {string} name of a field of the form @param {[string, string][]} fields that were sent @returns {string} */
function shownAs(name, fields) {
  const [, place, key] = /^(sources-\d+)-(\w+)$/.exec(name) ?? [];
  const source = fields.find(([one]) => one === `${place}-uuid`)?.[1];
  return source ? `${key}:${source}` : name.replace(/^verdict-|(?<=-speaker)_name$/g, "");
}
