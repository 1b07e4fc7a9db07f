import assert from "node:assert/strict";
import { test } from "node:test";
import { TextOrder } from "../../static/js/marks/order.js";

const LABELS = ["claim", "quote", "context"];

/** A generator of numbers that gives the same each time. @param {number} seed */
function randomFrom(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

function annotation(random, n) {
  const start = random(300);
  const verdict = random(2) ? { stale: random(3) === 0 } : null;
  const label = LABELS[random(3)];
  return {
    id: `m${n}`,
    n,
    label,
    fragments: [{ part: "content", start, end: start + 1 + random(40) }],
    claim: label === "claim" ? { verdict } : null,
  };
}

test("after any changes the order and the counts are as if all had been put in at once", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = randomFrom(seed);
    const live = new Map(Array.from({ length: 60 }, (_, n) => [`m${n}`, annotation(random, n)]));
    const order = new TextOrder();
    order.take([...live.values()]);
    for (let change = 0; change < 300; change += 1) {
      const one = annotation(random, random(120));
      if (random(3) === 0) {
        live.delete(one.id);
        order.delete(one.id);
      } else {
        live.set(one.id, one);
        order.put(one);
      }
    }
    const fresh = new TextOrder();
    fresh.take([...live.values()]);
    assert.deepEqual(order.entries, fresh.entries);
    assert.deepEqual(order.counts, fresh.counts);
    for (const [place, { id, shown }] of order.entries.entries()) {
      assert.equal(order.indexOf(id), place);
      assert.equal(order.countBefore(shown), place);
    }
  }
});

test("a mark that is not there has no place", () => {
  const order = new TextOrder();
  assert.equal(order.indexOf("nothing"), -1);
  order.delete("nothing");
  assert.equal(order.counts.all, 0);
});
