import { Connection, openDatabase, ownOf, STEPS } from "./database.js";
import { ownTab } from "./tabs.js";

/** So long what a closed tab left is kept for it, or for the next that opens the article; in ms. */
const KEPT_FOR = 7 * 24 * 60 * 60 * 1000;

/**
 * @typedef {{back: any[], forth: any[]}} Steps what can be undone and redone
 * @typedef {{write: (steps: Steps) => Promise<unknown>}} StepStorage
 * @typedef {Steps & {user: string, article: string, tab: string, at: string}} Row
 */

/**
 * What one person can undo and redo in one article in this tab: what it kept itself, or else what a
 * tab that is no longer open left behind. Tabs that are open know nothing of each other's steps.
 * @param {string | number} user
 * @param {string} article
 * @returns {Promise<{storage: StepStorage | null, found: Steps | null}>}
 */
export async function browserSteps(user, article) {
  try {
    const connection = await Connection.open();
    const { tab, living } = await ownTab();
    const fixed = { user: String(user), article, tab };
    const found = await connection.use((database) => takeOver(database, fixed, living));
    const at = () => new Date().toISOString();
    const write = (steps) => connection.use((database) => database.put(STEPS, { ...steps, ...fixed, at: at() }));
    return { storage: { write }, found };
  } catch {
    return { storage: null, found: null };
  }
}

/**
 * Forget the steps of these articles, or texts of one, but for those of other tabs that are open;
 * whether there was any to undo or redo.
 * @param {string | number} user
 * @param {string[]} articles
 * @returns {Promise<boolean>}
 */
export async function forgetSteps(user, articles) {
  try {
    const connection = await Connection.open();
    const { living } = await ownTab();
    return await connection.use(async (database) => {
      const transaction = database.transaction(STEPS, "readwrite");
      const all = /** @type {Row[]} */ (await transaction.store.getAll(ownOf(user)));
      const gone = all.filter((row) => articles.includes(row.article) && !living.has(row.tab));
      for (const row of gone) transaction.store.delete(keyOf(row));
      await transaction.done;
      return gone.some(({ back, forth }) => back.length + forth.length > 0);
    });
  } catch {
    return false;
  }
}

/**
 * Whoever signs out leaves no steps behind: they hold words.
 * @param {string | number} user
 * @returns {Promise<void>}
 */
export async function dropSteps(user) {
  const database = await openDatabase();
  await database.delete(STEPS, ownOf(user));
  database.close();
}

/**
 * In one step, so that of two tabs that are opened together only one takes what is there.
 * @returns {Promise<Steps | null>}
 */
async function takeOver(database, fixed, living) {
  const transaction = database.transaction(STEPS, "readwrite");
  const rows = /** @type {Row[]} */ (await transaction.store.getAll(ownOf(fixed.user)));
  const left = rows.filter(({ tab }) => tab !== fixed.tab && !living.has(tab));
  const own = rows.find(({ article, tab }) => article === fixed.article && tab === fixed.tab);
  const [newest] = left.filter(({ article }) => article === fixed.article).sort((one, other) => (one.at < other.at ? 1 : -1));
  const found = own ?? newest ?? null;
  const oldest = new Date(Date.now() - KEPT_FOR).toISOString();
  for (const row of left) if (row === found || row.at < oldest) transaction.store.delete(keyOf(row));
  if (found && !own) transaction.store.put({ ...found, ...fixed });
  await transaction.done;
  return found;
}

/** @param {Row} row */
function keyOf({ user, article, tab }) {
  return [user, article, tab];
}
