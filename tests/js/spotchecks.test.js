import assert from "node:assert/strict";
import { test } from "node:test";
import { actionOf } from "../../static/js/spotchecks/keys.js";

const press = (key, more = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, ...more });
const idle = { typing: false, off: false };

test("letters go on, accept, return, and go to the reason and to the whole", () => {
  const did = ["j", "k", "a", "X", "r", "w", "q"].map((key) => actionOf(press(key), idle));
  assert.deepEqual(did, ["next", "previous", "accept", "return", "reason", "whole", null]);
});

test("letters are words while somebody types, and nothing for who wants no such keys", () => {
  assert.equal(actionOf(press("a"), { typing: true, off: false }), null);
  assert.equal(actionOf(press("a"), { typing: false, off: true }), null);
  assert.equal(actionOf(press("a", { ctrlKey: true }), idle), null);
});

test("Enter sends with Ctrl or Cmd alone, wherever the cursor is", () => {
  assert.equal(actionOf(press("Enter"), idle), null);
  assert.equal(actionOf(press("Enter", { ctrlKey: true }), { typing: true, off: true }), "send");
  assert.equal(actionOf(press("Enter", { metaKey: true }), idle), "send");
  assert.equal(actionOf(press("Enter", { ctrlKey: true, altKey: true }), idle), null);
});
