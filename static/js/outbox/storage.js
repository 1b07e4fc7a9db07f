import { Connection, DRAFTS, ITEMS, openDatabase, ownOf, STEPS } from "./database.js";
import { ownTab } from "./tabs.js";

/**
 * Where an outbox keeps its items. Every storage has the same four calls:
 * `put(item)` gives the new item's key; `update(key, change)` reads, changes and writes in one
 * step and gives the new item, or null when it is gone or `change` returned null; `remove(key)`;
 * `all(scope)` gives the items of one outbox by key. `volatile` counts what a closed tab loses.
 * @typedef {object} Storage
 * @property {(item: any) => Promise<number>} put
 * @property {(key: number, change: (item: any) => any) => Promise<any>} update
 * @property {(key: number) => Promise<void>} remove
 * @property {(scope: string) => Promise<any[]>} all
 * @property {number} volatile
 */

const FIRST_SPARE_KEY = 2 ** 40;

/**
 * The storage of this browser: IndexedDB, or memory where the browser gives none.
 * @returns {Promise<Storage>}
 */
export async function browserStorage() {
  try {
    return new SparedStorage(await DatabaseStorage.open());
  } catch {
    return new MemoryStorage();
  }
}

/**
 * @typedef {object} DraftStorage
 * @property {(drafts: {annotation: string, field: string, value: string | null}[]) => Promise<void>} write
 *     those without a value are removed
 */

/**
 * The drafts of one person in one article, those of other tabs that are open left out.
 * @param {string | number} user
 * @param {string} article
 * @returns {Promise<{storage: DraftStorage | null, found: import("./drafts.js").Draft[]}>}
 */
export async function browserDrafts(user, article) {
  try {
    const connection = await Connection.open();
    const { tab, living } = await ownTab();
    const all = await connection.use((database) => database.getAll(DRAFTS, ownOf(user)));
    const found = all.filter((draft) => draft.article === article && !living.has(draft.tab));
    const fixed = { user: String(user), article, tab };
    const write = (drafts) => connection.use((database) => writeDrafts(database, drafts, fixed));
    return { storage: { write }, found };
  } catch {
    return { storage: null, found: [] };
  }
}

/**
 * How many changes and drafts of a person are still unsent in this browser, in all articles: to be
 * asked about before signing out.
 * @param {string | number} user
 * @returns {Promise<number>}
 */
export async function countUnsent(user) {
  const database = await openDatabase();
  const items = await database.countFromIndex(ITEMS, "scope", scopesOf(user));
  const drafts = await database.count(DRAFTS, ownOf(user));
  database.close();
  return items + drafts;
}

/**
 * Drop what a person left unsent in this browser; only after asking.
 * @param {string | number} user
 * @returns {Promise<void>}
 */
export async function dropUnsent(user) {
  const database = await openDatabase();
  const transaction = database.transaction([ITEMS, DRAFTS, STEPS], "readwrite");
  const items = transaction.objectStore(ITEMS);
  transaction.objectStore(DRAFTS).delete(ownOf(user));
  transaction.objectStore(STEPS).delete(ownOf(user));
  for (const key of await items.index("scope").getAllKeys(scopesOf(user))) items.delete(key);
  await transaction.done;
  database.close();
}

/** Items in memory: the tests' storage, and the last resort of a full or private browser. */
export class MemoryStorage {
  #items = new Map();
  #next;
  #durable;

  /** @param {{firstKey?: number, durable?: boolean}} [options] durable: count nothing as volatile */
  constructor({ firstKey = 1, durable = false } = {}) {
    this.#next = firstKey;
    this.#durable = durable;
  }

  get volatile() {
    return this.#durable ? 0 : this.#items.size;
  }

  async put(item) {
    const key = this.#next;
    this.#next += 1;
    this.#items.set(key, structuredClone({ ...item, key }));
    return key;
  }

  async update(key, change) {
    const item = this.#items.get(key);
    const next = item === undefined ? null : change(structuredClone(item));
    if (next) this.#items.set(key, structuredClone(next));
    return next;
  }

  async remove(key) {
    this.#items.delete(key);
  }

  async all(scope) {
    const mine = [...this.#items.values()].filter((item) => item.scope === scope);
    return structuredClone(mine.sort((x, y) => x.key - y.key));
  }
}

/** Items in IndexedDB, which all tabs of the browser share. */
class DatabaseStorage {
  volatile = 0;
  #connection;

  constructor(connection) {
    this.#connection = connection;
  }

  static async open() {
    return new DatabaseStorage(await Connection.open());
  }

  put(item) {
    // Strict: the promise to the reviewer is that a kept change outlives a power cut.
    return this.#connection.use(async (database) => {
      const transaction = database.transaction(ITEMS, "readwrite", { durability: "strict" });
      const [key] = await Promise.all([transaction.store.add(item), transaction.done]);
      return key;
    });
  }

  update(key, change) {
    return this.#connection.use(async (database) => {
      const transaction = database.transaction(ITEMS, "readwrite", { durability: "strict" });
      const item = await transaction.store.get(key);
      const next = item === undefined ? null : change(item);
      if (next) await transaction.store.put(next);
      await transaction.done;
      return next;
    });
  }

  remove(key) {
    return this.#connection.use((database) => database.delete(ITEMS, key));
  }

  all(scope) {
    return this.#connection.use((database) => database.getAllFromIndex(ITEMS, "scope", scope));
  }
}

/** A storage with memory beside it, for what the first one cannot take, a full disk say. */
export class SparedStorage {
  #first;
  #spare = new MemoryStorage({ firstKey: FIRST_SPARE_KEY });

  /** @param {Storage} first */
  constructor(first) {
    this.#first = first;
  }

  get volatile() {
    return this.#first.volatile + this.#spare.volatile;
  }

  async put(item) {
    // Once something is in memory, what follows goes there too: the order must hold.
    if (this.#spare.volatile > 0) return this.#spare.put(item);
    try {
      return await this.#first.put(item);
    } catch {
      return this.#spare.put(item);
    }
  }

  update(key, change) {
    return this.#holding(key).update(key, change);
  }

  remove(key) {
    return this.#holding(key).remove(key);
  }

  async all(scope) {
    return [...(await this.#first.all(scope)), ...(await this.#spare.all(scope))];
  }

  #holding(key) {
    return key >= FIRST_SPARE_KEY ? this.#spare : this.#first;
  }
}

function scopesOf(user) {
  return IDBKeyRange.bound(`${user} `, `${user} \uffff`);
}

/** Everything is asked for before the first wait, as a page that is leaving gets no second turn. */
async function writeDrafts(database, drafts, fixed) {
  const transaction = database.transaction(DRAFTS, "readwrite");
  const at = new Date().toISOString();
  const asked = drafts.map((draft) => {
    if (draft.value === null) return transaction.store.delete([fixed.user, draft.annotation, draft.field]);
    return transaction.store.put({ ...draft, ...fixed, at });
  });
  transaction.commit();
  await Promise.all([...asked, transaction.done]);
}
