import assert from "node:assert/strict";
import test from "node:test";

import { fill, setCatalogue, t, tn } from "../../static/js/common/i18n.js";

test("a sentence without a translation stays as it is", () => {
  assert.equal(t("Saved"), "Saved");
});

test("a translation takes the sentence's place, with its values", () => {
  setCatalogue({ "{n} waiting": "{n} warten" });
  assert.equal(t("{n} waiting", { n: 3 }), "3 warten");
  setCatalogue(null);
  assert.equal(t("{n} waiting", { n: 3 }), "3 waiting");
});

test("a value that looks like a placeholder is not filled again", () => {
  assert.equal(t("{a} and {b}", { a: "{b}", b: "x" }), "{b} and x");
});

test("a name without a value is left to be seen, and nothing is inherited", () => {
  assert.equal(t("{gone} {constructor}"), "{gone} {constructor}");
  setCatalogue({});
  assert.equal(t("toString"), "toString");
});

test("a sentence that counts takes the form of its number", () => {
  assert.equal(tn("{n} mark", "{n} marks", 1), "1 mark");
  assert.equal(tn("{n} mark", "{n} marks", 1200), "1,200 marks");
  setCatalogue({ "{n} mark": ["0", "1", "2", "few {n}", "many {n}", "other {n}"] }, "ar");
  const said = [0, 1, 2, 3, 11, 100, 1103].map((n) => tn("{n} mark", "{n} marks", n));
  assert.deepEqual(said, ["0", "1", "2", "few 3", "many 11", "other 100", "few 1,103"]);
  setCatalogue({ "{n} mark": ["eins", "{n} viele {what}"] }, "de");
  assert.equal(tn("{n} mark", "{n} marks", 1), "eins");
  assert.equal(tn("{n} mark", "{n} marks", 2, { what: "x" }), "2 viele x");
  setCatalogue(null);
});

test("a form that this browser knows and the catalogue does not is the last one", () => {
  setCatalogue({ "{n} mark": ["uno", "{n} otros"] }, "es");
  assert.equal(tn("{n} mark", "{n} marks", 1_000_000), "1.000.000 otros");
  setCatalogue(null);
});

test("numbers are written as the reader writes them, words as they are", () => {
  assert.equal(fill("{n} of {all}", { n: 1500, all: "1500" }), "1,500 of 1500");
  setCatalogue(null, "de");
  assert.equal(fill("{n}", { n: 1500 }), "1.500");
  setCatalogue(null);
});
