import assert from "node:assert/strict";
import { test } from "node:test";
import { mayMerge, mergeFields } from "../../static/js/marks/fields.js";
import { withKind } from "../../static/js/marks/quote.js";
import { Links } from "../../static/js/marks/links.js";

/** A store of marks that says what changed, as the real one does. */
class Marks extends EventTarget {
  #marks = new Map();

  put(id, mark) {
    this.#marks.set(id, { id, removed: false, links: [], ...this.#marks.get(id), ...mark });
    this.dispatchEvent(new CustomEvent("change", { detail: { ids: [id], blocks: [] } }));
  }

  get(id) {
    return this.#marks.get(id) ?? null;
  }

  list() {
    return [...this.#marks.values()];
  }
}

function linked() {
  const marks = new Marks();
  marks.put("claim", { label: "claim", links: [{ id: "1", to: "quote", kind: "made_in" }] });
  marks.put("quote", { label: "quote" });
  marks.put("context", { label: "context" });
  return { marks, links: new Links(marks) };
}

test("a link is known from both its ends", () => {
  const { links } = linked();
  const link = { id: "1", from: "claim", to: "quote", kind: "made_in" };
  assert.deepEqual(links.from("claim"), [link]);
  assert.deepEqual(links.to("quote"), [link]);
});

test("a link that comes or goes later is known too", () => {
  const { marks, links } = linked();
  assert.equal(links.to("quote").length, 1);
  marks.put("context", { links: [{ id: "2", to: "quote", kind: "explains" }] });
  assert.deepEqual(links.to("quote").map(({ id }) => id), ["1", "2"]);
  marks.put("claim", { links: [] });
  assert.deepEqual(links.to("quote").map(({ id }) => id), ["2"]);
});

test("a link sleeps while one of its marks is relabelled or removed", () => {
  const { marks, links } = linked();
  marks.put("claim", { label: "context" });
  assert.deepEqual(links.to("quote"), []);
  marks.put("claim", { label: "claim" });
  assert.equal(links.to("quote").length, 1);
  marks.put("quote", { removed: true });
  assert.deepEqual(links.from("claim"), []);
});

test("only the ways that fit are offered, from whichever mark they start", () => {
  const { marks, links } = linked();
  marks.put("other", { label: "claim" });
  assert.deepEqual(links.choices("claim", "context"), [{ from: "context", to: "claim", kind: "explains" }]);
  assert.deepEqual(links.choices("claim", "other").map(({ kind }) => kind), ["repeats", "contradicts", "part_of"]);
  assert.deepEqual(links.choices("claim", "claim"), []);
  assert.deepEqual(links.choices("context", "nowhere"), []);
});

test("a way in which two marks are linked already is not offered again", () => {
  const { links } = linked();
  assert.deepEqual(links.choices("quote", "claim"), []);
});

test("a link waits behind what was done before it, as its other end may be new", () => {
  const link = [["links-0-uuid", "1"], ["links-0-to", "b"], ["links-0-kind", "repeats"]];
  assert.equal(mayMerge([["label", "claim"]], link), false);
  assert.equal(mayMerge(link, [["note", "n"]]), true);
  assert.deepEqual(mergeFields(link, [["note", "n"]]), [["note", "n"], ...link]);
});

test("a new quote has the kind that the punctuation says, and keeps it until somebody knows better", () => {
  const text = { length: 14, slice: (start, end) => "He: “We go.” So".slice(start, end) };
  const fragments = [{ start: 5, end: 10 }];
  assert.equal(withKind(null, { label: "quote", fragments }, text).quoteKind, "direct");
  assert.equal(withKind(null, { label: "claim", fragments }, text).quoteKind, undefined);
  const whole = [{ part: "content", start: 5, end: 10 }];
  const moved = { fragments: [{ start: 0, end: 10 }] };
  assert.equal(withKind({ label: "quote", fragments: whole, quote: { kind: "direct" } }, moved, text).quoteKind, "mixed");
  assert.equal(withKind({ label: "quote", fragments: whole, quote: { kind: "indirect" } }, moved, text).quoteKind, undefined);
});
