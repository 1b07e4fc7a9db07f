import assert from "node:assert/strict";
import test from "node:test";

import { Searchable } from "../../static/js/text/search.js";

const words = (text, wanted) => {
  const points = [...text];
  return new Searchable(text).find(wanted).map(({ start, end }) => points.slice(start, end).join(""));
};

test("letters are found in either case, with or without accents", () => {
  assert.deepEqual(words("Łódź and ŁODZ, café, CAFE\u0301!", "cafe"), ["café", "CAFE\u0301"]);
  assert.deepEqual(words("Ein Straßenfest", "STRASSE"), []);
  assert.deepEqual(words("İstanbul", "istanbul"), ["İstanbul"]);
  assert.deepEqual(words("قَالَ بِالكِتَابِ", "قال"), ["قَالَ"]);
});

test("quote marks of every style are the same", () => {
  assert.deepEqual(words("He said “no”, she said «no», they said 'no'.", '"no"'), ["“no”", "«no»"]);
  assert.deepEqual(words("the board’s own", "board's"), ["board’s"]);
});

test("spaces of every kind and length are the same, also over a line break", () => {
  assert.deepEqual(words("29\u00a0crowns, 29  crowns and 29\n\ncrowns", "29 crowns").length, 3);
  assert.deepEqual(words("a price ", "  price "), ["price"]);
});

test("characters without width are passed over, and stay out of a hit's end", () => {
  assert.deepEqual(words("the fer\u200bry\u200b sails", "ferry"), ["fer\u200bry"]);
  assert.deepEqual(words("co\u00adoperate", "cooperate"), ["co\u00adoperate"]);
});

test("a hit never begins or ends inside one character", () => {
  assert.deepEqual(words("the ﬁve and the five", "fi"), ["ﬁ", "fi"]);
  assert.deepEqual(words("the ﬁve", "f"), []);
  assert.deepEqual(words("한국", "하"), []);
  assert.deepEqual(words("हिन्दी की", "क"), []);
});

test("offsets are code points, behind emoji too", () => {
  const text = "😀😀 a ferry 🙅🏽‍♀️ and a Ferry";
  assert.deepEqual(new Searchable(text).find("ferry"), [
    { start: 5, end: 10 },
    { start: 23, end: 28 },
  ]);
});

test("hits do not overlap, and can be limited", () => {
  assert.deepEqual(new Searchable("aaaaa").find("aa"), [
    { start: 0, end: 2 },
    { start: 2, end: 4 },
  ]);
  assert.equal(new Searchable("a ".repeat(50)).find("a", 10).length, 10);
});

test("nothing is found for nothing", () => {
  assert.deepEqual(new Searchable("a b").find("  "), []);
  assert.deepEqual(new Searchable("").find("a"), []);
});
