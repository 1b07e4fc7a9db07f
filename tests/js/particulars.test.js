import assert from "node:assert/strict";
import { test } from "node:test";
import { Speakers } from "../../static/js/cards/speakers.js";
import { clashes } from "../../static/js/marks/edits.js";
import { fieldsFor, mayMerge } from "../../static/js/marks/fields.js";
import { PARTICULARS, particularsBack, partOf, takeParticulars, valueOf } from "../../static/js/marks/particulars.js";

const CLAIM = {
  label: "claim",
  claim: { short: "s", types: ["causal", "opinion"], speaker: { id: "p", name: "Ana Ruiz", role: null }, checkworthy: false },
};

test("what stands there is what a form would send, and what was sent stands there", () => {
  const sent = fieldsFor(particularsBack(CLAIM, Object.fromEntries(PARTICULARS.map(({ name }) => [name, ""]))), () => "");
  const again = { label: "claim", claim: {} };
  takeParticulars(again, new Map(sent));
  assert.deepEqual(again, CLAIM);
});

test("an empty value takes it away, and a day takes what it rests on along", () => {
  const claim = { label: "claim", claim: { made_on: "2026-11-20", made_on_basis: "exact", short: "s" } };
  takeParticulars(claim, new Map([["claim-made_on", ""], ["claim-short", ""]]));
  assert.deepEqual(claim.claim, {});
});

test("what hangs on a mark that is no claim at present still counts", () => {
  const quote = { label: "quote", claim: null, keptClaim: CLAIM.claim };
  assert.equal(valueOf(quote, PARTICULARS[0]), "s");
});

test("every field is a part of its own, and the name of a speaker goes with the speaker", () => {
  assert.deepEqual(["claim-speaker_name", "claim-short", "quote-kind", "sources-0-url"].map(partOf), ["claim-speaker", "claim-short", "quote", "sources"]);
});

test("two people may fill two fields of one claim; one and the same is asked about", () => {
  const before = { ...CLAIM, claim: { ...CLAIM.claim, verdicts: [] }, fragments: [] };
  const theirs = { ...before, claim: { ...before.claim, place: "Bergen", short: "other" } };
  const edit = (name) => ({ kind: "save", fields: [[name, "x"]] });
  assert.deepEqual(clashes(before, theirs, edit("claim-made_on")), []);
  assert.deepEqual(clashes(before, theirs, edit("claim-place")), ["claim-place"]);
});

test("a day goes with what it rests on, and a speaker with who says it", () => {
  assert.deepEqual(["claim-made_on_basis", "claim-voice"].map(partOf), ["claim-made_on", "claim-speaker"]);
  const before = { claim: { made_on: "2026-11-20", made_on_basis: "exact", voice: "outlet", verdicts: [] } };
  const theirs = { claim: { made_on: "2026-11-20", made_on_basis: "relative", voice: "speaker", verdicts: [] } };
  const edit = (name) => ({ kind: "save", fields: [[name, "x"]] });
  assert.deepEqual(clashes(before, theirs, edit("claim-made_on")), ["claim-made_on"]);
  assert.deepEqual(clashes(before, theirs, edit("claim-speaker")), ["claim-speaker"]);
});

test("what a claim has is not sent together with a later change of its kind", () => {
  assert.equal(mayMerge([["claim-short", "s"]], [["label", "quote"]]), false);
  assert.equal(mayMerge([["claim-short", "s"]], [["claim-place", "Bergen"]]), true);
});

function speakers(...claims) {
  return new Speakers({ list: () => claims.map((speaker) => ({ claim: { speaker } })) });
}

test("a name that is known means who has it, however it is written", () => {
  const known = speakers({ id: "1", name: "Ana Ruiz", aliases: ["The mayor"] });
  assert.equal(known.named(" ana  ruiz").id, "1");
  assert.equal(known.named("the mayor").id, "1");
});

test("a new name makes a speaker once, who is there for the next mark", () => {
  const known = speakers();
  const made = known.named("Bea  Lund");
  assert.equal(made.name, "Bea Lund");
  assert.equal(known.named("bea lund").id, made.id);
});

test("namesakes are told apart, and the one who stands there keeps the plain name", () => {
  const known = speakers({ id: "1", name: "Jo Kim", role: "mayor" }, { id: "2", name: "Jo Kim", role: "painter" });
  assert.deepEqual(known.choices().map(({ value }) => value), ["Jo Kim (mayor)", "Jo Kim (painter)"]);
  assert.equal(known.named("Jo Kim (painter)").id, "2");
  assert.equal(known.named("Jo Kim", "2").id, "2");
});
