import { KINDS } from "../common/words.js";

/** @typedef {{kind: string | null, states: string[]}} Choice states: of claims; none means all marks */

/**
 * How far a claim is.
 * @param {any} annotation ANNOTATION
 * @returns {string | null} "unchecked", "pending", "stale" or "rating:" and its id; null for what is no claim
 */
export function stateOf({ label, claim }) {
  if (label !== "claim") return null;
  if (claim?.pending?.rating) return "pending";
  if (!claim?.verdict) return "unchecked";
  return claim.verdict.stale ? "stale" : `rating:${claim.verdict.rating}`;
}

/**
 * @param {any} annotation ANNOTATION
 * @param {Choice} choice
 * @returns {boolean}
 */
export function isPassing(annotation, { kind, states }) {
  if (kind && annotation.label !== kind) return false;
  return states.length === 0 || states.includes(stateOf(annotation) ?? "");
}

/**
 * @param {Choice} choice
 * @returns {string} the end of an address, "" when everything is shown
 */
export function toHash({ kind, states }) {
  const words = new URLSearchParams();
  if (kind) words.set("kind", kind);
  if (states.length > 0) words.set("state", states.join(" "));
  return words.size > 0 ? `#${words}` : "";
}

/**
 * @param {string} hash
 * @param {string[]} known the states that there are; others are passed over
 * @returns {Choice}
 */
export function fromHash(hash, known) {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const kind = words.get("kind");
  const states = (words.get("state") ?? "").split(" ").filter((state) => known.includes(state));
  return { kind: kind && KINDS.includes(kind) ? kind : null, states };
}
