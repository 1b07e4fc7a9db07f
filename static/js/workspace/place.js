/** Between another card and its being kept, in milliseconds. */
const PAUSE = 1000;

/**
 * Come back after a reload to the card that was open and to the words that were on screen.
 * @param {any} data the page's workspace-data
 * @param {HTMLElement} article
 * @param {import("../marks/store.js").Store} store
 * @param {(id: string) => void} open opens a card, and moves nothing else
 */
export function keepPlace(data, article, store, open) {
  const key = `annotator-place ${data.me.id} ${data.article.id} ${data.layer.reviewer.id}`;
  const found = isReload() ? read(key) : null;
  if (found?.active && store.get(found.active)?.removed === false) open(found.active);
  // Whoever asked for the top of the page, as after submitting, gets it.
  if (found && history.scrollRestoration !== "manual") scrollBack(article, found);
  const keep = () => write(key, { active: store.active, ...placeIn(article) });
  // For a browser that crashes; not in the way of what made the mark the active one.
  let isWaiting = false;
  store.addEventListener("active", () => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      keep();
    }, PAUSE);
  });
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", keep);
}

/**
 * Open the card that the address names, as a link from a claim's page does: #mark=…
 * @param {import("../marks/store.js").Store} store
 * @param {(id: string) => void} open
 */
export function openNamed(store, open) {
  const id = new URLSearchParams(location.hash.replace(/^#/, "")).get("mark");
  if (id && store.get(id)?.removed === false) open(id);
}

function isReload() {
  const [entry] = performance.getEntriesByType("navigation");
  return /** @type {PerformanceNavigationTiming | undefined} */ (entry)?.type === "reload";
}

/**
 * The first block on screen and how far its top is from the window's: heights may differ next time.
 * Only blocks of the section on screen are asked, as asking one that is not shown lays it out.
 */
function placeIn(article) {
  const isSeen = (element) => element.getBoundingClientRect().bottom > 0;
  const section = scrollY > 0 ? [...article.children].find(isSeen) : null;
  const first = section && [...section.querySelectorAll("[data-b]")].find(isSeen);
  return first ? { block: first.id, top: first.getBoundingClientRect().top } : { block: null, top: 0 };
}

function scrollBack(article, { block, top }) {
  const element = block && article.querySelector(`#${CSS.escape(block)}`);
  if (element) scrollBy({ top: element.getBoundingClientRect().top - top, behavior: "instant" });
}

/** Of one tab: what a browser restores after a crash has it, another tab has not. */
function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(key, place) {
  try {
    sessionStorage.setItem(key, JSON.stringify(place));
  } catch {
    // A browser that keeps nothing begins at the top.
  }
}
