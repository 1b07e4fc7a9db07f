import { newId } from "../common/uuid.js";

/**
 * @typedef {object} Context what a judgement is made in
 * @property {Map<string, {id: string, label: string, decisive: boolean}>} ratings
 * @property {{id: number, name: string}} me
 * @property {string} articleUrl
 * @property {string} at the time of the edit, as the server writes times
 */

/** @returns {any} a claim that nobody has worked on */
export function emptyClaim() {
  return { wording: null, pending: null, verdict: null, verdicts: [], sources: [] };
}

/**
 * The claim after a save. annotator/workspace/service.py, `_revise` and `_check`, decide for good;
 * this foretells them.
 * @param {any} before
 * @param {{single: Map<string, string>, moved: boolean, sources: Record<string, string>[]}} save
 *     moved: the marked words are others than before
 * @param {Context} context
 * @returns {any} a new object
 */
export function claimAfter(before, { single, moved, sources }, context) {
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

/**
 * A claim whose mark is no claim at present and now stands on other words: without a stand-alone
 * wording these were what was judged, so that it comes back with a stale verdict.
 * @param {any} claim or none
 * @returns {any}
 */
export function movedClaim(claim) {
  if (!claim || claim.wording) return claim;
  const next = { ...claim };
  stale(next, "wording");
  return next;
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
  const known = ratings.get(rating);
  // One that was retired keeps the label that the server gave it.
  const label = known?.label ?? (claim.pending?.rating === rating ? claim.pending.label : rating);
  const lacks = rating ? lacking(known, rationale, claim.sources) : [];
  claim.pending = rating || rationale ? { rating, label, rationale, missing: lacks, uuid } : null;
}

function lacking(rating, rationale, sources) {
  if (!rating) return ["rating"];
  const lacks = [];
  if (!rating.decisive) return lacks;
  if (!rationale?.trim()) lacks.push("rationale");
  if (!sources.some((source) => !source.is_article)) lacks.push("source");
  return lacks;
}

function decide(claim, { me, at }) {
  const { rating, label, rationale, uuid } = claim.pending;
  const last = claim.verdict;
  claim.pending = null;
  // To repeat the verdict in force says nothing new.
  if (last && !last.stale && !last.scale && last.rating === rating && last.rationale === rationale) return;
  const times = { decided_by: me, decided_at: at, stale: false, stale_reason: null };
  claim.verdict = { id: uuid ?? newId(), rating, label, scale: null, rationale, ...times };
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
  const all = old ? sources.map((source) => (source === old ? next : source)) : [...sources, next];
  return row.position === undefined ? all : placed(all, next, Number(row.position));
}

function placed(sources, moving, position) {
  const others = sources.filter((source) => source !== moving);
  return others.toSpliced(position - 1, 0, moving);
}

function hostOf(url) {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : "";
}

/** The server decides for good; this only keeps the page from promising too much meanwhile. */
function sameAddress(one, other) {
  const bare = (url) => (url ?? "").trim().replace(/^https?:\/\/(www\.)?|\/?(#.*)?$/g, "");
  return bare(one) !== "" && bare(one) === bare(other);
}

/** @param {string | undefined} value @returns {string | null} null for no text */
export function textOf(value) {
  return value?.trim() || null;
}
