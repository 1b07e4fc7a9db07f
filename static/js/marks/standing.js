import { asSent, BESIDE, SOURCE_FIELDS } from "./evidence.js";
import { PARTICULARS, valueOf } from "./particulars.js";

/**
 * What a step of the history is about, as it stands in an annotation: two of these are compared to
 * know whether somebody else changed it since. It is the same before and after the server has
 * acknowledged a change.
 * @param {any} annotation as it is shown
 * @param {import("./history.js").Step} step
 * @returns {string}
 */
export function standingOf(annotation, { kind, changes = {} }) {
  const removed = Boolean(annotation.removed);
  if (kind !== "save") return JSON.stringify({ removed });
  const claim = annotation.claim ?? annotation.keptClaim ?? null;
  /** @type {Record<string, () => any>} */
  const parts = {
    label: () => annotation.label,
    fragments: () => annotation.fragments.map(({ part = "content", start, end }) => [part, start, end]),
    note: () => annotation.note ?? "",
    wording: () => claim?.wording ?? "",
    rating: () => judged(claim),
    rationale: () => judged(claim),
    ...Object.fromEntries(BESIDE.map((name) => [name, () => judgement(claim)?.[name] ?? ""])),
    answer: () => [claim?.verdict?.id ?? null, claim?.verdict?.stale ?? null],
    quoteKind: () => (annotation.quote ?? annotation.keptQuote)?.kind ?? "",
    links: () => changes.links?.map(({ id }) => (annotation.links ?? []).some((link) => link.id === id)),
    sources: () => changes.sources?.map((row) => sourceOf(claim?.sources ?? [], row)),
    ...Object.fromEntries(PARTICULARS.map((one) => [one.name, () => valueOf(annotation, one)])),
  };
  const about = Object.keys(parts).filter((part) => changes[part] !== undefined);
  return JSON.stringify([removed, ...about.map((part) => [part, parts[part]()])]);
}

/**
 * What the reviewer last chose: the pending choice, or else the verdict, or else a draft.
 * @param {any} claim
 */
export function judgement(claim) {
  return claim?.pending?.rating ? claim.pending : (claim?.verdict ?? claim?.pending ?? null);
}

function judged(claim) {
  const { rating, rationale } = judgement(claim) ?? {};
  return [rating ?? "", rationale ?? ""];
}

/** Of a source only what the step changes; of one that comes or goes only whether it is there. */
function sourceOf(sources, row) {
  const place = sources.findIndex((source) => source.id === row.id);
  const source = sources[place];
  if (!source || row.removed !== undefined) return Boolean(source);
  const said = SOURCE_FIELDS.filter(({ name }) => row[name] !== undefined).map(({ name }) => [name, asSent(source, name)]);
  return row.position === undefined ? said : [...said, ["position", place + 1]];
}

/** Reasons are for the rating that they were typed under, and only a claim has them, or a wording. */
export function groundsToKeep(name, { label, rating }) {
  return { ...(name !== "note" && { label }), ...(rating && { rating }) };
}
