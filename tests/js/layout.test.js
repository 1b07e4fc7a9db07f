import assert from "node:assert/strict";
import test from "node:test";

import { nearest, placeCards, withActive } from "../../static/js/cards/layout.js";
import { seeded } from "./fakes.js";

test("no cards have no places", () => {
  assert.deepEqual(placeCards([], [], -1), []);
});

test("cards with room enough stand beside their words", () => {
  assert.deepEqual(placeCards([0, 100, 300], [62, 62, 62], 1), [0, 100, 300]);
});

test("the active card stands exactly beside its words, and the others make room", () => {
  assert.deepEqual(placeCards([190, 195, 200, 210], [62, 62, 200, 62], 2), [56, 128, 200, 410]);
});

test("without an active card the later ones are pushed down", () => {
  assert.deepEqual(placeCards([10, 20, 30], [62, 62, 62], -1), [10, 82, 154]);
});

test("cards that would leave the top all move down together", () => {
  assert.deepEqual(placeCards([0, 5, 10, 400], [62, 62, 62, 62], 2), [0, 72, 144, 534]);
});

test("an index that is not there counts as none", () => {
  assert.deepEqual(placeCards([5, 6], [10, 10], 9), [5, 25]);
});

test("the space between cards can be chosen", () => {
  assert.deepEqual(placeCards([0, 0], [10, 10], 0, 4), [0, 14]);
});

test("random cards never overlap, keep their order and never leave the top", () => {
  const random = seeded(2);
  for (let round = 0; round < 300; round += 1) {
    const wants = Array.from({ length: 1 + Math.floor(random() * 12) }, () =>
      Math.floor(random() * 900),
    );
    wants.sort((x, y) => x - y);
    const heights = wants.map(() => 40 + Math.floor(random() * 200));
    const active = Math.floor(random() * wants.length);
    const tops = placeCards(wants, heights, active);
    assert.ok(tops[0] >= 0);
    for (let i = 1; i < tops.length; i += 1) {
      assert.ok(tops[i] >= tops[i - 1] + heights[i - 1] + 10);
    }
    if (tops[0] > 0) assert.equal(tops[active], wants[active]);
  }
});

test("the cards nearest to a place are found as by looking at all of them", () => {
  const random = seeded(11);
  for (let round = 0; round < 200; round += 1) {
    const tops = Array.from({ length: 150 }, () => Math.floor(random() * 4000)).sort((x, y) => x - y);
    const [place, most, reach] = [random() * 4400 - 200, 20, 300 + random() * 600];
    const { first, last } = nearest(tops, place, (top) => top, { most, reach });
    const distances = tops.map((top) => Math.abs(top - place));
    const expected = distances.filter((distance) => distance < reach).sort((x, y) => x - y).slice(0, most);
    assert.deepEqual(distances.slice(first, last).sort((x, y) => x - y), expected);
  }
});

test("few tops are asked for, however many there are", () => {
  const all = Array.from({ length: 5000 }, (_, place) => place * 40);
  const asked = new Set();
  const topOf = (top) => asked.add(top) && top;
  const { first, last } = nearest(all, 100_000, topOf, { most: 60, reach: 5000 });
  assert.equal(last - first, 60);
  assert.ok(asked.size < 80, `${asked.size}`);
});

test("the active card goes before or behind those that are near, and their number stays", () => {
  const near = [4, 5, 6];
  withActive(near, 1, true, 3);
  assert.deepEqual(near, [1, 4, 5]);
  withActive(near, 9, false, 3);
  assert.deepEqual(near, [4, 5, 9]);
});
