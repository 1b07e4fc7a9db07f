import { dayWords } from "./particular-words.js";
import { t } from "./i18n.js";

/** Which parts of the card hold more than one field, or are called otherwise (projects/definition.py). */
const PARTS = {
  archive_url: "archive", archived_on: "archive", affiliation: "expert", interest: "expert",
  answer: "question", answer_type: "question", boolean_explanation: "question",
};
const DAYS = ["published_on", "retrieved_on", "archived_on"];

/** @param {string} name of a field of a source @returns {string} the part that the project decides about */
export function partOf(name) {
  return PARTS[name] ?? name;
}

/** @param {string} name of a field of a source, or of a part @returns {string} what the card calls it */
export function sourceFieldName(name) {
  const names = {
    url: t("Link"), title: t("Title"), stance: t("What it says"), publisher: t("Publisher"),
    published_on: t("Published on"), excerpt: t("Words of the source"), retrieved_on: t("Retrieved on"),
    archive: t("Archived copy"), archive_url: t("Archived copy"), archived_on: t("Archived on"),
    medium: t("Medium"), location: t("Where in the source"), question: t("Question"), answer: t("Answer"),
    answer_type: t("Kind of answer"), boolean_explanation: t("Why yes or no"), set: t("Evidence set"),
    same_origin_as: t("Same origin as"), primary: t("First or second hand"), flags: t("Flags"),
    expert: t("Expert"), affiliation: t("Affiliation"), interest: t("Interest"),
  };
  return names[name] ?? name;
}

/**
 * What a source says in one field, as a reader is told it.
 * @param {any} source
 * @param {string} name
 * @param {any[]} sources all of the claim
 * @param {any} scheme
 * @returns {string} "" for nothing
 */
export function sourceFieldWords(source, name, sources, { media = {}, flags = {} }) {
  const held = source[name];
  if (held === undefined || held === null || held === "") return "";
  if (DAYS.includes(name)) return dayWords(held);
  if (name === "medium") return media[held] ?? held;
  if (name === "flags") return held.map((flag) => flags[flag] ?? flag).join(", ");
  if (name === "same_origin_as") return nameOfSource(sources.find(({ id }) => id === held));
  return CODES()[name]?.[held] ?? String(held);
}

/** @param {any} source or none @returns {string} by what a reader knows it */
export function nameOfSource(source) {
  return source ? source.title || source.question || source.url || "" : t("a source that is not there");
}

const CODES = () => ({
  stance: { supports: t("supports"), refutes: t("refutes"), context: t("gives context") },
  primary: { yes: t("primary source"), no: t("secondary source") },
  answer_type: { extractive: t("in the source’s words"), abstractive: t("in my own words"), boolean: t("yes or no"), unanswerable: t("no answer found") },
});
