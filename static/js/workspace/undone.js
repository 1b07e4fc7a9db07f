import { t } from "../common/i18n.js";
import { exactWords, kindName } from "../common/words.js";

/** Of a mark's words, in a message. */
const LONGEST = 40;

/**
 * What an undo or a redo did.
 * @param {import("../marks/store.js").Outcome} step
 * @param {any} annotation ANNOTATION as it is now
 * @param {boolean} back whether it was an undo
 * @returns {string}
 */
export function undoneWords({ kind: change }, annotation, back) {
  const said = { kind: kindName(annotation.label), words: shortened(exactWords(annotation)) };
  if (change === "removal") return back ? t("Undone. {kind} deleted: {words}", said) : t("Done again. {kind} deleted: {words}", said);
  if (change === "restoration") return back ? t("Undone. {kind} is back: {words}", said) : t("Done again. {kind} is back: {words}", said);
  return back ? t("Undone. {kind} as it was before: {words}", said) : t("Done again. {kind} changed: {words}", said);
}

function shortened(words) {
  const letters = [...words.replace(/\s+/gu, " ")];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("").trimEnd()}…` : letters.join("");
}
