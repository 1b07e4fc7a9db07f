import { newId } from "../common/uuid.js";

const LOCK = "annotator-tab ";
const KEPT = "annotator-tab";

/** @type {Promise<{tab: string, living: Set<string>}> | null} */
let own = null;

/**
 * Which tab this page is in.
 * @returns {Promise<{tab: string, living: Set<string>}>} tab: the same again after a reload; living:
 *     the other tabs of this browser that showed an article when this page was opened
 */
export function ownTab() {
  own ??= takeTab();
  return own;
}

async function takeTab() {
  const living = await livingTabs();
  const before = remembered();
  // A tab that was duplicated has the memory of one that is still open.
  const tab = before && !living.has(before) ? before : newId();
  remember(tab);
  hold(tab);
  return { tab, living };
}

/** A lock that the browser takes from a tab when it crashes; a page that is left gives it back. */
function hold(tab) {
  const untilLeft = () => new Promise((resolve) => addEventListener("pagehide", () => resolve(null), { once: true }));
  const request = () => navigator.locks?.request(LOCK + tab, untilLeft);
  addEventListener("pageshow", ({ persisted }) => persisted && request());
  request();
}

async function livingTabs() {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(held.map(({ name }) => name).filter((name) => name.startsWith(LOCK)).map((name) => name.slice(LOCK.length)));
}

/** A browser may refuse a page its memory; then every page is a tab of its own. */
function remembered() {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function remember(tab) {
  try {
    sessionStorage.setItem(KEPT, tab);
  } catch {
    // As above.
  }
}
