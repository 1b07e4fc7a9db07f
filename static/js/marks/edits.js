import { claimAfter, emptyClaim, movedClaim, textOf } from "./claim.js";
import { asSent, SOURCE_FIELDS } from "./evidence.js";
import { rowsOf, singleFields } from "./fields.js";
import { PARTICULARS, partOf, takeParticulars, valueOf } from "./particulars.js";

/**
 * Local edits: from form fields to the state that the server will answer with. The same fields
 * paint the page, wait in the outbox and travel, so that what a reviewer sees is what is sent.
 * @typedef {import("./fields.js").Field} Field
 * @typedef {import("./claim.js").Context} Context
 * @typedef {keyof typeof PARTS} Part
 */

/** What two versions of an annotation are compared by. */
const PARTS = {
  label: (annotation) => annotation?.label,
  fragments: (annotation) => annotation?.fragments,
  note: (annotation) => annotation?.note,
  wording: (annotation) => annotation?.claim?.wording,
  verdict: (annotation) => [annotation?.claim?.pending, annotation?.claim?.verdicts.at(-1)?.id],
  sources: (annotation) => annotation?.claim?.sources,
  quote: (annotation) => annotation?.quote?.kind ?? null,
  links: (annotation) => annotation?.links ?? [],
  removed: (annotation) => annotation?.removed,
  ...Object.fromEntries(PARTICULARS.map((one) => [partOf(one.name), (annotation) => particularsIn(annotation, partOf(one.name))])),
};

/** All that is said together. */
function particularsIn(annotation, part) {
  return PARTICULARS.filter(({ name }) => partOf(name) === part).map((one) => valueOf(annotation, one));
}

/**
 * What a change of one part rests on: a verdict is on a claim as it was then, and a mark that is
 * no longer a claim hides what others did to the claim.
 * @type {Record<string, Part[]>}
 */
const RESTS_ON = {
  verdict: ["label", "fragments", "wording", "sources"],
  label: ["wording", "verdict", "sources", "quote", ...PARTICULARS.map(({ name }) => name)],
  quote: ["label"],
  links: ["label"],
  ...Object.fromEntries(PARTICULARS.map(({ name }) => [name, ["label"]])),
};

/**
 * The annotation after an edit, as the server will answer.
 * @param {any} annotation null for a creation
 * @param {{kind: string, fields: Field[], annotation: string}} edit
 * @param {Context} context
 * @returns {any} a new object; null when the edit is about a mark that is not there
 */
export function applied(annotation, edit, context) {
  if (edit.kind !== "save") {
    return (
      annotation && { ...annotation, removed: edit.kind === "removal", updated_at: context.at }
    );
  }
  const single = singleFields(edit.fields);
  const fragments = rowsOf(edit.fields, "fragments").map(asFragment);
  if (!annotation && fragments.length === 0) return null;
  const next = { ...(annotation ?? blank(edit.annotation, context)), updated_at: context.at };
  if (fragments.length > 0) next.fragments = fragments;
  if (single.has("note")) next.note = textOf(single.get("note"));
  if (single.has("label")) relabel(next, single.get("label"));
  if (next.quote && single.has("quote-kind")) next.quote = { ...next.quote, kind: single.get("quote-kind") || null };
  takeParticulars(next, single);
  next.links = rowsOf(edit.fields, "links").reduce(withLink, next.links ?? []);
  const moved = annotation !== null && wordsOf(annotation) !== wordsOf(next);
  const sources = rowsOf(edit.fields, "sources");
  if (next.claim) next.claim = claimAfter(next.claim, { single, moved, sources }, context);
  else if (moved) next.keptClaim = movedClaim(next.keptClaim);
  return next;
}

/**
 * What a claim's pending choice still lacks before it is a verdict.
 * @param {any} annotation
 * @returns {("rationale" | "source")[]}
 */
export function missing(annotation) {
  return annotation?.claim?.pending?.missing ?? [];
}

/**
 * Which parts an edit is about or rests on that somebody else has changed. Where there are none,
 * both changes can stand: the edit may go on top of the other without a question.
 * @param {any} before ANNOTATION that the edit was made on
 * @param {any} current ANNOTATION that stands on the server now
 * @param {{kind: string, fields: Field[]}} edit
 * @returns {Part[]}
 */
export function clashes(before, current, edit) {
  const parts = /** @type {Part[]} */ (Object.keys(PARTS));
  const changed = parts.filter((part) => {
    return JSON.stringify(PARTS[part](before)) !== JSON.stringify(PARTS[part](current));
  });
  if (edit.kind !== "save" || !before) return changed;
  const { about, restsOn } = concerns(edit);
  const isAbout = (part) => about.has(part) && (part !== "sources" || touchesSources(before, current, edit));
  return changed.filter((part) => part === "removed" || isAbout(part) || restsOn.has(part));
}

/** Of the sources only what the edit says of them counts: others may come, and other fields be filled. */
function touchesSources(before, current, { fields }) {
  const [had, has] = [before, current].map((annotation) => annotation.claim?.sources ?? []);
  const order = (sources) => sources.map(({ id }) => id).join(" ");
  return rowsOf(fields, "sources").some((row) => {
    const [was, is] = [had, has].map((sources) => sources.find(({ id }) => id === row.uuid));
    if (!was || !is) return Boolean(was);
    if (row.removed && JSON.stringify(was) !== JSON.stringify(is)) return true;
    if (row.position !== undefined && order(had) !== order(has)) return true;
    return SOURCE_FIELDS.some(({ name }) => row[name] !== undefined && asSent(was, name) !== asSent(is, name));
  });
}

/**
 * The parts of an annotation that a save is about, and the others that these rest on.
 * @param {{fields: Field[]}} edit
 * @returns {{about: Set<string>, restsOn: Set<string>}}
 */
export function concerns({ fields }) {
  const about = new Set(fields.map(([name]) => partOf(name)));
  const rest = [...about].flatMap((part) => RESTS_ON[part] ?? []);
  return { about, restsOn: new Set(rest.filter((part) => !about.has(part))) };
}

/**
 * Carry what hung on a claim or a quote over a time in which the mark is none, as the server does.
 * @param {any} annotation the new state
 * @param {any} before the earlier one, or null
 * @returns {any}
 */
export function keepingClaim(annotation, before) {
  if (!before) return annotation;
  const keptQuote = annotation.quote ? undefined : (before.quote ?? before.keptQuote);
  const keptContext = annotation.context ? undefined : (before.context ?? before.keptContext);
  const whole = { ...annotation, ...(keptQuote && { keptQuote }), ...(keptContext && { keptContext }) };
  if (annotation.claim) return whole;
  const kept = before.claim ?? before.keptClaim;
  const moved = wordsOf(annotation) !== wordsOf(before);
  return { ...whole, keptClaim: moved ? movedClaim(kept) : kept };
}

function wordsOf({ fragments }) {
  return fragments.map(({ exact }) => exact).join("\n");
}

function blank(id, { me, at }) {
  return {
    id,
    version: 0,
    label: null,
    fragments: [],
    note: null,
    author: me,
    created_at: at,
    updated_at: at,
    removed: false,
    claim: null,
    quote: null,
    context: null,
    links: [],
  };
}

function relabel(annotation, label) {
  const kept = annotation.claim ?? annotation.keptClaim ?? emptyClaim();
  annotation.label = label;
  annotation.claim = label === "claim" ? kept : null;
  annotation.keptClaim = label === "claim" ? undefined : kept;
  const quote = annotation.quote ?? annotation.keptQuote;
  annotation.quote = label === "quote" ? (quote ?? { kind: null }) : null;
  annotation.keptQuote = label === "quote" ? undefined : quote;
  const context = annotation.context ?? annotation.keptContext;
  annotation.context = label === "context" ? (context ?? {}) : null;
  annotation.keptContext = label === "context" ? undefined : context;
}

function withLink(links, { uuid, to, kind, removed }) {
  const others = links.filter(({ id }) => id !== uuid);
  if (removed) return others;
  return others.length < links.length || !to ? links : [...links, { id: uuid, to, kind }];
}

/** @param {any} row */
function asFragment({ part = "content", start, end, exact = "" }) {
  return { part, start: Number(start), end: Number(end), exact };
}
