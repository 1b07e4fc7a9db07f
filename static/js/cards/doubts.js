import { find, icon, make } from "../common/dom.js";
import { sourceFieldName } from "../common/evidence-words.js";
import { t } from "../common/i18n.js";
import { adviceOn, notesOn } from "../marks/advice.js";

/**
 * What is doubtful about a claim's evidence as a whole. What is doubtful about one source stands
 * beside that source.
 * @param {HTMLElement} root
 * @param {any} claim or none
 */
export function showDoubts(root, claim) {
  const doubts = (claim?.warnings ?? []).filter((warning) => !warning.source);
  tell(find(root, ".doubts"), doubts.map(doubtWords), "circle-alert");
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
 * What the evidence or the parts speak for, said where nobody has said the same, and what a claim of
 * its types needs, until it has a verdict. Nothing is ever chosen by itself.
 * @param {HTMLElement} root
 * @param {import("../marks/store.js").Store} store
 * @param {any} annotation
 */
export function showAdvice(root, store, annotation) {
  const { claim } = annotation;
  const advice = claim ? adviceOn(store, annotation) : null;
  const chosen = (claim?.pending?.rating ? claim.pending : claim?.verdict)?.rating;
  const isDone = claim?.verdict && !claim.verdict.stale && !claim.pending?.rating;
  const notes = isDone || !claim ? [] : notesOn(annotation).map(noteWords);
  tell(find(root, ".verdict__advice"), [...notes, ...advice && advice.rating !== chosen ? [adviceWords(advice)] : []], "scale");
}

/** A list of sentences; the same ones are not written again. */
function tell(list, sentences, symbol) {
  const words = sentences.join("\n");
  list.hidden = sentences.length === 0;
  if (list.dataset.told === words) return;
  list.dataset.told = words;
  list.replaceChildren(...sentences.map((sentence) => make("li", "", icon(symbol), make("span", "", sentence))));
}

/** @param {any} warning @returns {string} */
export function doubtWords({ doubt, found, wanted, field }) {
  const sentences = {
    published_later: t("Published after the claim was made."),
    no_archive: t("No archived copy."),
    dead_link: t("The link is dead."),
    unsaid: t("{field} is missing.", { field: sourceFieldName(field ?? "") }),
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
    part_refuted: t("a part of it is refuted, and one refuted part refutes the whole"),
    part_conflicting: t("the evidence on a part of it conflicts"),
    part_open: t("a part of it could not be settled"),
    parts_supported: t("all its parts are supported"),
    nothing_said: t("a question found no answer; only where evidence ought to exist does that refute"),
  };
  const why = reasons[reason];
  if (reason.startsWith("part")) return t("The parts speak for “{label}”: {why}.", { label, why });
  return why ? t("The evidence speaks for “{label}”: {why}.", { label, why }) : t("The evidence speaks for “{label}”.", { label });
}

function noteWords(note) {
  if (note === "causation") return t("A causal claim is rated for the causation, not for its parts.");
  return t("For a quote, say where these words would be found, whether they are there, and who else is said to have said them.");
}
