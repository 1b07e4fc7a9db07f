import { get } from "../common/api.js";
import { make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { momentWords } from "../common/words.js";

/**
 * @typedef {object} Told one event as the server tells it
 * @property {string} at
 * @property {string} actor
 * @property {string} did what follows the actor's name
 * @property {{name: string, before: string, after: string}[]} fields
 */

/**
 * Let the history of a mark be fetched when somebody unfolds it, and again each time, as it grows.
 * @param {ParentNode} root the inside of a card
 * @param {string} address of the history
 */
export function offerPast(root, address) {
  const details = /** @type {HTMLDetailsElement | null} */ (root.querySelector("details.past"));
  if (!details || details.dataset.address === address) return;
  details.dataset.address = address;
  details.addEventListener("toggle", () => {
    if (details.open) fill(details, address);
  });
}

/**
 * Unfold the history of a card, or fold it again.
 * @param {ParentNode | null} card
 * @returns {boolean} false where there is none
 */
export function togglePast(card) {
  const details = /** @type {HTMLDetailsElement | null} */ (card?.querySelector("details.past") ?? null);
  if (!details) return false;
  details.open = !details.open;
  /** @type {HTMLElement} */ (details.querySelector("summary")).focus();
  details.scrollIntoView({ block: "nearest" });
  return true;
}

async function fill(details, address) {
  const list = details.querySelector("ol");
  const said = details.querySelector(".past__said");
  const { status, body } = await get(address);
  said.hidden = status === 200;
  if (status === 404) said.textContent = t("The server does not know this mark yet.");
  else if (status !== 200) said.textContent = t("The history cannot be fetched at present. Fold it and unfold it to try again.");
  list.replaceChildren(...(body?.events ?? []).map(entry), ...(body?.whole ? [wayToWhole(body.whole)] : []));
}

/** Where all of it stands on a page of its own. */
function wayToWhole(address) {
  const link = make("a", "", t("Whole history"));
  link.setAttribute("href", address);
  return make("li", "", link);
}

/** @param {Told} event */
function entry({ at, actor, did, fields }) {
  const when = make("time", "", momentWords(at));
  when.setAttribute("datetime", at);
  const head = make("p", "past__head", make("b", "", actor), ` ${did} `, when);
  return make("li", "", head, ...fields.map(change));
}

/** What a field was and what it is; of one that was empty only what it is. */
function change({ name, before, after }) {
  const was = before ? [make("del", "", before), " → "] : [];
  const now = after ? make("ins", "", after) : make("i", "", t("nothing"));
  const line = make("p", "past__field", make("small", "", name), " ", ...was, now);
  line.dir = "auto";
  return line;
}
