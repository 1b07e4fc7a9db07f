import { t } from "./i18n.js";

/**
 * @param {string} kind of a link
 * @param {boolean} outward whether it starts at the mark whose card says it
 * @param {string} [other] the kind of mark at the other end
 * @returns {string}
 */
export function linkWords(kind, outward, other = "claim") {
  const ways = {
    explains: [t("Explains"), t("Explained by")],
    made_in: [t("Made in"), other === "quote" ? t("Holds the quote") : t("Holds the claim")],
    repeats: [t("Repeats"), t("Repeated by")],
    part_of: [t("Part of"), t("Part")],
    contradicts: [t("Contradicts"), t("Contradicted by")],
  };
  return ways[kind]?.[outward ? 0 : 1] ?? kind;
}

/** @param {string} part of a quote @param {string} words @returns {string} */
export function partWords(part, words) {
  return part === "cue" ? t("Cue: {words}", { words }) : t("Speaker: {words}", { words });
}
