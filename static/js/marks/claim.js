import { newId } from "../common/uuid.js";
import { BESIDE, groundOf, isEvidence, withFields } from "./evidence.js";

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
  if (groundOf(claim.sources) !== groundOf(before.sources)) stale(claim, "evidence");
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

function choose(claim, single, context) {
  const { pending, verdict } = claim;
  const uuid = single.get("verdict-uuid") ?? pending?.uuid;
  if (uuid && claim.verdicts.some((one) => one.id === uuid)) return; // arrived already
  const answer = single.get("verdict-answer");
  if (answer) {
    takeAnswer(claim, answer, uuid, context);
    return;
  }
  const says = (name) => single.has(`verdict-${name}`);
  // What is said beside it alone is about the verdict in force.
  const isAbout = verdict && !pending?.rating && BESIDE.some(says);
  const from = { ...(isAbout && { rating: verdict.rating, rationale: verdict.rationale }), ...filled(pending) };
  const told = (name, before) => (says(name) ? textOf(single.get(`verdict-${name}`)) : (before ?? null));
  const rating = told("rating", from.rating);
  const stays = !pending?.rating && rating !== null && rating === verdict?.rating ? verdict : {};
  const beside = Object.fromEntries(BESIDE.map((name) => [name, told(name, from[name] ?? stays[name])]));
  const said = { rating, rationale: told("rationale", from.rationale), ...(rating ? beside : typedOnly(beside, single)) };
  claim.pending = pendingOf(claim, { ...said, uuid }, context);
}

function filled(pending) {
  return Object.fromEntries(Object.entries(pending ?? {}).filter(([, value]) => value !== null));
}

/** Without a rating what was chosen beside one goes with it, and what was typed stays. */
function typedOnly(beside, single) {
  if (!single.has("verdict-rating")) return beside;
  return { ...Object.fromEntries(BESIDE.map((name) => [name, null])), correction_note: beside.correction_note };
}

function takeAnswer(claim, answer, uuid, context) {
  if (answer === "reopen") {
    stale(claim, "reopened");
    return;
  }
  if (!claim.verdict || claim.pending?.rating) return;
  const { rating, rationale } = claim.verdict;
  const beside = Object.fromEntries(BESIDE.map((name) => [name, claim.verdict[name] ?? null]));
  claim.pending = pendingOf(claim, { rating, rationale, ...beside, uuid }, context);
}

/** @returns {any} null where nothing is said */
function pendingOf(claim, said, { ratings }) {
  const { rating, rationale } = said;
  if (!rating && !rationale && !BESIDE.some((name) => said[name])) return null;
  const known = ratings.get(rating);
  // One that was retired keeps the label that the server gave it.
  const label = known?.label ?? (claim.pending?.rating === rating ? claim.pending.label : rating);
  return { ...said, label, missing: rating ? lacking(known, said, claim.sources) : [] };
}

function lacking(rating, { rationale, public_state: state, correction_note: note }, sources) {
  if (!rating) return ["rating"];
  const unsaid = ["corrected", "void"].includes(state) && !note?.trim() ? ["correction_note"] : [];
  if (!rating.decisive) return unsaid;
  const lacks = rationale?.trim() ? [] : ["rationale"];
  if (!sources.some(isEvidence)) lacks.push("source");
  return [...lacks, ...unsaid];
}

function decide(claim, { me, at }) {
  const { uuid, label, ...said } = claim.pending;
  delete said.missing;
  const last = claim.verdict;
  claim.pending = null;
  // To repeat the verdict in force says nothing new.
  const isSame = (name) => (last[name] ?? null) === (said[name] ?? null);
  if (last && !last.stale && !last.scale && ["rating", "rationale", ...BESIDE].every(isSame)) return;
  const times = { decided_by: me, decided_at: at, stale: false, stale_reason: null };
  claim.verdict = { id: uuid ?? newId(), label, ...said, scale: null, ...times };
  const settled = claim.verdicts.map((one) => ({ ...one, stale: false, stale_reason: null }));
  claim.verdicts = [...settled, claim.verdict];
}

function withSource(sources, row, { articleUrl, at }) {
  const old = sources.find((source) => source.id === row.uuid);
  if (row.removed) return old ? sources.filter((source) => source !== old) : sources;
  const next = withFields(old ?? { id: row.uuid, url: null, title: null, stance: null, added_at: at }, row);
  if (row.url !== undefined && row.url !== next.url) {
    const { url } = row;
    Object.assign(next, { url: url || null, host: hostOf(url), is_article: sameAddress(url, articleUrl) });
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
