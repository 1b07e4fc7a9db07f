import { furnish } from "./folds.js";
import { find, icon, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { linkWords } from "../common/relation-words.js";
import { exactWords, KIND_ICONS, kindName, quoteKindName } from "../common/words.js";
import { aimOf } from "../marks/aim.js";
import { partsOf } from "../marks/fragments.js";
import { linksOf } from "../marks/links.js";
import { punctuated } from "../marks/quote.js";

const SHOWN = 60;

/**
 * The kind, the cue and the speaker of a quote, and the links of any mark.
 * @param {HTMLElement} root the inside of a card
 * @param {import("../marks/store.js").Store} store
 * @param {any} annotation
 */
export function fillRelations(root, store, annotation) {
  fillQuote(root, store, annotation);
  const section = find(root, ".relations");
  const links = linksOf(store);
  const rows = [
    ...links.from(annotation.id).map((link) => linkRow(store, link, link.to, true)),
    ...links.to(annotation.id).map((link) => linkRow(store, link, link.from, false)),
  ];
  refill(find(section, ".relations__list"), rows);
  section.hidden = rows.length === 0 && !store.editable;
}

function fillQuote(root, store, annotation) {
  const section = find(root, "[data-for=quote]");
  section.hidden = annotation.label !== "quote";
  if (section.hidden) return;
  furnish(section);
  refill(find(section, ".parts"), partsOf(annotation.fragments).map((piece, index) => store.editable ? ownPart(piece, index, aimOf(store).part) : partRow(...partWords(piece))));
  const kind = annotation.quote?.kind ?? "";
  const field = section.querySelector("[data-field=quote-kind]");
  if (!field) {
    find(section, ".quote-kind").textContent = quoteKindName(kind);
    return;
  }
  if (field !== document.activeElement) field.value = kind;
  const isProposed = kind !== "" && kind === punctuated(annotation.fragments, store.text);
  find(section, ".quote-kind").textContent = isProposed ? t("as the quotation marks say") : "";
}

/** New rows only where something changed: the focus may be on one of them, and stays on its like. */
function refill(list, rows) {
  const told = (all) => [...all].map((row) => row.outerHTML).join("");
  if (told(list.children) !== told(rows)) {
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    list.replaceChildren(...rows);
    if (focused) likeOf(list, focused)?.focus({ preventScroll: true });
  }
  list.hidden = rows.length === 0;
}

function likeOf(list, button) {
  const does = JSON.stringify(button.dataset);
  return [...list.querySelectorAll("button")].find(({ dataset }) => JSON.stringify(dataset) === does);
}

/** What a part of a quote is called, and its words. */
function partWords({ part, exact }) {
  const words = make("q", "parts__words", exact);
  words.dir = "auto";
  return [make("span", "parts__name", part === "cue" ? t("Cue") : t("Speaker")), words];
}

function partRow(...inside) {
  return make("li", "parts__row", ...inside);
}

/** One that may be changed: pressed, it has its borders moved in place of the quote's. */
function ownPart(piece, index, aimed) {
  const { part } = piece;
  const choice = make("button", "parts__choice", ...partWords(piece), make("span", "visually-hidden", t("Move its borders")));
  Object.assign(choice, { type: "button", ariaPressed: String(index === aimed) });
  Object.assign(choice.dataset, { action: "aim", piece: String(index) });
  const said = part === "cue" ? t("Take the cue away") : t("Take the speaker away");
  return partRow(choice, removal(said, { action: "remove-part", part }));
}

function linkRow(store, link, other, outward) {
  const mark = store.get(other);
  const words = make("span", "relations__words", exactWords(mark));
  words.dir = "auto";
  const way = linkWords(link.kind, outward, mark.label);
  const go = make("button", `relations__go kind--${mark.label}`, icon(KIND_ICONS[mark.label]), make("b", "", way), words, make("span", "visually-hidden", kindName(mark.label)));
  Object.assign(go, { type: "button" });
  Object.assign(go.dataset, { action: "go", to: other });
  const row = make("li", "relations__row", go);
  if (store.editable) {
    const short = exactWords(mark).slice(0, SHOWN);
    row.append(removal(t("Remove the link: {way} {words}", { way, words: short }), { action: "remove-link", from: link.from, link: link.id }));
  }
  return row;
}

function removal(said, data) {
  const button = make("button", "pieces__remove", icon("x"), make("span", "visually-hidden", said));
  Object.assign(button, { type: "button" });
  Object.assign(button.dataset, data);
  return button;
}
