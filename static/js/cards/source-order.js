import { say } from "../common/announce.js";
import { t } from "../common/i18n.js";

/**
 * Sources change their places: by Alt with ↑ and ↓, by two buttons, and by drag of a row.
 * @param {HTMLElement} list of rows with data-source
 * @param {(id: string, place: number) => boolean} move gives a source another place, from 1; false
 *     where it has that already
 */
export function orderByHand(list, move) {
  /** @type {HTMLElement | null} */
  let dragged = null;
  list.addEventListener("keydown", (event) => {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (!step) return;
    event.preventDefault();
    moveBy(list, rowOf(event.target), step, move);
  });
  list.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-move]"));
    if (button) moveBy(list, rowOf(button), Number(button.dataset.move), move);
  });
  list.addEventListener("dragstart", (event) => {
    if (!(event.target instanceof Element) || !event.target.matches(".source__initial")) return;
    dragged = rowOf(event.target);
    event.dataTransfer?.setData("text/plain", "");
    dragged?.classList.add("source--dragged");
  });
  list.addEventListener("dragover", (event) => {
    if (dragged) event.preventDefault();
  });
  list.addEventListener("drop", (event) => {
    const onto = rowOf(event.target);
    if (!dragged || !onto) return;
    event.preventDefault();
    move(dragged.dataset.source ?? "", placeOf(list, onto));
  });
  list.addEventListener("dragend", () => {
    dragged?.classList.remove("source--dragged");
    dragged = null;
  });
}

function moveBy(list, row, step, move) {
  const place = row ? placeOf(list, row) + step : 0;
  if (place < 1 || place > list.children.length) return;
  if (!move(row.dataset.source ?? "", place)) return;
  say(t("Place {place} of {total}", { place, total: list.children.length }));
}

/** @returns {HTMLElement | null} */
function rowOf(target) {
  return target.closest("[data-source]");
}

function placeOf(list, row) {
  return [...list.children].indexOf(row) + 1;
}
