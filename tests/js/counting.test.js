import assert from "node:assert/strict";
import test from "node:test";

import { Counting } from "../../static/js/pages/counting.js";
import { FakeClock, settled } from "./fakes.js";

function counting() {
  const clock = new FakeClock();
  const asked = [];
  const shown = [];
  const ask = () => new Promise((resolve) => asked.push(resolve));
  return { clock, asked, shown, counts: new Counting({ ask, show: (answer) => shown.push(answer), clock }) };
}

test("changes in a row are counted once, when they are over", async () => {
  const { clock, asked, counts } = counting();
  counts.later();
  await clock.pass(200);
  counts.later();
  await clock.pass(200);
  assert.equal(asked.length, 0);
  await clock.pass(200);
  assert.equal(asked.length, 1);
});

test("an answer to what was changed meanwhile is not shown, and is asked for anew", async () => {
  const { clock, asked, shown, counts } = counting();
  counts.later();
  await clock.pass(300);
  counts.later();
  counts.later();
  await clock.pass(1000);
  assert.equal(asked.length, 1, "one at a time");
  asked[0]("old");
  await settled();
  assert.deepEqual(shown, []);
  await clock.pass(300);
  asked[1]("new");
  await settled();
  assert.deepEqual(shown, ["new"]);
  await clock.pass(1000);
  assert.equal(asked.length, 2);
});
