import assert from "node:assert/strict";
import test from "node:test";

import { lackWords } from "../../static/js/cards/standing.js";

const pendingFor = (missing) => ({ pending: { rating: "refuted", missing }, verdict: null, sources: [] });

test("what a choice lacks is said as the server found it", () => {
  assert.match(lackWords(pendingFor(["rationale", "source"])), /a reason and a source other/);
  assert.match(lackWords(pendingFor(["source"])), /add a source other/);
});

const typed = (rationale, { note = "", needsReason = true } = {}) => ({ rationale, correction_note: note, needsReason });

test("a reason that is being typed counts as one", () => {
  assert.match(lackWords(pendingFor(["rationale", "source"]), typed("Because")), /: add a source other/);
  assert.match(lackWords(pendingFor(["rationale"]), typed("Because")), /^Nothing is missing/);
});

test("a reason that is being taken away is missing again", () => {
  assert.match(lackWords(pendingFor(["source"]), typed("  ")), /a reason and a source/);
});

test("a correction note counts from its first letter on, and asks for no reason besides", () => {
  assert.match(lackWords(pendingFor(["correction_note"]), typed("Because")), /correction note what was wrong/);
  assert.match(lackWords(pendingFor(["correction_note"]), typed("Because", { note: "T" })), /^Nothing is missing/);
  assert.match(lackWords(pendingFor(["correction_note"]), typed("", { note: "T", needsReason: false })), /^Nothing is missing/);
  assert.match(lackWords(pendingFor(["correction_note"]), typed("", { note: "T" })), /give a reason/);
});

test("sources without a choice ask for one, and a claim that nobody began asks for nothing", () => {
  assert.match(lackWords({ pending: null, verdict: null, sources: [{}] }), /choose one/);
  assert.equal(lackWords({ pending: null, verdict: null, sources: [] }), "");
  assert.equal(lackWords({ pending: null, verdict: {}, sources: [{}] }), "");
  assert.equal(lackWords(null), "");
});
