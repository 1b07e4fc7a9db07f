import assert from "node:assert/strict";
import { test } from "node:test";
import { claimAfter, emptyClaim } from "../../static/js/marks/claim.js";
import { asSent, changedFields, confirms, groundOf, isEvidence, SOURCE_FIELDS, withFields } from "../../static/js/marks/evidence.js";
import { fieldsFor } from "../../static/js/marks/fields.js";
import { inverseOf, onlyNew } from "../../static/js/marks/history.js";
import { isQuestion } from "../../static/js/cards/source-line.js";

const SOURCE = { id: "s1", url: "https://a.example/", title: "A", stance: "refutes", set: 2, flags: ["biased", "dead"], is_article: false };
const ratings = new Map([["refuted", { id: "refuted", label: "Refuted", decisive: true }], ["open", { id: "open", label: "Open", decisive: false }]]);
const context = { ratings, me: { id: 1, name: "Rosa" }, articleUrl: "https://news.example/", at: "2025-01-01T00:00:00.000Z" };

function after(claim, single, sources = []) {
  return claimAfter(claim, { single: new Map(Object.entries(single)), moved: false, sources }, context);
}

function judged(more = {}) {
  const claim = { ...emptyClaim(), sources: [SOURCE] };
  return after(claim, { "verdict-uuid": "v1", "verdict-rating": "refuted", "verdict-rationale": "So.", ...more });
}

test("a field is sent as a form has it, and read back as the server answers", () => {
  assert.equal(asSent(SOURCE, "flags"), "biased dead");
  assert.equal(asSent(SOURCE, "set"), "2");
  assert.equal(asSent(SOURCE, "excerpt"), "");
  const sent = Object.fromEntries(SOURCE_FIELDS.map(({ name }) => [name, asSent(SOURCE, name)]));
  const read = withFields({ id: "s1", url: SOURCE.url, is_article: false }, sent);
  assert.deepEqual(["title", "stance", "set", "flags"].map((name) => read[name]), ["A", "refutes", 2, ["biased", "dead"]]);
  assert.equal(groundOf([read]), groundOf([SOURCE]));
});

test("only what differs is a change", () => {
  assert.deepEqual(changedFields(SOURCE, { title: "A", flags: "biased dead", set: "2", excerpt: "" }), []);
  assert.deepEqual(changedFields(SOURCE, { title: "B", flags: "biased", excerpt: "x" }), ["title", "excerpt", "flags"]);
});

test("the page foretells which changes of a source a verdict feels", () => {
  const stale = (row) => after(judged(), {}, [{ uuid: "s1", ...row }]).verdict.stale;
  for (const row of [{ stance: "supports" }, { excerpt: "x" }, { answer: "x" }, { flags: "" }, { set: "1" }]) assert.equal(stale(row), true);
  for (const row of [{ title: "x" }, { publisher: "x" }, { archive_url: "https://archive.ph/x" }, { medium: "pdf" }, { primary: "yes" }]) assert.equal(stale(row), false);
});

test("what found no answer, has no link or is the article is no evidence", () => {
  assert.equal(isEvidence(SOURCE), true);
  for (const part of [{ url: null }, { is_article: true }, { answer_type: "unanswerable" }]) assert.equal(isEvidence({ ...SOURCE, ...part }), false);
});

test("what is said beside a verdict makes a new one that keeps the rest", () => {
  const again = after(judged(), { "verdict-uuid": "v2", "verdict-confidence": "high" });
  assert.equal(again.verdicts.length, 2);
  assert.deepEqual([again.verdict.rating, again.verdict.rationale, again.verdict.confidence], ["refuted", "So.", "high"]);
  assert.equal(again.pending, null);
});

test("the same rating keeps what was said beside it, and another leaves it behind", () => {
  const sure = judged({ "verdict-confidence": "high" });
  const same = after(sure, { "verdict-uuid": "v2", "verdict-rating": "refuted", "verdict-rationale": "More." });
  assert.equal(same.verdict.confidence, "high");
  const other = after(sure, { "verdict-uuid": "v2", "verdict-rating": "open", "verdict-rationale": "" });
  assert.equal(other.verdict.confidence, null);
});

test("a correction waits for its note", () => {
  const waiting = after(judged(), { "verdict-uuid": "v2", "verdict-public_state": "corrected" });
  assert.deepEqual(waiting.pending.missing, ["correction_note"]);
  const noted = after(waiting, { "verdict-uuid": "v3", "verdict-correction_note": "It was wrong." });
  assert.equal(noted.verdict.public_state, "corrected");
});

test("one answer reopens a verdict and one confirms it, and each is undone by the other", () => {
  const open = after(judged(), { "verdict-uuid": "x", "verdict-answer": "reopen" });
  assert.equal(open.verdict.stale_reason, "reopened");
  const confirmed = after(open, { "verdict-uuid": "v2", "verdict-answer": "confirm" });
  assert.deepEqual([confirmed.verdict.stale, confirmed.verdicts.length], [false, 2]);
  const annotation = { label: "claim", fragments: [], claim: judged() };
  assert.deepEqual(onlyNew(annotation, { answer: "confirm" }, () => "n"), {});
  assert.deepEqual(onlyNew(annotation, { answer: "reopen" }, () => "n"), { answer: "reopen" });
  assert.deepEqual(inverseOf(annotation, { answer: "reopen" }), { answer: "confirm" });
});

test("what may make a verdict is sent with an identifier", () => {
  const named = (changes) => fieldsFor(changes, () => "").map(([name]) => name);
  assert.deepEqual(named({ confidence: "low" }), ["verdict-uuid", "verdict-confidence"]);
  assert.deepEqual(named({ answer: "confirm" }), ["verdict-uuid", "verdict-answer"]);
  assert.deepEqual(named({ rationale: "x" }), ["verdict-rationale"]);
  assert.deepEqual(named({ rating: "" }), ["verdict-rating"]);
});

test("a removed source comes back with all it had", () => {
  const annotation = { label: "claim", fragments: [], claim: { ...emptyClaim(), sources: [SOURCE] } };
  const back = inverseOf(annotation, { sources: [{ id: "s1", removed: true }] });
  assert.deepEqual(back.sources, [{ id: "s1", url: SOURCE.url, title: "A", stance: "refutes", set: "2", flags: "biased dead", position: 1, removed: false }]);
});

test("words that ask something are a question, and an address is none", () => {
  for (const words of ["Who counted?", " من عدّ ذلك؟ ", "How many, really?"]) assert.equal(isQuestion(words), true, words);
  for (const words of ["https://a.example/?", "https://a.example/ what?", "what?", "a b", ""]) assert.equal(isQuestion(words), false, words);
});

test("a verdict that says all that the one before said confirms it", () => {
  const first = { rating: "refuted", rationale: "So.", confidence: "high", public_state: "published", decided_at: "1" };
  assert.equal(confirms(first, undefined), false);
  assert.equal(confirms({ ...first, decided_at: "2", correction_note: null }, first), true);
  assert.equal(confirms({ ...first, confidence: "low" }, first), false);
  assert.equal(confirms({ ...first, public_state: "corrected", correction_note: "Wrong." }, first), false);
});
