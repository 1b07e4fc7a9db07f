import assert from "node:assert/strict";
import { test } from "node:test";
import { changes } from "../../static/js/pages/proposal.js";

test("what went and what came stands word by word between what stayed", () => {
  assert.deepEqual(changes("It was on Sunday, and every cable is looked at.", "It was on Monday, and each cable is looked at."), [
    ["same", "It was on "],
    ["del", "Sunday"],
    ["ins", "Monday"],
    ["same", ", and "],
    ["del", "every "],
    ["ins", "each "],
    ["same", "cable is looked at."],
  ]);
});

test("before and after can be read from the pieces, whatever was done", () => {
  for (const [before, after] of [["", "new"], ["old", ""], ["a b a b", "b a b a b"], ["é👩‍🚒 x", "x é👩‍🚒"], ["a  b", "a b"], ["ab ".repeat(900), "ba ".repeat(900)]]) {
    const pieces = changes(before, after);
    const without = (kind) => pieces.filter(([one]) => one !== kind).map(([, text]) => text).join("");
    assert.equal(without("ins"), before);
    assert.equal(without("del"), after);
  }
});
