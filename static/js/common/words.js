import { pageLocale, t } from "./i18n.js";

/** What the interface calls the kinds of mark, with the icon of each. */
export const KINDS = ["claim", "quote", "context"];
export const KIND_ICONS = { claim: "megaphone", quote: "quote", context: "info" };

/** @param {string} label @returns {string} */
export function kindName(label) {
  return { claim: t("Claim"), quote: t("Quote"), context: t("Context") }[label] ?? label;
}

/** @param {string | null} kind of a quote @returns {string} "" where nobody said it */
export function quoteKindName(kind) {
  return { direct: t("Direct quote"), indirect: t("Indirect quote"), mixed: t("Mixed quote") }[kind ?? ""] ?? "";
}

/** @param {string} code why a verdict is stale @returns {string} */
export function staleWords(code) {
  const sentences = {
    wording: t("The wording changed after this verdict."),
    evidence: t("The sources changed after this verdict."),
    revision: t("The article changed after this verdict."),
    capture: t("A source’s page changed after this verdict."),
    reopened: t("Somebody reopened this verdict."),
  };
  return sentences[code] ?? t("Something it rests on changed after this verdict.");
}

/** @param {string[]} codes what a pending choice still lacks @returns {string} */
export function missingWords(codes) {
  if (codes.includes("rationale") && codes.includes("source")) {
    return t("Not a verdict yet: give a reason and a source other than the article.");
  }
  if (codes.length === 1 && codes[0] === "correction_note") return t("Not a verdict yet: say in the correction note what was wrong.");
  if (codes.includes("rationale")) return t("Not a verdict yet: give a reason.");
  return t("Not a verdict yet: add a source other than the article.");
}

/** @param {string} rating @returns {string} */
export function retiredWords(rating) {
  return t("“{rating}” was retired from the scale: choose another rating.", { rating });
}

/** @param {number} version @returns {string} of a verdict whose rating is another in the newest version */
export function scaleWords(version) {
  return t("Decided under version {version} of the scale", { version });
}

/**
 * The words of a mark, its pieces joined.
 * @param {{fragments: {part?: string, exact: string}[]}} annotation
 * @returns {string}
 */
export function exactWords(annotation) {
  const content = annotation.fragments.filter((fragment) => (fragment.part ?? "content") === "content");
  return content.map((fragment) => fragment.exact).join(" … ");
}

/** @param {string} name @returns {string} the name, which turns no words around it where they run the other way */
export function isolated(name) {
  return `\u2068${name}\u2069`;
}

/** @param {string} moment ISO 8601 @returns {string} the date and time as the reader writes them */
export function momentWords(moment) {
  return new Intl.DateTimeFormat(pageLocale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
}

/** @param {string} moment ISO 8601 @returns {string} such as "2 minutes ago" */
export function agoWords(moment) {
  const relative = new Intl.RelativeTimeFormat(pageLocale(), { numeric: "auto" });
  // The server's clock may be ahead of this one, and what happened never lies in the future.
  const minutes = Math.min(0, Math.round((Date.parse(moment) - Date.now()) / 60_000));
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  if (Math.abs(minutes) < 60 * 24) return relative.format(Math.round(minutes / 60), "hour");
  return relative.format(Math.round(minutes / (60 * 24)), "day");
}
