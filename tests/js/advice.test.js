import assert from "node:assert/strict";
import { test } from "node:test";
import { adviceOn, notesOn } from "../../static/js/marks/advice.js";

const RATINGS = [
  { id: "yes", label: "True", averitec: "Supported" },
  { id: "no", label: "False", averitec: "Refuted" },
  { id: "open", label: "Unproven", averitec: "Not Enough Evidence" },
  { id: "mixed", label: "Mixed", averitec: "Conflicting Evidence/Cherrypicking" },
  { id: "none", label: "Uncheckable", averitec: null },
];

/** A claim "a" with its parts, each given by its rating or by more. */
class Marks extends EventTarget {
  scheme = { ratings: RATINGS };
  #marks = new Map();

  constructor(whole, ...parts) {
    super();
    this.#put({ id: "a", claim: { verdict: null, ...whole } });
    parts.forEach((part, index) => {
      const { to = "a", id = `p${index}`, ...claim } = typeof part === "string" ? { verdict: { rating: part } } : part;
      this.#put({ id, links: [{ id: `l${id}`, to, kind: "part_of" }], claim: { verdict: null, ...claim } });
    });
  }

  #put(mark) {
    this.#marks.set(mark.id, { removed: false, label: "claim", links: [], ...mark });
  }

  get(id) {
    return this.#marks.get(id) ?? null;
  }

  list() {
    return [...this.#marks.values()];
  }
}

function advised(...given) {
  const marks = new Marks(...given);
  const advice = adviceOn(marks, marks.get("a"));
  return advice && [advice.rating, advice.reason];
}

test("the parts of a split claim come to a rating, by AVeriTeC's rules", () => {
  assert.deepEqual(advised({}, "yes", "yes"), ["yes", "parts_supported"]);
  assert.deepEqual(advised({}, "yes", "open"), ["open", "part_open"]);
  assert.deepEqual(advised({}, "no", "open"), ["no", "part_refuted"]);
  assert.deepEqual(advised({}, "yes", "no"), ["no", "part_refuted"]);
  assert.deepEqual(advised({}, "yes", "mixed", "open"), ["mixed", "part_conflicting"]);
});

test("a part that is split itself counts by its own parts", () => {
  assert.deepEqual(advised({}, "yes", { id: "b" }, { to: "b", verdict: { rating: "no" } }), ["no", "part_refuted"]);
});

test("parts that wait, went stale, or mean nothing in AVeriTeC come to nothing", () => {
  for (const part of [
    { verdict: null },
    { verdict: { rating: "yes", stale: true } },
    { verdict: { rating: "yes" }, pending: { rating: "no" } },
    { verdict: { rating: "yes", scale: { version: 1 } } },
    "none",
  ]) assert.equal(advised({}, "yes", part), null);
});

test("until the parts are settled the claim's own evidence speaks", () => {
  const advice = { rating: "no", label: "False", reason: "all_refute" };
  assert.deepEqual(advised({ advice }, { verdict: null }), ["no", "all_refute"]);
  assert.deepEqual(advised({ advice }, "yes"), ["yes", "parts_supported"]);
});

test("a causal claim is not rated by its parts", () => {
  assert.equal(advised({ types: ["causal"] }, "yes", "yes"), null);
});

test("claims about causes and about quotes have a note, in either set of types", () => {
  assert.deepEqual(notesOn({ claim: { types: ["numerical"] } }), []);
  assert.deepEqual(notesOn({ claim: { types: ["causal", "correlation_or_causation", "quote_verification"] } }), ["causation", "quotation"]);
});
