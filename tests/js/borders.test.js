import assert from "node:assert/strict";
import test from "node:test";

import { draggedTo, withBorder } from "../../static/js/marks/borders.js";
import { model } from "./fakes.js";

const WORDS = { part: "content", start: 4, end: 9, exact: "ferry" };
const apart = () => "x";
const SPEAKER = { part: "speaker", start: 30, end: 35, exact: "mayor" };

test("the outer border of the words moves, the rest stays", () => {
  const more = { part: "content", start: 15, end: 19, exact: "stop" };
  const moved = withBorder([WORDS, more, SPEAKER], "end", (offset) => offset + 3, apart);
  assert.deepEqual(moved, [
    { part: "content", start: 4, end: 9 },
    { part: "content", start: 15, end: 22 },
    { part: "speaker", start: 30, end: 35 },
  ]);
  assert.equal(withBorder([WORDS, more], "start", () => 0, apart)[0].start, 0);
  assert.equal(WORDS.end, 9);
});

test("the border of a cue or a speaker moves, and the words stay", () => {
  const cue = { part: "cue", start: 36, end: 40, exact: "said" };
  const moved = withBorder([WORDS, SPEAKER, cue], "start", (offset) => offset - 4, apart, 0);
  assert.deepEqual(moved.map(({ start, end }) => [start, end]), [[4, 9], [26, 35], [36, 40]]);
  assert.deepEqual(withBorder([WORDS, SPEAKER, cue], "end", () => 38, apart, 1)[2], { part: "cue", start: 36, end: 38 });
  assert.equal(withBorder([WORDS, SPEAKER], "end", () => 50, apart, 1), null);
  assert.equal(withBorder([WORDS, SPEAKER], "end", () => 30, apart, 0), null);
});

test("a border that would leave nothing does not move", () => {
  assert.equal(withBorder([WORDS], "end", () => 4, apart), null);
});

test("a mark without words of the text has no border to move", () => {
  assert.equal(withBorder([SPEAKER], "start", (offset) => offset - 1, apart), null);
  assert.equal(withBorder([], "end", (offset) => offset + 1, apart), null);
});

const text = model();
const FERRY_WILL_STOP = { start: 4, end: 19 };

test("a dragged border stops at words, or with Alt at any character", () => {
  assert.equal(draggedTo(FERRY_WILL_STOP, "end", 12, text), 14);
  assert.equal(draggedTo(FERRY_WILL_STOP, "end", 12, text, { words: false }), 12);
  assert.equal(draggedTo(FERRY_WILL_STOP, "start", 2, text), 0);
  assert.equal(draggedTo(FERRY_WILL_STOP, "start", 2, text, { words: false }), 2);
});

test("a dragged border goes on into other paragraphs", () => {
  const fares = text.text.indexOf("Fares");
  assert.equal(draggedTo(FERRY_WILL_STOP, "end", fares + 2, text), fares + "Fares".length);
  assert.equal(draggedTo({ start: fares, end: fares + 5 }, "start", 20, text), 20);
});

test("a border dragged over the other end leaves one word, or one character", () => {
  assert.equal(draggedTo(FERRY_WILL_STOP, "end", 0, text), 9);
  assert.equal(draggedTo(FERRY_WILL_STOP, "end", 4, text, { words: false }), 5);
  assert.equal(draggedTo(FERRY_WILL_STOP, "start", 40, text), 15);
  assert.equal(draggedTo(FERRY_WILL_STOP, "start", 19, text, { words: false }), 18);
});

test("what a mark holds of its last word is not made more by taking words away", () => {
  assert.equal(draggedTo({ start: 4, end: 7 }, "end", 0, text), 7);
  assert.equal(draggedTo({ start: 6, end: 9 }, "start", 30, text), 6);
});

test("a mark of signs without any word keeps its border", () => {
  const signs = model(["… !? …"]);
  assert.equal(draggedTo({ start: 2, end: 4 }, "end", 0, signs), 4);
  assert.equal(draggedTo({ start: 2, end: 4 }, "start", 6, signs), 2);
});
