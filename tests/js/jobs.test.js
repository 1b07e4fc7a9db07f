import assert from "node:assert/strict";
import { test } from "node:test";
import { nextDelay } from "../../static/js/pages/jobs.js";

test("a list of jobs is looked at soon while something happens, and ever later when not", () => {
  assert.equal(nextDelay(9_000, true), 1_000);
  let delay = 1_000;
  const waits = Array.from({ length: 12 }, () => (delay = nextDelay(delay, false)));
  assert.ok(waits.every((wait, index) => index === 0 || wait >= waits[index - 1]));
  assert.equal(waits.at(-1), 15_000);
});
