import { linksOf } from "./links.js";

/**
 * The parts that a claim was split into, in the order of the text.
 * @param {import("./reading.js").Reading} store
 * @param {string} id
 * @returns {any[]} ANNOTATIONs
 */
export function partsOf(store, id) {
  return linksOf(/** @type {any} */ (store)).to(id).filter(({ kind }) => kind === "part_of").map(({ from }) => store.get(from));
}

/**
 * Whether a claim is checked, in its own right or through its parts; workspace/progress.py counts
 * the same.
 * @param {import("./reading.js").Reading} store
 * @param {any} annotation
 * @param {Set<string>} [above] those that were asked already, for a ring that nobody should have made
 * @returns {boolean}
 */
export function isChecked(store, annotation, above = new Set()) {
  const { verdict } = annotation.claim ?? {};
  if (verdict && !verdict.stale) return true;
  if (above.has(annotation.id)) return false;
  const parts = partsOf(store, annotation.id);
  const asked = new Set([...above, annotation.id]);
  return parts.length > 0 && parts.every((part) => isChecked(store, part, asked));
}

/**
 * How many claims are checked only through their parts.
 * @param {import("./reading.js").Reading} store
 * @returns {number}
 */
export function checkedThroughParts(store) {
  const wholes = linksOf(/** @type {any} */ (store)).ends().map((id) => store.get(id));
  return wholes.filter((one) => isOpen(one) && isChecked(store, one)).length;
}

function isOpen(annotation) {
  if (!annotation || annotation.removed || annotation.label !== "claim") return false;
  return !annotation.claim?.verdict || annotation.claim.verdict.stale;
}
