import { icon, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { doubtsOf } from "./doubts.js";
import { fillLine } from "./source-line.js";
import { dayWords } from "./verdict-beside.js";

/**
 * A source that may only be read: its line, and all that is said of it behind one fold.
 * @param {any} source
 * @param {any} claim
 * @param {any} scheme
 * @returns {HTMLElement}
 */
export function sourceView(source, claim, scheme) {
  const initial = make("span", "source__initial");
  initial.setAttribute("aria-hidden", "true");
  const link = make("a");
  link.setAttribute("target", "_blank");
  link.setAttribute("rel", "noopener noreferrer");
  link.dir = "auto";
  const doubts = make("p", "source__doubts", icon("circle-alert"), make("span"));
  const row = make("li", "source", initial, make("div", "source__words", link, make("small")), make("span", "source__stance"), make("p", "source__answer"), doubts, make("p", "source__elsewhere"));
  row.dataset.source = source.id;
  /** @type {HTMLElement} */ (row.lastElementChild).hidden = true;
  fillLine(row, source, doubtsOf(claim, source.id));
  const told = facts(source, claim, scheme).filter(([, value]) => value);
  if (told.length > 0) {
    const list = make("dl", "facts", ...told.flatMap(([name, value]) => [make("dt", "", name), wordsOf(value)]));
    row.append(make("details", "source__facts", make("summary", "", t("Details")), list));
  }
  return row;
}

function wordsOf(value) {
  const element = make("dd", "", value);
  element.dir = "auto";
  return element;
}

function facts(source, claim, { media = {}, flags = {} }) {
  const origin = claim.sources.find(({ id }) => id === source.same_origin_as);
  const hand = { yes: t("primary source"), no: t("secondary source") }[source.primary ?? ""];
  return [
    [t("Words of the source"), source.excerpt],
    [t("Where in the source"), source.location],
    [t("Why yes or no"), source.boolean_explanation],
    [t("Publisher"), source.publisher],
    [t("Published on"), source.published_on && dayWords(source.published_on)],
    [t("Retrieved on"), source.retrieved_on && dayWords(source.retrieved_on)],
    [t("Archived copy"), source.archive_url],
    [t("Archived on"), source.archived_on && dayWords(source.archived_on)],
    [t("Medium"), media[source.medium] ?? source.medium],
    [t("First or second hand"), hand],
    [t("Evidence set"), source.set && String(source.set)],
    [t("Same origin as"), origin && (origin.title || origin.host)],
    [t("Expert"), [source.expert, source.affiliation, source.interest].filter(Boolean).join(" · ")],
    [t("Flags"), (source.flags ?? []).map((flag) => flags[flag] ?? flag).join(", ")],
  ];
}
