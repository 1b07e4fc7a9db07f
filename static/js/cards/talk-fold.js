import { find, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { sending } from "./talk-sending.js";

/**
 * Let the comments on a mark be fetched when somebody unfolds them.
 * @param {ParentNode} root the inside of a card
 * @param {string} address of the comments
 * @param {string} id of the mark
 * @param {Record<string, number>} counts how many comments there are, by mark; kept up
 */
export function offerTalk(root, address, id, counts) {
  const details = /** @type {HTMLDetailsElement | null} */ (root.querySelector("details.talk"));
  if (!details || details.dataset.address === address) return;
  details.dataset.address = address;
  const waiting = make("span", "talk__waiting", t("Words not sent"));
  waiting.hidden = true;
  find(details, "summary > span").after(make("span", "talk__count"), waiting);
  tellWaiting(waiting, id);
  details.append(make("div", "talk__inside"));
  showCount(details, counts[id] ?? 0);
  const counted = (count) => {
    counts[id] = count;
    showCount(details, count);
  };
  details.addEventListener("toggle", () => {
    if (details.open) unfold(details, { id, address }, counted).then(() => goToNamed(details, id));
    // Below are the words themselves.
    if (details.open) waiting.hidden = true;
    else tellWaiting(waiting, id);
  });
  details.open = namedOf(id) !== null;
}

/** The comment on this mark that the address names, as a notification does: #mark=…&comment=… */
function namedOf(id) {
  const named = new URLSearchParams(location.hash.slice(1));
  return named.get("mark") === id ? named.get("comment") : null;
}

/** Go to the comment that the address names: once, as a reload is not asked to fetch anybody back. */
function goToNamed(details, id) {
  const named = namedOf(id);
  if (named === null || !details.isConnected) return;
  history.replaceState(history.state, "", `#mark=${id}`);
  const entries = [...details.querySelectorAll("[data-comment]")];
  const entry = entries.find(({ dataset }) => dataset.comment === named) ?? entries.at(-1);
  if (!entry || document.activeElement?.matches("input, textarea, select")) return;
  entry.tabIndex = -1;
  entry.focus({ preventScroll: true });
  entry.scrollIntoView({ block: "center" });
}

/**
 * Unfold the comments of a card and go to their field, or fold them again.
 * @param {ParentNode | null} card
 * @returns {boolean} false where there are none
 */
export function toggleTalk(card) {
  const details = /** @type {HTMLDetailsElement | null} */ (card?.querySelector("details.talk") ?? null);
  if (!details) return false;
  details.open = !details.open;
  /** @type {HTMLElement} */ (details.querySelector("summary")).focus();
  return true;
}

function showCount(details, count) {
  const told = details.querySelector(".talk__count");
  told.hidden = count === 0;
  told.textContent = `(${count})`;
}

/** A folded thread says that something of it is only in this browser. */
async function tellWaiting(waiting, id) {
  const sender = await sending();
  const details = /** @type {HTMLDetailsElement} */ (waiting.closest("details"));
  waiting.hidden = !sender?.unsent.of(id) || details?.open;
}

async function unfold(details, of, onCount) {
  const box = details.querySelector(".talk__inside");
  try {
    const { showThread } = await import("./talk.js");
    await showThread(box, of, onCount);
  } catch {
    box.textContent = t("The comments cannot be fetched at present. Fold them and unfold them to try again.");
  }
}
