import { find, icon, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { linkWords } from "../common/relation-words.js";
import { exactWords, KIND_ICONS, kindName, quoteKindName } from "../common/words.js";
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
  refill(find(section, ".parts"), annotation.fragments.filter(({ part }) => part !== "content").map((piece) => partRow(piece, store.editable)));
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

/** New rows only where something changed: the focus may be on one of them. */
function refill(list, rows) {
  const told = (all) => [...all].map((row) => row.outerHTML).join("");
  if (told(list.children) !== told(rows)) list.replaceChildren(...rows);
  list.hidden = rows.length === 0;
}

function partRow({ part, exact }, editable) {
  const name = part === "cue" ? t("Cue") : t("Speaker");
  const words = make("q", "parts__words", exact);
  words.dir = "auto";
  const row = make("li", "parts__row", make("span", "parts__name", name), words);
  if (editable) {
    const said = part === "cue" ? t("Take the cue away") : t("Take the speaker away");
    row.append(removal(said, { action: "remove-part", part }));
  }
  return row;
}

function linkRow(store, link, other, outward) {
  const mark = store.get(other);
  const words = make("span", "relations__words", exactWords(mark));
  words.dir = "auto";
  const way = linkWords(link.kind, outward);
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
