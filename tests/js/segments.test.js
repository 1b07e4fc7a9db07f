import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import test from "node:test";

import { cut } from "../../static/js/text/segments.js";
import { fixture, seeded } from "./fakes.js";

const SHARED = new URL("../fixtures/segments.json", import.meta.url);
const span = (n, label, start, end) => ({ n, label, start, end });
const whole = (piece) => {
  return { part: piece.ids.length > 0 ? "content" : null, styles: [], href: null, ...piece };
};
const words = (text, spans, start = 0) => {
  return cut({ start, text }, spans).map((piece) => [
    [...text].slice(piece.start - start, piece.end - start).join(""),
    piece.ids,
  ]);
};

if (existsSync(SHARED)) {
  for (const { name, block, spans, pieces, graphemes = true } of fixture("segments").cases) {
    test(`the shared case “${name}” is cut as in Python`, () => {
      assert.deepEqual(cut(block, spans, { graphemes }), pieces.map(whole));
    });
  }
}

test("a block without marks is one piece", () => {
  assert.deepEqual(cut({ start: 5, text: "abc" }, []), [
    whole({ start: 5, end: 8, ids: [], tint: null, lanes: {} }),
  ]);
});

test("an empty block has no pieces", () => {
  assert.deepEqual(cut({ start: 5, text: "" }, [span(1, "claim", 0, 9)]), []);
});

test("marks are clipped to their block and those elsewhere passed over", () => {
  const spans = [
    span(1, "claim", 0, 6),
    span(2, "quote", 8, 20),
    span(3, "quote", 0, 5),
    span(4, "quote", 10, 11),
  ];
  assert.deepEqual(words("abcde", spans, 5), [
    ["a", [1]],
    ["bc", []],
    ["de", [2]],
  ]);
});

test("the innermost mark gives the tint, and each mark its own lane", () => {
  const pieces = cut({ start: 0, text: "abcdef" }, [
    span(1, "quote", 0, 6),
    span(2, "claim", 2, 4),
  ]);
  const lanes = { 0: "quote", 1: "claim" };
  assert.deepEqual(pieces[1], whole({ start: 2, end: 4, ids: [1, 2], tint: "claim", lanes }));
});

test("a lane is free again where its mark ends", () => {
  const pieces = cut({ start: 0, text: "abcdef" }, [
    span(1, "quote", 0, 3),
    span(2, "claim", 3, 6),
  ]);
  assert.deepEqual(
    pieces.map(({ lanes }) => lanes),
    [{ 0: "quote" }, { 0: "claim" }],
  );
});

test("the fourth overlapping mark shares the last lane, which shows the shortest", () => {
  const spans = [
    span(1, "claim", 0, 9),
    span(2, "claim", 0, 8),
    span(3, "quote", 0, 7),
    span(4, "context", 0, 6),
  ];
  const [first] = cut({ start: 0, text: "abcdefghi" }, spans);
  assert.deepEqual(first.lanes, { 0: "claim", 1: "claim", 2: "context" });
});

test("no cut falls inside an emoji of several parts", () => {
  assert.deepEqual(words("a👩‍👩‍👧b", [span(1, "claim", 0, 2)]), [
    ["a👩‍👩‍👧", [1]],
    ["b", []],
  ]);
});

test("no cut falls inside a letter and its accent", () => {
  assert.deepEqual(words("cafe\u0301 x", [span(1, "claim", 4, 7)]), [
    ["caf", []],
    ["e\u0301 x", [1]],
  ]);
});

test("no cut falls inside a joined word, in Arabic or in Hindi", () => {
  assert.deepEqual(words("قال بالكتاب نعم", [span(1, "claim", 5, 8)]), [
    ["قال ", []],
    ["بالكتاب", [1]],
    [" نعم", []],
  ]);
  assert.deepEqual(words("यह हिन्दी है", [span(1, "claim", 3, 5)]), [
    ["यह ", []],
    ["हिन्दी", [1]],
    [" है", []],
  ]);
});

test("a cut may fall inside a Chinese or a Thai sentence", () => {
  assert.deepEqual(words("失业率已降", [span(1, "claim", 1, 3)]), [
    ["失", []],
    ["业率", [1]],
    ["已降", []],
  ]);
  assert.deepEqual(words("ภาษาไทย", [span(1, "claim", 4, 7)]), [
    ["ภาษา", []],
    ["ไทย", [1]],
  ]);
});

test("cutting at the stored offsets grows nothing", () => {
  const pieces = cut({ start: 0, text: "cafe\u0301" }, [span(1, "claim", 4, 5)], {
    graphemes: false,
  });
  assert.deepEqual(
    pieces.map(({ start, end }) => [start, end]),
    [
      [0, 4],
      [4, 5],
    ],
  );
});

test("pieces of random marks cover the block once, and each its marks", () => {
  const random = seeded(5);
  const text = "The 😀 ferry cafe\u0301 will stop قال بالكتاب हिन्दी in May, the mayor said.";
  const length = [...text].length;
  for (let round = 0; round < 300; round += 1) {
    const spans = Array.from({ length: 1 + Math.floor(random() * 7) }, (_, i) => {
      const [a, b] = [random(), random()].map((x) => Math.floor(x * length)).sort((x, y) => x - y);
      return span(i + 1, ["claim", "quote", "context"][i % 3], 100 + a, 101 + b);
    });
    const pieces = cut({ start: 100, text }, spans);
    assert.equal(pieces[0].start, 100);
    assert.equal(pieces.at(-1).end, 100 + length);
    for (const [i, piece] of pieces.entries()) {
      assert.ok(piece.start < piece.end);
      assert.equal(piece.start, pieces[i - 1]?.end ?? 100);
      for (const { n, start, end } of spans) {
        if (start < piece.end && end > piece.start) {
          assert.ok(piece.ids.includes(n), "painted at least where it is");
        }
      }
    }
  }
});
