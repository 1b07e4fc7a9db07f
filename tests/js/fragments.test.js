import assert from "node:assert/strict";
import test from "node:test";

import { contentOf, withEdge, withoutPiece, withPiece } from "../../static/js/marks/fragments.js";
import { model, seeded } from "./fakes.js";

const text = model();
const slice = (start, end) => text.slice(start, end);
const piece = (start, end, part = "content") => ({ part, start, end });

test("a further piece takes its place in the order of the text", () => {
  const fragments = [{ ...piece(30, 35), exact: "mayor" }];
  assert.deepEqual(withPiece(fragments, { start: 4, end: 9 }, slice), [piece(4, 9), piece(30, 35)]);
});

test("pieces that overlap, touch, or have only space between them become one", () => {
  const fragments = [piece(0, 3), piece(10, 14)];
  assert.deepEqual(withPiece(fragments, { start: 2, end: 8 }, slice), [piece(0, 8), piece(10, 14)]);
  assert.deepEqual(withPiece(fragments, { start: 4, end: 9 }, slice), [piece(0, 14)]);
  assert.deepEqual(withPiece(fragments, { start: 1, end: 2 }, slice), fragments);
  assert.deepEqual(withPiece(fragments, { start: 0, end: 40 }, slice), [piece(0, 40)]);
});

test("words at the end of one paragraph and the start of the next become one piece", () => {
  const [{ end }, { start }] = [text.blockExtent(0), text.blockExtent(1)];
  const joined = withPiece([piece(30, end)], { start, end: start + 5 }, slice);
  assert.deepEqual(joined, [piece(30, start + 5)]);
});

test("a cue and a speaker stay what and where they are", () => {
  const [speaker, cue] = [piece(26, 35, "speaker"), piece(36, 40, "cue")];
  const more = withPiece([speaker, piece(4, 9), cue], { start: 15, end: 22 }, slice);
  assert.deepEqual(more, [speaker, piece(4, 9), piece(15, 22), cue]);
  assert.deepEqual(withoutPiece(more, 0), [speaker, piece(15, 22), cue]);
});

test("a piece can be taken away, but not the last one", () => {
  const fragments = [piece(4, 9), piece(15, 22), piece(26, 35, "speaker")];
  assert.deepEqual(withoutPiece(fragments, 1), [piece(4, 9), piece(26, 35, "speaker")]);
  assert.equal(withoutPiece(fragments, 2), null);
  assert.equal(withoutPiece([piece(4, 9), piece(26, 35, "speaker")], 0), null);
});

test("a border that reaches the next piece joins it", () => {
  const fragments = [piece(4, 9), piece(15, 22)];
  assert.deepEqual(withEdge(fragments, { index: 0, edge: "end" }, 14, slice), [piece(4, 22)]);
  assert.deepEqual(withEdge(fragments, { index: 1, edge: "start" }, 2, slice), [piece(2, 22)]);
  assert.equal(withEdge(fragments, { index: 0, edge: "end" }, 4, slice), null);
  assert.equal(withEdge(fragments, { index: 2, edge: "end" }, 9, slice), null);
});

test("a speaker that reaches another one joins it, and the words that it reaches into stay apart", () => {
  const fragments = [piece(4, 9), piece(26, 35, "speaker"), piece(40, 44, "speaker")];
  const moved = (index, edge, offset) => withEdge(fragments, { index, edge }, offset, slice);
  assert.deepEqual(moved(1, "end", 42), [piece(4, 9), piece(26, 44, "speaker")]);
  assert.deepEqual(moved(1, "start", 6), [piece(4, 9), piece(6, 35, "speaker"), piece(40, 44, "speaker")]);
});

test("whatever is added, moved and taken away, pieces stand in order and apart, and hold what they held", () => {
  const random = seeded(11);
  const upTo = (count) => Math.floor(random() * count);
  let fragments = [piece(0, 3)];
  for (let i = 0; i < 3000; i += 1) {
    const held = charactersOf(fragments);
    const [start, length] = [upTo(text.length - 1), 1 + upTo(12)];
    const extent = { start, end: Math.min(text.length, start + length) };
    if (random() < 0.4) {
      fragments = withPiece(fragments, extent, slice);
      const now = charactersOf(fragments);
      const all = new Set([...held, ...charactersOf([piece(extent.start, extent.end)])]);
      assert.ok([...all].every((at) => now.has(at)));
      assert.ok([...now].every((at) => all.has(at) || /\s/.test(slice(at, at + 1))));
    } else if (random() < 0.5) {
      fragments = withoutPiece(fragments, upTo(4)) ?? fragments;
    } else {
      const border = { index: upTo(3), edge: random() < 0.5 ? "start" : "end" };
      fragments = withEdge(fragments, border, start, slice) ?? fragments;
    }
    apart(fragments);
  }
});

function charactersOf(fragments) {
  const all = new Set();
  for (const { start, end } of fragments) for (let at = start; at < end; at += 1) all.add(at);
  return all;
}

function apart(fragments) {
  const content = contentOf(fragments);
  assert.ok(content.length > 0);
  content.forEach(({ start, end }, i) => {
    assert.ok(start < end);
    if (i > 0) assert.notEqual(slice(content[i - 1].end, start).trim(), "");
  });
}
