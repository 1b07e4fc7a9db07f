import assert from "node:assert/strict";
import test from "node:test";

import { WordFinder } from "../../static/js/text/finding.js";
import { model, seeded } from "./fakes.js";

function found(paragraphs, words) {
  const text = model(paragraphs);
  return new WordFinder(text).find(words).map(({ start, end }) => text.slice(start, end));
}

test("finding words gives every place in order", () => {
  assert.deepEqual(new WordFinder(model(["on and on", "on"])).find("on"), [
    { start: 0, end: 2 },
    { start: 7, end: 9 },
    { start: 11, end: 13 },
  ]);
});

for (const [what, paragraphs, words, expected] of [
  [
    "takes any white space for any other",
    ["have\u00a0 risen"],
    "have\n risen",
    ["have\u00a0 risen"],
  ],
  ["goes over the gap between blocks", ["The end", "The start"], "end The", ["end\n\nThe"]],
  ["takes straight quotes for curly ones", ["said “no” and"], '"no"', ["“no”"]],
  ["takes curly quotes for straight ones", ["don't stop"], "don’t", ["don't"]],
  ["takes guillemets for quotes", ["dit «non»"], '"non"', ["«non»"]],
  ["pays no heed to case", ["The FERRY"], "ferry", ["FERRY"]],
  ["takes composed and decomposed accents alike", ["cafe\u0301 noir"], "café", ["cafe\u0301"]],
  ["takes decomposed and composed accents alike", ["café noir"], "cafe\u0301", ["café"]],
  ["takes a letter without its accents", ["cafe\u0301 Ñandú"], "CAFE nandu", ["cafe\u0301 Ñandú"]],
  ["takes a letter with accents too many", ["cafe noir"], "café", ["cafe"]],
  ["takes Arabic without its vowel points", ["قَالَتِ الوزيرة"], "قالت", ["قَالَتِ"]],
  ["keeps the vowels of scripts that write them as marks", ["की का"], "का", ["का"]],
  ["takes composed and decomposed Hangul alike", ["\u1112\u1161\u11ab국"], "한국", ["\u1112\u1161\u11ab국"]],
  ["does not find a part of a Hangul syllable", ["각"], "가", []],
  ["looks through hidden signs", ["fer\u00adry\u200b boat"], "ferry boat", ["fer\u00adry\u200b boat"]],
  ["takes any dash, and dots for an ellipsis", ["2019–2021… and"], "2019-2021...", ["2019–2021…"]],
  ["does not find a part of an ellipsis", ["so…"], "so..", []],
  ["takes ss for ß", ["die Straße"], "strasse", ["Straße"]],
  ["does not find a part of an emoji", ["👩‍👩‍👧"], "👩", []],
  [
    "finds signs that mean something in a pattern",
    ["a (b) [c] 1+1? x|y"],
    "(b) [c] 1+1? x|y",
    ["(b) [c] 1+1? x|y"],
  ],
  ["leaves the spaces around the words out", ["a ferry"], "  ferry ", ["ferry"]],
  ["finds nothing for nothing", ["a b"], "  ", []],
  ["counts code points behind emoji", ["😀😀 ferry 😀"], "ferry", ["ferry"]],
]) {
  test(`finding words ${what}`, () => assert.deepEqual(found(paragraphs, words), expected));
}

test("what is found is at its place, whatever stands before it", () => {
  const before = ["😀", "ß", "…", "e\u0301", "İ", "\u200b", "  \n ", "각", "ﬁ", "👩‍👩‍👧‍👦", "بِ", "a"];
  const random = seeded(5);
  for (let i = 0; i < 300; i += 1) {
    const noise = Array.from({ length: 12 }, () => before[Math.floor(random() * before.length)]).join("");
    const text = model([`${noise} ferry`, `${noise}x`]);
    const [extent, ...others] = new WordFinder(text).find("Ferry");
    assert.deepEqual(others, []);
    assert.equal(text.slice(extent.start, extent.end), "ferry");
  }
});
