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

const DATABASE = "annotator-outbox";
const ITEMS = "items";
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
 * How many changes of a person are still unsent in this browser, in all articles: to be asked
 * about before signing out.
 * @param {string | number} user
 * @returns {Promise<number>}
 */
export async function countUnsent(user) {
  const database = await openDatabase();
  const count = await database.countFromIndex(ITEMS, "scope", scopesOf(user));
  database.close();
  return count;
}

/**
 * Drop what a person left unsent in this browser; only after asking.
 * @param {string | number} user
 * @returns {Promise<void>}
 */
export async function dropUnsent(user) {
  const database = await openDatabase();
  const transaction = database.transaction(ITEMS, "readwrite");
  for (const key of await transaction.store.index("scope").getAllKeys(scopesOf(user))) {
    transaction.store.delete(key);
  }
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
  #database;

  constructor(database) {
    this.#database = database;
  }

  static async open() {
    const database = await openDatabase({ blocking: () => database.close() });
    return new DatabaseStorage(database);
  }

  async put(item) {
    // Strict: the promise to the reviewer is that a kept change outlives a power cut.
    const transaction = this.#database.transaction(ITEMS, "readwrite", { durability: "strict" });
    const [key] = await Promise.all([transaction.store.add(item), transaction.done]);
    return key;
  }

  async update(key, change) {
    const transaction = this.#database.transaction(ITEMS, "readwrite", { durability: "strict" });
    const item = await transaction.store.get(key);
    const next = item === undefined ? null : change(item);
    if (next) await transaction.store.put(next);
    await transaction.done;
    return next;
  }

  async remove(key) {
    await this.#database.delete(ITEMS, key);
  }

  async all(scope) {
    return this.#database.getAllFromIndex(ITEMS, "scope", scope);
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

async function openDatabase(callbacks = {}) {
  // Loaded here and not above, so that the outbox can be tested where there is no import map.
  const { openDB } = await import("idb");
  return openDB(DATABASE, 1, {
    upgrade(fresh) {
      const items = fresh.createObjectStore(ITEMS, { keyPath: "key", autoIncrement: true });
      items.createIndex("scope", "scope");
    },
    ...callbacks,
  });
}

function scopesOf(user) {
  return IDBKeyRange.bound(`${user} `, `${user} \uffff`);
}
