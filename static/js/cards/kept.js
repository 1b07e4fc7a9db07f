import { typedWords } from "./particulars.js";
import { judgement } from "../marks/standing.js";
import { exactWords } from "../common/words.js";

/**
 * The words that a mark has for a field that is written in.
 * @param {any} annotation
 * @param {string} name of the field
 * @returns {string} empty where it has none
 */
export function keptWords(annotation, name) {
  const { note, claim } = annotation;
  if (name === "note") return note ?? "";
  if (name === "wording") return claim?.wording ?? "";
  if (name === "correction_note") return judgement(claim)?.correction_note ?? "";
  const particular = typedWords(annotation, name);
  if (particular !== undefined) return particular;
  return (claim?.pending ?? claim?.verdict)?.rationale ?? "";
}

/**
 * What words typed in a field rest on: what stood there, and for reasons all that they judge.
 * @param {any} annotation
 * @param {string} name of the field
 */
export function groundOf(annotation, name) {
  /** @type {Record<string, any>} */
  const ground = { kept: keptWords(annotation, name).trim() };
  if (name !== "note") ground.label = annotation.label;
  if (name !== "rationale") return ground;
  const { wording, sources = [] } = annotation.claim ?? {};
  const rating = (annotation.claim?.pending ?? annotation.claim?.verdict)?.rating ?? null;
  return { ...ground, rating, wording, words: exactWords(annotation), sources: sources.map(({ id, stance }) => [id, stance]) };
}
