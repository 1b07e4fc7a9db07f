import { pageLocale, t } from "./i18n.js";

/** @param {string} name of a PARTICULAR @returns {string} what the card calls it */
export function particularName(name) {
  const names = {
    "claim-short": t("Short form"),
    "claim-types": t("Types"),
    "claim-voice": t("Who says it"),
    "claim-speaker": t("Speaker"),
    "claim-place": t("Where it was said"),
    "claim-made_on": t("Day it was made"),
    "claim-made_on_basis": t("How the day is known"),
    "claim-checkworthy": t("Worth checking"),
    "claim-checkworthy_reason": t("Why it is or is not"),
    "quote-speaker": t("Speaker"),
    "quote-addressee": t("Said to"),
    "quote-language": t("Original language"),
    "quote-original_words": t("Original words"),
    "context-role": t("Role"),
  };
  return names[name] ?? name;
}

/**
 * What stands there, as a reader is told it.
 * @param {any} annotation
 * @param {import("../marks/particulars.js").Particular} one
 * @param {Record<string, string>} labels of what the scheme offers, by id
 * @returns {string} "" for nothing
 */
export function particularWords(annotation, { of, key }, labels) {
  const held = annotation?.[of]?.[key];
  if (held === undefined || held === null) return "";
  if (key === "types") return held.map((id) => labels[id] ?? id).join(", ");
  if (key === "speaker") return held.role ? `${held.name} (${held.role})` : held.name;
  if (key === "made_on") return dayWords(held);
  if (key === "role") return labels[held] ?? held;
  if (typeof held === "boolean") return held ? t("worth checking") : t("not worth checking");
  return CODES()[key]?.[held] ?? held;
}

const CODES = () => ({
  voice: { outlet: t("the outlet itself"), speaker: t("a speaker") },
  made_on_basis: { exact: t("exact"), relative: t("relative to the article"), earliest: t("earliest reading") },
});

/** @param {string} day YYYY-MM-DD @returns {string} as the reader writes it */
export function dayWords(day) {
  const [year, month, date] = day.split("-").map(Number);
  return new Intl.DateTimeFormat(pageLocale(), { dateStyle: "medium", timeZone: "UTC" }).format(Date.UTC(year, month - 1, date));
}
