import assert from "node:assert/strict";
import test from "node:test";

import { fit, folded, matching } from "../../static/js/workspace/matching.js";

const names = ["Next mark", "Previous mark", "Next claim that is not checked", "Mark by text", "Änderung zurücknehmen", "Go to: Rents fell"];
const entries = names.map((name) => ({ id: name, name }));
const found = (typed, recent = []) => matching(typed, entries, recent).map(({ name }) => name);

test("case and diacritics do not matter", () => {
  assert.equal(folded("Änderung"), "anderung");
  assert.deepEqual(found("anderung"), ["Änderung zurücknehmen"]);
  assert.deepEqual(found("ZURÜCK"), ["Änderung zurücknehmen"]);
});

test("words are found in any order, by a part of them", () => {
  assert.deepEqual(found("text mark"), ["Mark by text"]);
  assert.deepEqual(found("heck"), ["Next claim that is not checked"]);
});

test("initials find a command", () => {
  assert.deepEqual(found("mbt"), ["Mark by text"]);
  assert.deepEqual(found("nm"), ["Next mark"]);
  assert.deepEqual(found("ncn"), ["Next claim that is not checked"]);
});

test("what begins with the words comes first", () => {
  assert.equal(found("mark")[0], "Mark by text");
  assert.equal(found("next m")[0], "Next mark");
});

test("what does not fit is left out", () => {
  assert.deepEqual(found("zzz"), []);
  assert.equal(fit("next zzz", "Next mark"), 0);
});

test("with nothing typed all are there, those used last first", () => {
  assert.deepEqual(found(" "), names);
  assert.deepEqual(found("", ["Mark by text", "Previous mark"]).slice(0, 3), ["Mark by text", "Previous mark", "Next mark"]);
});

test("of two that fit alike the one used last comes first", () => {
  assert.deepEqual(found("mark", ["Previous mark"]).slice(1, 3), ["Previous mark", "Next mark"]);
});

test("signs in what is typed are no pattern", () => {
  assert.deepEqual(found("(.*"), []);
});
