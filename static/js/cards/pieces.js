import { icon, make } from "../common/dom.js";
import { t } from "../common/i18n.js";

const SHOWN = 60;

/**
 * The pieces of a mark that has several, each with a button that takes it away.
 * @param {HTMLElement} root the editor
 * @param {any} annotation
 */
export function fillPieces(root, annotation) {
  const list = /** @type {HTMLElement | null} */ (root.querySelector(".pieces"));
  if (!list) return; // nobody has opened what they are folded into
  const pieces = annotation.fragments.filter(({ part }) => part === "content");
  list.hidden = pieces.length < 2;
  if (list.hidden) {
    list.replaceChildren();
    return;
  }
  const wanted = pieces.map(({ exact }) => exact);
  const shown = [...list.querySelectorAll("q")].map(({ textContent }) => textContent);
  if (JSON.stringify(shown) !== JSON.stringify(wanted)) list.replaceChildren(...wanted.map(row));
}

function row(exact, index) {
  const words = make("q", "pieces__words", exact);
  words.dir = "auto";
  const short = exact.length > SHOWN ? `${exact.slice(0, SHOWN)}…` : exact;
  const button = make("button", "pieces__remove", icon("x"), make("span", "visually-hidden", t("Take this piece away: {words}", { words: short })));
  button.setAttribute("type", "button");
  Object.assign(button.dataset, { action: "remove-piece", piece: String(index) });
  return make("li", "pieces__row", words, button);
}
