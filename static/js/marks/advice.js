import { partsOf } from "./compounds.js";

/**
 * What speaks for a rating, which nobody has to follow (annotator/verdicts/advice.py has the rest).
 * @typedef {{rating: string, label: string, reason: string}} Advice
 */

/** One part refuted, as one time of a period, refutes the whole. */
const REASONS = {
  Refuted: "part_refuted",
  "Conflicting Evidence/Cherrypicking": "part_conflicting",
  "Not Enough Evidence": "part_open",
  Supported: "parts_supported",
};

/** Types of claims that need more than their sources, in the sets of AVeriTeC and Full Fact. */
const NOTED = { causal: "causation", correlation_or_causation: "causation", quote_verification: "quotation" };

/**
 * What its parts come to, where it was split and they are settled, and else its evidence.
 * @param {import("./store.js").Store} store
 * @param {any} annotation a claim
 * @returns {Advice | null} null where nothing is to be said
 */
export function adviceOn(store, annotation) {
  return partsAdvice(store, annotation) ?? annotation.claim?.advice ?? null;
}

function partsAdvice(store, annotation) {
  // A causal claim is rated for the causation, and its parts do not settle that.
  if (notesOn(annotation).includes("causation")) return null;
  const label = fromParts(store, annotation, new Set());
  const rating = store.scheme.ratings.find(({ averitec }) => averitec && averitec === label);
  return rating ? { rating: rating.id, label: rating.label, reason: REASONS[rating.averitec] } : null;
}

/**
 * What is to be thought of with a claim of its types.
 * @param {any} annotation a claim
 * @returns {string[]} "causation", "quotation"
 */
export function notesOn({ claim }) {
  return [...new Set((claim?.types ?? []).map((type) => NOTED[type]).filter(Boolean))];
}

/** What the parts mean together in AVeriTeC; null while one of them has no verdict in force. */
function fromParts(store, annotation, above) {
  const asked = new Set([...above, annotation.id]);
  const labels = partsOf(store, annotation.id).map((part) => meaningOf(store, part, asked));
  if (labels.length === 0 || labels.some((label) => !label)) return null;
  return Object.keys(REASONS).find((label) => labels.includes(label)) ?? null;
}

function meaningOf(store, part, above) {
  const { verdict, pending } = part.claim ?? {};
  if (!verdict) return above.has(part.id) ? null : fromParts(store, part, above);
  // One that waits, or was given under a scale that meant something else, settles nothing here.
  if (verdict.stale || pending?.rating || verdict.scale) return null;
  return store.scheme.ratings.find(({ id }) => id === verdict.rating)?.averitec ?? null;
}
