import assert from "node:assert/strict";
import test from "node:test";

import { TextModel, snap } from "../../static/js/text/text.js";
import { PARAGRAPHS, model, seeded } from "./fakes.js";

/** What becomes of the first place where `chosen` stands in `text`. */
function snapped(text, chosen, lang = "en") {
  const start = text.indexOf(chosen);
  assert.notEqual(start, -1, `“${chosen}” is not in the text`);
  const extent = snap(text, start, start + chosen.length, lang);
  return extent && text.slice(...extent);
}

const SAID = "He said “fares have risen,” then left.";

for (const [what, text, chosen, expected, lang] of [
  ["grows to whole words", "The cat sat down.", "at sa", "cat sat"],
  ["leaves spaces behind", "The cat sat down.", " cat ", "cat"],
  ["leaves leading punctuation behind", "June. Aldby lost", ". Aldby", "Aldby"],
  ["leaves a trailing comma behind", "Prices, wages and rent", "Prices, ", "Prices"],
  [
    "leaves a trailing colon and semicolon behind",
    "Two things: one; two",
    "things: one;",
    "things: one",
  ],
  ["keeps a trailing question mark", "Why now? Nobody knows.", "now?", "now?"],
  ["drops a full stop behind a part of a sentence", "The cat sat.", "cat sat.", "cat sat"],
  [
    "keeps the full stop of a whole sentence",
    "The cat sat. It ran.",
    "The cat sat.",
    "The cat sat.",
  ],
  [
    "keeps the full stop of two whole sentences",
    "It rose. It fell. It was.",
    "It rose. It fell.",
    "It rose. It fell.",
  ],
  [
    "sees a whole sentence although its first word was cut",
    "Fares rose. It fell.",
    "ares rose.",
    "Fares rose.",
  ],
  ["keeps the stops of initials", "We live in the U.S.", "the U.S.", "the U.S."],
  ["keeps a stop inside a sentence", "about approx. five boats", "approx.", "approx."],
  ["keeps an ellipsis", "And then... he left.", "then...", "then..."],
  ["keeps quote marks that pair", SAID, "“fares have risen,”", "“fares have risen,”"],
  [
    "drops a closing quote without its partner, and the comma before it",
    SAID,
    "have risen,”",
    "have risen",
  ],
  ["drops an opening quote without its partner", SAID, "“fares have", "fares have"],
  ["keeps a quote inside the words", SAID, "said “fares have", "said “fares have"],
  ["pairs straight quotes by their place", 'A "b c" and "d e" f.', '" and "', "and"],
  ["keeps straight quotes that pair", 'A "b c" and "d e" f.', '"d e"', '"d e"'],
  [
    "keeps German quotes",
    "Er sagte: „Preise steigen“, dann.",
    "„Preise steigen“,",
    "„Preise steigen“",
    "de",
  ],
  [
    "keeps French quotes",
    "Il dit « les prix montent » hier.",
    "« les prix montent »",
    "« les prix montent »",
    "fr",
  ],
  ["keeps reversed guillemets", "Er sagt »die Preise« laut.", "»die Preise«", "»die Preise«", "de"],
  ["keeps Swedish quotes", "Han sade ”nej tack” högt.", "”nej tack”", "”nej tack”", "sv"],
  ["keeps Japanese quotes", "彼は「はい」と言った。", "「はい」", "「はい」", "ja"],
  ["keeps brackets that pair", "the tax (VAT) rose", "(VAT)", "(VAT)"],
  ["drops a bracket without its partner", "the tax (VAT) rose", "tax (", "tax"],
  ["grows over an apostrophe inside a word", "They don’t stop", "’t s", "don’t stop"],
  ["keeps the apostrophe of a possessive", "the workers’ rights", "workers’", "workers’"],
  ["keeps the apostrophe of a decade", "the ’90s were", "’90s", "’90s"],
  ["grows to a whole decimal number", "costs 3.5 percent", "costs 3.", "costs 3.5"],
  ["grows to a whole number with a comma", "about 1,000 men", ",000 men", "1,000 men"],
  ["keeps an emoji of several parts whole", "hi 👩‍👩‍👧‍👦 yo", "\u200d👩", "👩‍👩‍👧‍👦"],
  ["never cuts a surrogate pair", "a 😀 b", "\ud83d", "😀"],
  ["never leaves an accent behind", "cafe\u0301 noir", "cafe", "cafe\u0301", "fr"],
  ["finds Chinese words", "失业率已降至最低水平。", "业率", "失业率", "zh"],
  ["drops a Chinese full stop and comma", "价格上涨，工资下降。", "工资下降。", "工资下降", "zh"],
  ["grows to whole Arabic words", "قال الوزير نعم", "وزي", "الوزير", "ar"],
  ["drops an Arabic comma", "قال الوزير، نعم", "الوزير،", "الوزير", "ar"],
  ["is null for nothing but spaces", "a   b", "   ", null],
  ["is null for nothing but stray punctuation", "a . b", ". ", null],
]) {
  test(`snapping ${what}`, () => assert.equal(snapped(text, chosen, lang), expected));
}

test("snapping an empty or reversed extent gives nothing", () => {
  assert.equal(snap("The cat", 3, 3), null);
  assert.equal(snap("The cat", 6, 2), null);
});

test("snapping survives a language tag that the browser does not take", () => {
  assert.deepEqual(snap("The cat sat", 5, 9, "not a tag"), [4, 11]);
});

test("what was snapped once stays as it is, and never ends inside a sign", () => {
  const random = seeded(3);
  const text = `${SAID} ${PARAGRAPHS.join(" ")} He’d “ (x) 3.5, U.S. cafe\u0301 👩‍👩‍👧‍👦 "a" 'b' قال. 失业率。`;
  const graphemes = new Intl.Segmenter("en").segment(text);
  for (let round = 0; round < 1_500; round += 1) {
    const [a, b] = [random(), random()]
      .map((x) => Math.floor(x * (text.length + 1)))
      .sort((x, y) => x - y);
    const once = snap(text, a, b, "en");
    if (!once) continue;
    assert.deepEqual(snap(text, ...once, "en"), once, JSON.stringify(text.slice(a, b)));
    assert.equal(graphemes.containing(once[0]).index, once[0]);
    assert.ok(once[1] === text.length || graphemes.containing(once[1]).index === once[1]);
    assert.doesNotMatch(text.slice(...once), /^\s|\s$/);
  }
});

test("an extent over two blocks is snapped at both ends", () => {
  const text = model();
  const { start, end } = text.snap(5, 52);
  assert.equal(text.slice(start, end), `${PARAGRAPHS[0].slice(4)}\n\nFares have`);
});

test("an extent that starts at a block's end starts at the next block", () => {
  const text = model();
  assert.deepEqual(text.snap(43, 50), { start: 45, end: 50 });
});

test("an extent that ends at a block's start ends with the block before", () => {
  const text = model();
  assert.deepEqual(text.snap(28, 45), { start: 28, end: 43 - 1 });
});

test("snapping counts code points where a block has astral characters", () => {
  const text = model(["😀 a 😀 ferry sank", "later 😀"]);
  const { start, end } = text.snap(7, 13);
  assert.equal(text.slice(start, end), "ferry sank");
});

test("with Alt only spaces are left behind", () => {
  const text = model();
  assert.deepEqual(text.snap(5, 10, { words: false }), { start: 5, end: 9 });
  assert.equal(text.snap(43, 45, { words: false }), null);
});

test("a gap alone is nothing to mark", () => {
  assert.equal(model().snap(43, 45), null);
});

test("a place belongs to its block, and one in a gap to the block behind", () => {
  const text = model();
  assert.equal(text.blockAt(0), 0);
  assert.equal(text.blockAt(42), 0);
  assert.equal(text.blockAt(43), 1);
  assert.equal(text.blockAt(45), 1);
  assert.equal(text.blockAt(10_000), 2);
  assert.equal(new TextModel({ blocks: [], gaps: ["\n"] }).blockAt(0), -1);
});

test("a start moves from word to word, both ways and over blocks", () => {
  const text = model();
  const move = (cp, direction) => text.wordEdge(cp, direction, { edge: "start" });
  assert.equal(move(0, 1), 4);
  assert.equal(move(6, -1), 4);
  assert.equal(move(4, -1), 0);
  assert.equal(move(38, 1), 45);
  assert.equal(move(45, -1), 38);
  assert.equal(move(0, -1), 0);
});

test("an end moves from word to word, both ways and over blocks", () => {
  const text = model();
  const move = (cp, direction) => text.wordEdge(cp, direction, { edge: "end" });
  assert.equal(move(3, 1), 9);
  assert.equal(move(9, -1), 3);
  assert.equal(move(42, 1), 50);
  assert.equal(move(50, -1), 42);
  assert.equal(move(text.length, 1), text.length);
});

test("a border moves by whole signs", () => {
  const text = model(["a👩‍👩‍👧‍👦b", "e\u0301f"]);
  const by = "character";
  assert.equal(text.wordEdge(1, 1, { by, edge: "end" }), 8);
  assert.equal(text.wordEdge(8, -1, { by, edge: "start" }), 1);
  assert.equal(text.wordEdge(9, 1, { by, edge: "end" }), 13);
  assert.equal(text.wordEdge(8, 1, { by, edge: "start" }), 11);
});

test("a border walks through every word and back again", () => {
  const text = model(["One, two 😀 three.", "四五 six"]);
  const ends = [];
  for (let cp = 0; text.wordEdge(cp, 1) !== cp; cp = ends.at(-1)) ends.push(text.wordEdge(cp, 1));
  const back = [];
  for (let cp = text.length; text.wordEdge(cp, -1, { edge: "end" }) !== cp; cp = back.at(-1)) {
    back.push(text.wordEdge(cp, -1, { edge: "end" }));
  }
  assert.deepEqual(back.toReversed(), ends.slice(0, -1));
  assert.ok(ends.length >= 5);
});
