import assert from "node:assert/strict";
import test from "node:test";

import { withBorder } from "../../static/js/marks/borders.js";

const WORDS = { part: "content", start: 4, end: 9, exact: "ferry" };
const SPEAKER = { part: "speaker", start: 30, end: 35, exact: "mayor" };

test("the outer border of the words moves, the rest stays", () => {
  const more = { part: "content", start: 15, end: 19, exact: "stop" };
  const moved = withBorder([WORDS, more, SPEAKER], "end", (offset) => offset + 3);
  assert.deepEqual(moved, [
    { part: "content", start: 4, end: 9 },
    { part: "content", start: 15, end: 22 },
    { part: "speaker", start: 30, end: 35 },
  ]);
  assert.equal(withBorder([WORDS, more], "start", () => 0)[0].start, 0);
  assert.equal(WORDS.end, 9);
});

test("a border that would leave nothing does not move", () => {
  assert.equal(withBorder([WORDS], "end", () => 4), null);
});

test("a mark without words of the text has no border to move", () => {
  assert.equal(withBorder([SPEAKER], "start", (offset) => offset - 1), null);
  assert.equal(withBorder([], "end", (offset) => offset + 1), null);
});
