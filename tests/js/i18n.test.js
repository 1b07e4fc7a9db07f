import assert from "node:assert/strict";
import test from "node:test";

import { setCatalogue, t } from "../../static/js/common/i18n.js";

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
