const DATABASE = "annotator-outbox";
const VERSION = 4;
export const ITEMS = "items";
export const DRAFTS = "drafts";
export const STEPS = "steps";

/**
 * The database as it stays open under a page. A page of a newer version closes it, and so does a
 * browser that was put to sleep; then it is opened anew at the next use.
 */
export class Connection {
  #database;

  static async open() {
    const connection = new Connection();
    await connection.#open();
    return connection;
  }

  /**
   * @template Found
   * @param {(database: any) => Promise<Found>} work begun anew where the database was closed
   * @returns {Promise<Found>}
   */
  async use(work) {
    try {
      return await work(this.#database);
    } catch (error) {
      if (error?.name !== "InvalidStateError") throw error;
      await this.#open();
      return work(this.#database);
    }
  }

  async #open() {
    const database = await openDatabase({ blocking: () => database.close() });
    this.#database = database;
  }
}

/**
 * @param {object} [callbacks] of `openDB`
 * @returns {Promise<any>} the database of this browser, to be closed by who asked for it
 */
export async function openDatabase(callbacks = {}) {
  // Loaded here and not above, so that the outbox can be tested where there is no import map.
  const { openDB } = await import("idb");
  try {
    return await openDB(DATABASE, VERSION, { upgrade, ...callbacks });
  } catch (error) {
    if (error?.name !== "VersionError") throw error;
    // A page of a newer version was here: it has all that this one knows.
    return openDB(DATABASE, undefined, callbacks);
  }
}

/** @param {string | number} user @returns {IDBKeyRange} all rows whose key begins with this person */
export function ownOf(user) {
  // In the order of keys an array comes after every string.
  return IDBKeyRange.bound([String(user)], [String(user), []]);
}

async function upgrade(database, before, _after, transaction) {
  if (before < 1) {
    const items = database.createObjectStore(ITEMS, { keyPath: "key", autoIncrement: true });
    items.createIndex("scope", "scope");
  }
  if (before < 2) database.createObjectStore(DRAFTS, { keyPath: ["user", "annotation", "field"] });
  if (before < 4) await stepsByTab(database, before === 3 ? await transaction.objectStore(STEPS).getAll() : []);
}

/** Until then all tabs had one row; the next that opens the article takes it as its own. */
async function stepsByTab(database, rows) {
  if (database.objectStoreNames.contains(STEPS)) database.deleteObjectStore(STEPS);
  const store = database.createObjectStore(STEPS, { keyPath: ["user", "article", "tab"] });
  await Promise.all(rows.map((row) => store.put({ ...row, tab: "", at: new Date().toISOString() })));
}
