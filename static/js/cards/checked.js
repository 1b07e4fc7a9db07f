import { get } from "../common/api.js";
import { icon, make } from "../common/dom.js";
import { t } from "../common/i18n.js";

/**
 * @typedef {object} Decision what a lead decided on a mark that was drawn
 * @property {string | null} mark
 * @property {boolean} returned
 * @property {string | null} reason
 * @property {string} by
 * @property {boolean} changed whether the mark was changed since
 */

/** @type {Promise<Decision[]> | null} */
let asked = null;

/**
 * Tell in an open card why a lead returned the mark, or that they accepted it. It is asked for once,
 * and only where the page says that the work was returned.
 * @param {HTMLElement} root the inside of a card
 * @param {string} id of the mark
 * @param {any} annotation as the server last acknowledged it, or null
 */
export async function tellChecked(root, id, annotation) {
  const url = /** @type {HTMLElement | null} */ (document.querySelector("[data-checked]"))?.dataset.checked;
  if (!url || !annotation) return;
  asked ??= fetchAll(url);
  const decision = (await asked).find(({ mark }) => mark === id);
  // Another card may have been opened meanwhile.
  if (!decision || !root.firstChild || root.querySelector(".decided")) return;
  root.prepend(note(decision));
}

/** @param {string} url @returns {Promise<Decision[]>} */
async function fetchAll(url) {
  const { status, body } = await get(url);
  if (status !== 200) asked = null;
  return status === 200 ? body.decisions : [];
}

/** @param {Decision} decision */
function note({ returned, reason, by }) {
  const words = returned ? t("Returned by {who}:", { who: by }) : t("Accepted by {who}.", { who: by });
  const head = make("span", "", words);
  const said = make("q", "", reason ?? "");
  said.dir = "auto";
  said.hidden = !reason;
  return make("p", "view__note decided", icon(returned ? "undo-2" : "circle-check"), " ", head, " ", said);
}
