import { find, icon, make } from "../common/dom.js";
import { t } from "../common/i18n.js";

/**
 * What is doubtful about a claim's evidence as a whole. What is doubtful about one source stands
 * beside that source.
 * @param {HTMLElement} root
 * @param {any} claim or none
 */
export function showDoubts(root, claim) {
  const list = find(root, ".doubts");
  const doubts = (claim?.warnings ?? []).filter((warning) => !warning.source);
  const words = doubts.map(doubtWords);
  list.hidden = words.length === 0;
  if (list.dataset.told === words.join("\n")) return;
  list.dataset.told = words.join("\n");
  list.replaceChildren(...words.map((sentence) => make("li", "", icon("circle-alert"), make("span", "", sentence))));
}

/**
 * @param {any} claim
 * @param {string} id of a source
 * @returns {string[]} what is doubtful about it
 */
export function doubtsOf(claim, id) {
  return (claim?.warnings ?? []).filter((warning) => warning.source === id).map(doubtWords);
}

/**
 * What the evidence speaks for, said where nobody has said the same; it is never chosen by itself.
 * @param {HTMLElement} root
 * @param {any} claim or none
 */
export function showAdvice(root, claim) {
  const line = find(root, ".verdict__advice");
  const advice = claim?.advice;
  const chosen = (claim?.pending?.rating ? claim.pending : claim?.verdict)?.rating;
  line.hidden = !advice || advice.rating === chosen;
  if (!line.hidden) find(line, "span").textContent = adviceWords(advice);
}

/** @param {any} warning @returns {string} */
export function doubtWords({ doubt, found, wanted }) {
  const sentences = {
    published_later: t("Published after the claim was made."),
    no_archive: t("No archived copy."),
    dead_link: t("The link is dead."),
    only_article: t("Nothing but the article itself is given."),
    one_sided: t("All evidence is on one side."),
    few_independent: t("Independent sources: {found} of {wanted}. One house, one site or one origin counts once.", { found, wanted }),
  };
  return sentences[doubt] ?? t("Look at this again.");
}

function adviceWords({ label, reason }) {
  const reasons = {
    all_support: t("every source that takes a side supports it"),
    all_refute: t("every source that takes a side refutes it"),
    both_sides: t("sources take both sides"),
    refuted_and_open: t("refuted in part is refuted, though a question is open"),
    supported_and_open: t("supported, but a question found no answer"),
    nothing_said: t("a question found no answer; only where evidence ought to exist does that refute"),
  };
  const why = reasons[reason];
  return why ? t("The evidence speaks for “{label}”: {why}.", { label, why }) : t("The evidence speaks for “{label}”.", { label });
}
