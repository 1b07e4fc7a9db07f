import { find } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { missingWords, retiredWords, scaleWords, staleWords } from "../common/words.js";

/**
 * @typedef {object} Typed what stands in the fields, kept or not, where they may be changed
 * @property {string} rationale
 * @property {string} correction_note
 * @property {boolean} needsReason whether the rating is none without one
 */

/**
 * Say what a choice lacks before it is a verdict, or why a verdict is stale.
 * @param {HTMLElement} root
 * @param {any} claim
 * @param {Typed} [typed]
 */
export function showStanding(root, claim, typed) {
  const missing = find(root, ".verdict__missing");
  const words = lackWords(claim, typed);
  missing.hidden = !words;
  missing.dataset.complete = String(words === completeWords());
  const told = find(missing, "span");
  if (told.textContent !== words) told.textContent = words;
  const clear = missing.querySelector("[data-action=clear-rating]");
  if (clear) clear.hidden = !claim?.pending?.rating;
  const stale = find(root, ".verdict__stale");
  stale.hidden = !claim?.verdict?.stale || Boolean(claim?.pending?.rating);
  showScale(find(root, ".verdict__scale"), claim);
  if (!stale.hidden) find(stale, "span").textContent = staleWords(claim.verdict.stale_reason);
}

/**
 * Say which version of the scale a verdict was given under, where its rating is another now.
 * @param {HTMLElement} element
 * @param {any} claim
 */
function showScale(element, claim) {
  const scale = claim?.pending?.rating ? null : claim?.verdict?.scale;
  element.hidden = !scale;
  element.textContent = scale ? scaleWords(scale.version) : "";
}

/**
 * What is still missing, words that are typed counted in.
 * @param {any} claim
 * @param {Typed} [typed]
 * @returns {string} empty where nothing has to be said
 */
export function lackWords(claim, typed) {
  const { pending, verdict, sources = [] } = claim ?? {};
  if (!pending?.rating) {
    const isBegun = sources.length > 0 || pending?.rationale;
    return isBegun && !verdict ? t("Not a verdict yet: choose one.") : "";
  }
  if (pending.missing.includes("rating")) return retiredWords(pending.label);
  const codes = typed ? lackingAsTyped(pending, typed) : pending.missing;
  if (codes.length > 0) return missingWords(codes);
  return pending.missing.length > 0 ? completeWords() : t("Not a verdict yet.");
}

/** A note that is not asked for is none that lacks; a reason that is taken away lacks at once. */
function lackingAsTyped({ missing }, { rationale, correction_note: note, needsReason }) {
  const codes = missing.filter((code) => !(code === "rationale" && rationale.trim()) && !(code === "correction_note" && note.trim()));
  if (needsReason && !rationale.trim() && missing.length > 0 && !codes.includes("rationale")) codes.push("rationale");
  return codes;
}

function completeWords() {
  return t("Nothing is missing: the verdict stands once you leave the field.");
}
