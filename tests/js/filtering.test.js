import assert from "node:assert/strict";
import test from "node:test";

import { fromHash, isPassing, stateOf, toHash } from "../../static/js/cards/filtering.js";

const KNOWN = ["unchecked", "pending", "stale", "rating:supported", "rating:refuted"];
const claim = (inside) => ({ label: "claim", claim: { verdict: null, pending: null, ...inside } });
const judged = (rating, stale = false) => claim({ verdict: { rating, stale } });

test("a claim is unchecked, pending, stale or judged, and nothing else has a state", () => {
  assert.equal(stateOf(claim({})), "unchecked");
  assert.equal(stateOf({ label: "claim", claim: null }), "unchecked");
  assert.equal(stateOf(claim({ pending: { rating: "refuted" } })), "pending");
  assert.equal(stateOf(claim({ pending: { rating: null, rationale: "typed" } })), "unchecked");
  assert.equal(stateOf(judged("supported", true)), "stale");
  assert.equal(stateOf(judged("supported")), "rating:supported");
  assert.equal(stateOf({ label: "quote", claim: null }), null);
});

test("kind and states are combined, and no state means every mark", () => {
  const quote = { label: "quote", claim: null };
  assert.ok(isPassing(quote, { kind: null, states: [] }));
  assert.ok(!isPassing(quote, { kind: "claim", states: [] }));
  assert.ok(!isPassing(quote, { kind: null, states: ["unchecked"] }));
  assert.ok(isPassing(judged("refuted"), { kind: "claim", states: ["stale", "rating:refuted"] }));
  assert.ok(!isPassing(judged("refuted"), { kind: "claim", states: ["stale"] }));
});

test("what is chosen comes back from the address as it was", () => {
  for (const choice of [
    { kind: null, states: [] },
    { kind: "context", states: [] },
    { kind: "claim", states: ["unchecked", "rating:supported"] },
  ]) assert.deepEqual(fromHash(toHash(choice), KNOWN), choice);
  assert.equal(toHash({ kind: null, states: [] }), "");
});

test("an address of a paragraph, of a strange kind or of a strange state chooses nothing", () => {
  for (const hash of ["", "#b12", "#kind=proverb", "#state=asleep", "#kind="]) {
    assert.deepEqual(fromHash(hash, KNOWN), { kind: null, states: [] });
  }
});
