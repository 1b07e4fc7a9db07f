import { t } from "../common/i18n.js";

/**
 * What became of an item, in a few words.
 * @param {{decision: string, like: string | null}} decision
 * @returns {string}
 */
export function decisionWords({ decision, like }) {
  if (decision === "taken" && like) return t("took {who}", { who: like });
  const words = {
    agreed: t("agreed"),
    taken: t("took one"),
    union: t("union"),
    overlap: t("overlap"),
    combined: t("combined"),
    both: t("kept both"),
    dropped: t("dropped"),
  };
  return words[decision] ?? decision;
}

/**
 * How far the article is.
 * @param {number} settled
 * @param {number} total
 * @returns {string}
 */
export function progressWords(settled, total) {
  return t("{settled} of {total} differences settled", { settled, total });
}

/**
 * Why a decision did not come through, where the server did not say.
 * @param {number} status
 * @returns {string}
 */
export function refusalWords(status) {
  if (status === 401) return t("You are signed out. Sign in again in another tab; what you chose stays here.");
  if (status === 404) return t("This page is not there for you any more.");
  return t("It could not be settled. What you chose stays here; try again.");
}
