import assert from "node:assert/strict";
import { test } from "node:test";
import { checkedThroughParts, isChecked } from "../../static/js/marks/compounds.js";

class Marks extends EventTarget {
  #marks;

  constructor(marks) {
    super();
    this.#marks = new Map(marks.map((mark) => [mark.id, { removed: false, label: "claim", links: [], claim: { verdict: null }, ...mark }]));
  }

  get(id) {
    return this.#marks.get(id) ?? null;
  }

  list() {
    return [...this.#marks.values()];
  }
}

const part = (id, to, verdict = null) => ({ id, links: [{ id: `${id}${to}`, to, kind: "part_of" }], claim: { verdict } });
const DONE = { stale: false };

test("a claim that was split is checked when all its parts are, and theirs", () => {
  const marks = new Marks([{ id: "a" }, part("b", "a", DONE), part("c", "a"), part("d", "c", DONE)]);
  assert.equal(isChecked(marks, marks.get("a")), true);
  assert.equal(checkedThroughParts(marks), 2);
});

test("one part that is not checked is enough, or whose verdict is stale", () => {
  const marks = new Marks([{ id: "a" }, part("b", "a", DONE), part("c", "a", { stale: true })]);
  assert.equal(isChecked(marks, marks.get("a")), false);
  assert.equal(checkedThroughParts(marks), 0);
});

test("a part that was removed counts no more, and without any the claim stands for itself", () => {
  const marks = new Marks([{ id: "a" }, { ...part("b", "a", DONE), removed: true }]);
  assert.equal(isChecked(marks, marks.get("a")), false);
});

test("a ring checks nothing", () => {
  const marks = new Marks([part("a", "b"), part("b", "a")]);
  assert.equal(isChecked(marks, marks.get("a")), false);
});
