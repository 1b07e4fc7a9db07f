import assert from "node:assert/strict";
import test from "node:test";

import { Drafts } from "../../static/js/outbox/drafts.js";
import { Typing } from "../../static/js/outbox/typing.js";
import { FakeClock, settled } from "./fakes.js";

function stage({ found = [], fails = false } = {}) {
  const clock = new FakeClock();
  const written = [];
  const write = async (drafts) => {
    if (fails) throw new Error("full");
    written.push(drafts.map(({ field, value }) => [field, value]));
  };
  const drafts = new Drafts({ write }, found, clock);
  const type = (value, field = "note") => drafts.keep({ annotation: "a", field, value, ground: { kept: "" }, version: 1 });
  return { clock, written, drafts, type };
}

test("words are kept a moment after the last key", async () => {
  const { clock, written, type } = stage();
  type("o");
  await clock.pass(300);
  type("on");
  await clock.pass(300);
  assert.deepEqual(written, []);
  await clock.pass(100);
  assert.deepEqual(written, [[["note", "on"]]]);
});

test("words are kept while somebody types without a pause", async () => {
  const { clock, written, type } = stage();
  for (let n = 1; n <= 10; n += 1) {
    type("x".repeat(n));
    await clock.pass(300);
  }
  assert.equal(written.length, 1);
  assert.equal(written[0][0][1].length, 7);
});

test("a draft goes when its words are committed, after the commit", async () => {
  const { clock, written, drafts, type } = stage();
  type("one");
  await clock.pass(400);
  drafts.drop("a", "note");
  assert.deepEqual(drafts.of("a"), []);
  assert.equal(written.length, 1);
  await clock.pass(400);
  assert.deepEqual(written[1], [["note", null]]);
  drafts.drop("a", "note");
  assert.deepEqual(clock.alarms, []);
});

test("what waits is written at once when the page goes", () => {
  const { clock, written, drafts, type } = stage();
  type("one");
  type("two", "wording");
  drafts.flush();
  assert.deepEqual(written, [[["note", "one"], ["wording", "two"]]]);
  assert.deepEqual(clock.alarms, []);
});

test("what an earlier page left is found, by annotation", () => {
  const found = [{ annotation: "a", field: "note", value: "one", ground: {}, version: 1 }];
  const { drafts } = stage({ found });
  assert.deepEqual(drafts.of("a"), found);
  assert.deepEqual([...drafts.annotations], ["a"]);
  assert.deepEqual(drafts.of("b"), []);
});

test("a page stays while words are not kept", async () => {
  const { drafts, type } = stage({ fails: true });
  assert.equal(drafts.unsafeToLeave(), false);
  type("one");
  drafts.flush();
  await settled();
  assert.equal(drafts.unsafeToLeave(), true);
  drafts.drop("a", "note");
  assert.equal(drafts.unsafeToLeave(), false);
});

test("a draft is unfinished typing, on the version that it was typed on", () => {
  const typing = new Typing(() => 5);
  const field = { value: "" };
  typing.show(field, "theirs", { kept: "theirs" });
  typing.resume(field, { value: "half", ground: { kept: "one" }, version: 3 });
  assert.equal(typing.isDirty(field), true);
  typing.show(field, "theirs", { kept: "theirs" });
  assert.equal(field.value, "half");
  assert.equal(typing.madeOn(field, { kept: "theirs" }), 3);
  assert.equal(typing.madeOn(field, { kept: "one" }), undefined);
});
