import { chosenTheirs, comparison } from "./comparison.js";
import { clone, find } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { agoWords } from "../common/words.js";

/** @typedef {import("./conflict.js").Troubles} Troubles */

/**
 * Tell in a card what happened to its mark, and offer the ways out.
 * @param {HTMLElement} place
 * @param {import("../marks/store.js").Store} store
 * @param {Troubles} troubles
 * @param {string} id
 */
export function fillTrouble(place, store, troubles, id) {
  const found = troubles.of(id);
  const key = found ? `${found.key} ${troubles.queued(id).length}` : "";
  if (!found) place.replaceChildren();
  else if (place.dataset.shown !== key) place.replaceChildren(noticeOf(found, store, troubles));
  place.dataset.shown = key;
}

function noticeOf({ kind, item, current, error }, store, troubles) {
  const notice = clone("trouble-template");
  notice.classList.add(`trouble--${kind}`);
  const title = kind === "conflict" ? changedWords(current) : (error?.sentence ?? t("This could not be saved."));
  find(notice, ".trouble__title").textContent = title;
  if (kind === "conflict") fillConflict(notice, item, current, store, troubles);
  else offer(notice, { retry: () => troubles.retry(item), discard: () => troubles.discard(item) });
  return notice;
}

function fillConflict(notice, item, current, store, troubles) {
  const id = item.annotation;
  const rows = find(notice, ".trouble__rows");
  const both = comparison({ ...item, fields: troubles.queued(id) }, store.get(id), current, (other) => store.get(other), store.scheme);
  rows.append(...both.rows);
  const chosen = both.parts.length > 0 && { chosen: () => troubles.settleParts(item, chosenTheirs(rows), both.parts) };
  offer(notice, { mine: () => troubles.settle(id, "mine"), theirs: () => troubles.settle(id, "theirs"), ...chosen });
}

/** Of the ways out that the template has, these. */
function offer(notice, ways) {
  for (const button of notice.querySelectorAll("[data-way]")) {
    const act = ways[button.dataset.way];
    if (act) button.addEventListener("click", act);
    else button.remove();
  }
}

function changedWords(current) {
  if (!current) return t("This mark changed elsewhere.");
  const when = agoWords(current.updated_at);
  if (current.removed) return t("This mark was deleted elsewhere, {when}.", { when });
  return t("This mark changed elsewhere, {when}. Which version shall stay?", { when });
}
