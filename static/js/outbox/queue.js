import { mayMerge, mergeFields } from "../marks/fields.js";
import { partOf } from "../marks/particulars.js";
import { afresh, isMendable, mayPass, ownEdits, withLater } from "./mending.js";

/**
 * @typedef {object} Item one queued change
 * @property {number} key its place in the queue
 * @property {string} annotation UUID
 * @property {"save" | "removal" | "restoration"} kind
 * @property {number} base version that the change was made on, moved on by what went before it
 * @property {number | null} version version it goes with; null until it is first tried, where the
 *     change did not name one
 * @property {[string, string][]} fields
 * @property {string[]} edits ids of the store's local edits that it carries
 * @property {string} at time of the (first) edit
 * @property {number} attempts
 * @property {"queued" | "conflict" | "refused"} state
 * @property {any} current ANNOTATION on the server, with a conflict
 * @property {any} error {status, sentence, field, fields}, with a refusal
 * @property {number} [revision] of the text that it was made on
 * @property {Said} [own] once more was said after a refusal: what was refused, as mended
 * @property {Said} [rest] and what was said of other things
 */

/** @typedef {{fields: [string, string][], edits: string[]}} Said */

/**
 * @typedef {object} Change what `enqueue` takes; the store's "send" event carries it
 * @property {string} annotation
 * @property {number} base
 * @property {"save" | "removal" | "restoration"} kind
 * @property {[string, string][]} fields
 * @property {number} [version] that it has to go with, older than what stands there: it was made
 *     before somebody else changed the same, and is to meet that as a conflict
 * @property {string[]} [edits]
 * @property {string} [at]
 */

/**
 * The items of one person and one article, as every tab of the browser sees them, and the rules
 * by which an item may change. What it does to an item it does in the storage first, in one step.
 */
export class Queue {
  #scope;
  #storage;
  #versions = new Map();

  /** The items in order, as they last were. @type {Item[]} */
  items = [];

  /**
   * @param {string} scope
   * @param {import("./storage.js").Storage} storage
   */
  constructor(scope, storage) {
    this.#scope = scope;
    this.#storage = storage;
  }

  /** @returns {number} how many items a closed tab would lose */
  get volatile() {
    return this.#storage.volatile;
  }

  /** Read the items anew: another tab may have changed them. */
  async load() {
    this.items = await this.#storage.all(this.#scope);
  }

  /**
   * @param {string} annotation
   * @returns {Item[]}
   */
  of(annotation) {
    return this.items.filter((item) => item.annotation === annotation);
  }

  /**
   * Add a change: to the save that was refused, or that waits before it and was never tried, else as
   * a new item.
   * @param {Change & {at: string}} change
   * @returns {Promise<Item>}
   */
  async add({ annotation, base, kind, fields, version = null, edits = [], at, revision }) {
    const change = { annotation, base, kind, fields, version, edits, at, revision };
    const item = (await this.#mend(change)) ?? (await this.#merge(change)) ?? (await this.#append(change));
    await this.load();
    return item;
  }

  /** @param {string} annotation @returns {boolean} whether its changes wait for one to be mended */
  isRefused(annotation) {
    return this.of(annotation).some(isMendable);
  }

  /**
   * What was said while an item was on its way may have mended it.
   * @param {Item} item that was refused
   * @returns {Promise<boolean>} whether it goes again
   */
  async mendAtOnce(item) {
    const { key, annotation } = item;
    const { head } = await this.#gather(annotation);
    const isMended = head?.key === key && ownEdits(head) > ownEdits(item);
    if (isMended) await this.#storage.update(key, afresh);
    await this.load();
    return isMended;
  }

  /**
   * Fix an item before it is sent: after a crash it goes again with the very same version.
   * @param {Item} item
   * @returns {Promise<Item | null>} null when another tab has sent it meanwhile
   */
  claim({ key }) {
    return this.#storage.update(key, (item) => {
      const known = Math.max(item.base, this.#versions.get(item.annotation) ?? 0);
      return { ...item, version: item.version ?? known, attempts: item.attempts + 1 };
    });
  }

  /**
   * Take out an acknowledged item; what follows it goes on top of the version it made.
   * @param {Item} item
   * @param {number} answered the version that the server named
   */
  async settle(item, answered) {
    const version = this.moveOn(item, answered);
    // First the followers, then the item itself: a crash between the two only sends it again.
    for (const next of await this.#storage.all(this.#scope)) {
      if (next.annotation !== item.annotation || next.key === item.key) continue;
      await this.#storage.update(next.key, (one) => ({
        ...one,
        base: Math.max(one.base, version),
      }));
    }
    await this.remove([item]);
  }

  /**
   * Remember the version that an item made, in this tab or in another.
   * @param {Item} item
   * @param {number} answered
   * @returns {number} the version that what follows goes on
   */
  moveOn(item, answered) {
    // A repeated save may be answered with a later state, somebody else's: what follows was not
    // made on that, and has to meet it as a conflict.
    const version = item.attempts > 1 ? Math.min(answered, item.version + 1) : answered;
    this.#versions.set(
      item.annotation,
      Math.max(version, this.#versions.get(item.annotation) ?? 0),
    );
    return version;
  }

  /**
   * Keep an item that the server did not take, with the reason.
   * @param {Item} item
   * @param {"conflict" | "refused"} state
   * @param {{current?: any, error?: any}} why
   * @returns {Promise<Item | null>} null where it was given up meanwhile, if only in part
   */
  async hold(item, state, why) {
    const isSame = (one) => one.edits.length === item.edits.length;
    const kept = await this.#storage.update(item.key, (one) => (isSame(one) ? { ...one, ...why, state } : null));
    await this.load();
    return kept;
  }

  /**
   * Let refused items go once more, just as they are.
   * @param {Item[]} items
   */
  async release(items) {
    for (const { key } of items) {
      await this.#storage.update(key, (item) => ({ ...item, state: "queued", error: null }));
    }
    await this.load();
  }

  /**
   * Put a conflicting item on top of what stands on the server.
   * @param {Item} item as it met the conflict, with `current`
   */
  async rebase({ key, annotation, base, version: met, current }) {
    const version = current?.version ?? base;
    const fresh = { base: version, version: null, attempts: 0, state: "queued", current: null };
    const isOld = (item) => item.version !== met; // settled in another tab, and sent again since
    const done = await this.#storage.update(key, (item) => {
      return isOld(item) ? null : { ...item, ...fresh };
    });
    if (done) this.#versions.set(annotation, version);
    await this.load();
  }

  /**
   * Give up parts of all that is queued for a mark, in favour of what stands on the server.
   * @param {Item} item as it met the conflict, with `current`
   * @param {Set<string>} parts by the first word of their fields: "note", "verdict"
   */
  async giveUp(item, parts) {
    const version = item.current?.version ?? item.base;
    for (const { key } of this.of(item.annotation)) {
      const left = await this.#storage.update(key, (one) => {
        const fields = one.fields.filter(([name]) => !parts.has(partOf(name)));
        return { ...one, fields, own: undefined, rest: undefined, base: key === item.key ? one.base : Math.max(one.base, version) };
      });
      if (left?.kind === "save" && left.fields.length === 0) await this.#storage.remove(key);
    }
    this.#versions.set(item.annotation, version);
    await this.load();
  }

  /** @param {Item[]} items */
  async remove(items) {
    for (const { key } of items) await this.#storage.remove(key);
    await this.load();
  }

  /** What was refused did nothing, so what is said after it goes with it, as one fresh item. */
  async #mend(change) {
    const { head, behind } = await this.#gather(change.annotation);
    if (!head || !mayPass(head, behind, change)) return null;
    return this.#storage.update(head.key, (item) => {
      const mended = withLater(item, change);
      return mended && afresh(mended);
    });
  }

  /**
   * The refused item of a mark, with what waits behind it, and what has to go on waiting.
   * @returns {Promise<{head: Item | null, behind: Item[]}>} no head where none was refused
   */
  async #gather(annotation) {
    const [first, ...behind] = (await this.#storage.all(this.#scope)).filter((item) => item.annotation === annotation);
    if (!first || !isMendable(first)) return { head: null, behind: [] };
    let head = first;
    while (behind.length > 0) {
      const [next] = behind;
      const more = await this.#storage.update(head.key, (item) => withLater(item, next));
      if (!more) break;
      head = more;
      if (!(await this.#empty(next))) break;
      behind.shift();
    }
    return { head, behind };
  }

  /** Another tab may have added to it meanwhile: then it stays, and says the same once more. */
  async #empty({ key, edits, base }) {
    const isSame = (item) => item.version === null && item.edits.length === edits.length;
    const empty = { fields: [], edits: [], version: base };
    const done = await this.#storage.update(key, (item) => (isSame(item) ? { ...item, ...empty } : null));
    if (done) await this.#storage.remove(key);
    return done !== null;
  }

  /**
   * Give up what was refused of an item, without what was said of other things since.
   * @param {Item} item
   * @returns {Promise<Item | null>} what was given up; null where there is nothing else
   */
  async giveUpRefused({ key }) {
    let given = null;
    await this.#storage.update(key, (item) => {
      if (!item.own || item.rest.edits.length === 0) return null;
      given = { ...item, ...item.own };
      return { ...afresh(item), ...item.rest, own: undefined, rest: undefined };
    });
    await this.load();
    return given;
  }

  /** Only what was never tried may change: a retry must be the very same request. */
  async #merge({ annotation, base, kind, fields, version, edits, revision }) {
    const last = this.of(annotation).at(-1);
    if (!last || kind !== "save" || version !== null) return null;
    return this.#storage.update(last.key, (item) => {
      const open = item.kind === "save" && item.version === null && item.state === "queued";
      if (!open || item.base !== base || item.revision !== revision || !mayMerge(item.fields, fields)) return null;
      return {
        ...item,
        fields: mergeFields(item.fields, fields),
        edits: [...item.edits, ...edits],
      };
    });
  }

  async #append(change) {
    const fresh = { attempts: 0, state: "queued", current: null, error: null };
    const item = { scope: this.#scope, ...change, ...fresh };
    return { ...item, key: await this.#storage.put(item) };
  }
}
