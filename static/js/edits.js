/**
 * Local edits: from what the reviewer changed to form fields, and from form fields to the state
 * that the server will answer with. The same fields paint the page, wait in the outbox and
 * travel, so that what a reviewer sees is what is sent.
 */

/**
 * @typedef {[name: string, value: string]} Field
 * @typedef {{part: string, start: number, end: number, exact: string}} Fragment
 * @typedef {object} SourceChange
 * @property {string} [id] absent: a new source
 * @property {string} [url]
 * @property {string} [title]
 * @property {string} [stance] supports, refutes, context or ""
 * @property {boolean} [removed] false brings a removed source back
 * @typedef {object} Changes every key optional; an absent one leaves things as they are
 * @property {"claim" | "quote" | "context"} [label]
 * @property {{start: number, end: number, part?: string}[]} [fragments]
 * @property {string} [note]
 * @property {string} [wording]
 * @property {string} [rating] "" clears the pending choice
 * @property {string} [rationale]
 * @property {SourceChange[]} [sources] only the rows that change
 * @typedef {object} Context
 * @property {Map<string, {id: string, label: string, decisive: boolean}>} ratings
 * @property {{id: number, name: string}} me
 * @property {string} articleUrl
 * @property {string} at the time of the edit, as the server writes times
 */

/** What two versions of an annotation are compared by. */
const READERS = {
  label: (annotation) => annotation?.label,
  fragments: (annotation) => annotation?.fragments,
  note: (annotation) => annotation?.note,
  wording: (annotation) => annotation?.claim?.wording,
  verdict: (annotation) => [annotation?.claim?.pending, annotation?.claim?.verdicts.at(-1)?.id],
  sources: (annotation) => annotation?.claim?.sources,
  removed: (annotation) => annotation?.removed,
};
const ROW = /^(fragments|sources)-(\d+)-(\w+)$/;

/** @returns {string} a UUID, version 4; crypto.randomUUID is there only over https */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * The form fields for a set of changes; only the groups that change.
 * @param {Changes} changes
 * @param {(start: number, end: number) => string} slice the article's text between code points
 * @returns {Field[]}
 */
export function fieldsFor(changes, slice) {
  /** @type {Field[]} */
  const fields = [];
  for (const name of ["label", "note", "wording"]) {
    if (changes[name] !== undefined) fields.push([name, changes[name]]);
  }
  if (changes.rating) fields.push(["verdict-uuid", newId()]);
  if (changes.rating !== undefined) fields.push(["verdict-rating", changes.rating]);
  if (changes.rationale !== undefined) fields.push(["verdict-rationale", changes.rationale]);
  const fragments = changes.fragments?.map(({ part = "content", start, end }) => {
    return { part, start, end, exact: slice(start, end) };
  });
  return [
    ...fields,
    ...rows("fragments", fragments),
    ...rows("sources", changes.sources?.map(sourceRow)),
  ];
}

/**
 * The fields of two saves in one: what the later says holds, fragments as a whole, sources one
 * by one.
 * @param {Field[]} earlier
 * @param {Field[]} later
 * @returns {Field[]}
 */
export function mergeFields(earlier, later) {
  const single = new Map([...earlier, ...later].filter(([name]) => !ROW.test(name)));
  const fragments = rowsOf(later, "fragments");
  const sources = new Map(rowsOf(earlier, "sources").map((row) => [row.uuid, row]));
  for (const row of rowsOf(later, "sources")) {
    sources.set(row.uuid, { ...sources.get(row.uuid), ...row });
  }
  return [
    ...single,
    ...rows("fragments", fragments.length > 0 ? fragments : rowsOf(earlier, "fragments")),
    ...rows("sources", [...sources.values()]),
  ];
}

/**
 * Whether two saves may go as one: together they must do what they do one after the other. The
 * server takes the sources before the verdict, so nothing goes back before a verdict given, and
 * what a claim has needs the label that it came with.
 * @param {Field[]} earlier
 * @param {Field[]} later
 * @returns {boolean}
 */
export function mayMerge(earlier, later) {
  const groups = new Set(earlier.map(([name]) => name.split("-")[0]));
  if (groups.has("verdict")) return false;
  const relabels = later.some(([name]) => name === "label");
  return !relabels || !(groups.has("wording") || groups.has("sources"));
}

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
  const single = new Map(edit.fields.filter(([name]) => !ROW.test(name)));
  const fragments = rowsOf(edit.fields, "fragments").map(asFragment);
  if (!annotation && fragments.length === 0) return null;
  const next = { ...(annotation ?? blank(edit.annotation, context)), updated_at: context.at };
  if (fragments.length > 0) next.fragments = fragments;
  if (single.has("note")) next.note = textOf(single.get("note"));
  if (single.has("label")) relabel(next, single.get("label"));
  if (!next.claim) return next;
  const words = [annotation, next].map((one) =>
    one?.fragments.map(({ exact }) => exact).join("\n"),
  );
  const moved = annotation !== null && words[0] !== words[1];
  next.claim = claimAfter(
    next.claim,
    { single, moved, sources: rowsOf(edit.fields, "sources") },
    context,
  );
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
 * Which of an edit's fields somebody else has changed too. Where there are none, both changes can
 * stand: the edit may go on top of the other without a question.
 * @param {any} before ANNOTATION that the edit was made on
 * @param {any} current ANNOTATION that stands on the server now
 * @param {{kind: string, fields: Field[]}} edit
 * @returns {(keyof typeof READERS)[]} label, fragments, note, wording, verdict, sources, removed
 */
export function clashes(before, current, { kind, fields }) {
  const differs = (read) => JSON.stringify(read(before)) !== JSON.stringify(read(current));
  const names = /** @type {(keyof typeof READERS)[]} */ (Object.keys(READERS));
  if (kind !== "save" || !before) return names.filter((name) => differs(READERS[name]));
  const touched = new Set(fields.map(([name]) => name.split("-")[0]));
  return names.filter((name) => {
    return (touched.has(name) || name === "removed") && differs(READERS[name]);
  });
}

/**
 * Carry what hung on a claim over a time in which the mark is no claim, as the server does.
 * @param {any} annotation the new state
 * @param {any} before the earlier one, or null
 * @returns {any}
 */
export function keepingClaim(annotation, before) {
  if (annotation.claim || !before) return annotation;
  return { ...annotation, keptClaim: before.claim ?? before.keptClaim };
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
  };
}

function relabel(annotation, label) {
  const kept = annotation.claim ?? annotation.keptClaim ?? emptyClaim();
  annotation.label = label;
  annotation.claim = label === "claim" ? kept : null;
  annotation.keptClaim = label === "claim" ? undefined : kept;
}

function emptyClaim() {
  return { wording: null, pending: null, verdict: null, verdicts: [], sources: [] };
}

/** annotator/workspace/service.py, `_revise` and `_check`, decide for good; this foretells them. */
function claimAfter(before, { single, moved, sources }, context) {
  const claim = { ...before };
  if (single.has("wording")) claim.wording = textOf(single.get("wording"));
  // Without a stand-alone wording the marked words are what was judged.
  const reworded = claim.wording || before.wording ? claim.wording !== before.wording : moved;
  if (reworded) stale(claim, "wording");
  claim.sources = sources.reduce((all, row) => withSource(all, row, context), claim.sources);
  if (evidenceOf(claim) !== evidenceOf(before)) stale(claim, "evidence");
  choose(claim, single, context);
  if (claim.pending?.rating && claim.pending.missing.length === 0) decide(claim, context);
  return claim;
}

function stale(claim, reason) {
  if (!claim.verdict || claim.verdict.stale) return;
  claim.verdict = { ...claim.verdict, stale: true, stale_reason: reason };
  claim.verdicts = [...claim.verdicts.slice(0, -1), claim.verdict];
}

/** A new title changes no evidence. */
function evidenceOf({ sources }) {
  return JSON.stringify(sources.map(({ id, url, stance }) => [id, url, stance]).sort());
}

function choose(claim, single, { ratings }) {
  const uuid = single.get("verdict-uuid") ?? claim.pending?.uuid;
  if (uuid && claim.verdicts.some((verdict) => verdict.id === uuid)) return; // arrived already
  const told = (name, before) => (single.has(name) ? textOf(single.get(name)) : (before ?? null));
  const rating = told("verdict-rating", claim.pending?.rating);
  const rationale = told("verdict-rationale", claim.pending?.rationale);
  const { label = rating, decisive = true } = ratings.get(rating) ?? {};
  const lacks = rating && decisive ? lacking(rationale, claim.sources) : [];
  claim.pending = rating || rationale ? { rating, label, rationale, missing: lacks, uuid } : null;
}

function lacking(rationale, sources) {
  const lacks = [];
  if (!rationale?.trim()) lacks.push("rationale");
  if (!sources.some((source) => !source.is_article)) lacks.push("source");
  return lacks;
}

function decide(claim, { me, at }) {
  const { rating, label, rationale, uuid } = claim.pending;
  const last = claim.verdict;
  claim.pending = null;
  // To repeat the verdict in force says nothing new.
  if (last && !last.stale && last.rating === rating && last.rationale === rationale) return;
  const times = { decided_by: me, decided_at: at, stale: false, stale_reason: null };
  claim.verdict = { id: uuid ?? newId(), rating, label, rationale, ...times };
  const settled = claim.verdicts.map((one) => ({ ...one, stale: false, stale_reason: null }));
  claim.verdicts = [...settled, claim.verdict];
}

function withSource(sources, row, { articleUrl, at }) {
  const old = sources.find((source) => source.id === row.uuid);
  if (row.removed) return old ? sources.filter((source) => source !== old) : sources;
  const next = { ...(old ?? { id: row.uuid, url: "", title: null, stance: null, added_at: at }) };
  if (row.title !== undefined) next.title = textOf(row.title);
  if (row.stance !== undefined) next.stance = row.stance || null;
  if (row.url !== undefined && row.url !== next.url) {
    const { url } = row;
    Object.assign(next, { url, host: hostOf(url), is_article: sameAddress(url, articleUrl) });
  }
  return old ? sources.map((source) => (source === old ? next : source)) : [...sources, next];
}

function hostOf(url) {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : "";
}

/** The server decides for good; this only keeps the page from promising too much meanwhile. */
function sameAddress(one, other) {
  const bare = (url) => (url ?? "").trim().replace(/^https?:\/\/(www\.)?|\/?(#.*)?$/g, "");
  return bare(one) !== "" && bare(one) === bare(other);
}

function sourceRow({ id, url, title, stance, removed }) {
  const gone = { true: "y", false: "" }[String(removed)];
  return { uuid: id, url, title, stance, removed: gone };
}

function textOf(value) {
  return value?.trim() || null;
}

/** @param {any} row */
function asFragment({ part = "content", start, end, exact = "" }) {
  return { part, start: Number(start), end: Number(end), exact };
}

/** @returns {Field[]} */
function rows(group, entries = []) {
  return entries.flatMap((row, i) =>
    Object.entries(row)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => /** @type {Field} */ ([`${group}-${i}-${name}`, String(value)])),
  );
}

/** @returns {Record<string, string>[]} */
function rowsOf(fields, group) {
  const found = new Map();
  for (const [name, value] of fields) {
    const [, of, i, key] = ROW.exec(name) ?? [];
    if (of === group) found.set(Number(i), { ...found.get(Number(i)), [key]: value });
  }
  return [...found].sort(([i], [j]) => i - j).map(([, row]) => row);
}
