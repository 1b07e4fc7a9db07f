import assert from "node:assert/strict";
import test from "node:test";

import { Typing } from "../../static/js/outbox/typing.js";

function fieldWith(kept, { version = 1 } = {}) {
  const state = { version };
  const typing = new Typing(() => state.version);
  const field = { value: "" };
  typing.show(field, kept);
  return { typing, field, state };
}

test("a field shows what is kept, and what is kept anew", () => {
  const { typing, field } = fieldWith("one");
  assert.equal(field.value, "one");
  typing.show(field, "two");
  assert.equal(field.value, "two");
  assert.equal(typing.isDirty(field), false);
});

test("typed words are never replaced by an answer", () => {
  const { typing, field, state } = fieldWith("one");
  field.value = "typed";
  state.version = 2;
  typing.show(field, "theirs");
  assert.equal(field.value, "typed");
  assert.equal(typing.isDirty(field), true);
});

test("typed words go as made on the version that they were typed on when the same changed", () => {
  const { typing, field, state } = fieldWith("one", { version: 3 });
  field.value = "typed";
  state.version = 5;
  typing.show(field, "theirs");
  assert.equal(typing.madeOn(field, "theirs"), 3);
  assert.equal(typing.madeOn(field, "one"), undefined);
  typing.settle(field, "typed");
  assert.equal(typing.madeOn(field, "typed"), undefined);
});

test("one's own change of the same is no clash", () => {
  const { typing, field } = fieldWith("one");
  field.value = "typed";
  assert.equal(typing.madeOn(field, "mine"), undefined);
});

test("a mark that was new when the words were typed is no creation any more", () => {
  const { typing, field, state } = fieldWith("", { version: 0 });
  field.value = "typed";
  state.version = 2;
  assert.equal(typing.madeOn(field, "theirs"), 1);
});

test("a space that is being typed is not taken away", (t) => {
  const { typing, field } = fieldWith("one");
  globalThis.document = { activeElement: field };
  t.after(() => delete globalThis.document);
  field.value = "one ";
  typing.settle(field, "one");
  typing.show(field, "one");
  assert.equal(field.value, "one ");
  globalThis.document.activeElement = null;
  typing.show(field, "one");
  assert.equal(field.value, "one");
});
