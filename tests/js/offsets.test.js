import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import test from "node:test";

import { cpToU16, hasAstral, Pairs, u16ToCp } from "../../static/js/text/offsets.js";
import { TextModel } from "../../static/js/text/text.js";
import { fixture, model, seeded } from "./fakes.js";

const SIGNS = [
  "a",
  "é",
  "e\u0301",
  "ß",
  " ",
  "中",
  "😀",
  "👩‍👩‍👧‍👦",
  "𝒳",
  "ب",
  "ل",
  "नि",
  "\u202b",
  "🇫🇷",
  "\n",
  "…",
];
const SHARED = new URL("../fixtures/offsets.json", import.meta.url);

function randomText(random, length) {
  return Array.from({ length }, () => SIGNS[Math.floor(random() * SIGNS.length)]).join("");
}

test("every place of a text with emoji and accents goes to UTF-16 and back", () => {
  const text = "a😀b👩‍👩‍👧‍👦cafe\u0301 𝒳";
  let unit = 0;
  for (const [cp, character] of [...text].entries()) {
    assert.equal(cpToU16(text, cp), unit);
    assert.equal(u16ToCp(text, unit), cp);
    unit += character.length;
  }
});

test("a place inside a surrogate pair is the pair's start", () => {
  assert.equal(u16ToCp("a😀b", 2), 1);
  assert.equal(u16ToCp("😀", 1), 0);
});

test("half a surrogate pair counts as one character, as in Python", () => {
  assert.equal(u16ToCp("a\ud83db", 3), 3);
  assert.equal(u16ToCp("\udc00\ud83d", 2), 2);
  assert.equal(cpToU16("a\ud83db", 2), 2);
});

test("a place behind the end is the end", () => {
  assert.equal(u16ToCp("ab", 9), 2);
  assert.equal(cpToU16("a😀", 9), 3);
});

test("pairs that were looked up once count as they do one by one", () => {
  const random = seeded(7);
  const texts = ["", "a\ud83db", "\udc00\ud83d", "\ud83d\ud83d\ude00\ude00", ...Array.from({ length: 200 }, () => randomText(random, 12))];
  for (const text of texts) {
    const pairs = new Pairs(text);
    for (let place = -1; place <= text.length + 2; place += 1) {
      assert.equal(pairs.toCp(place), u16ToCp(text, place), `${JSON.stringify(text)} ${place}`);
      assert.equal(pairs.toU16(place), cpToU16(text, place), `${JSON.stringify(text)} ${place}`);
    }
  }
});

test("only whole surrogate pairs make a text astral", () => {
  assert.equal(hasAstral("caf\u0301é 中 ب"), false);
  assert.equal(hasAstral("a😀"), true);
  assert.equal(hasAstral("a\ud83d"), false);
});

test("1,500 random places make the round trip", () => {
  const random = seeded(7);
  for (let round = 0; round < 150; round += 1) {
    const text = randomText(random, 1 + Math.floor(random() * 40));
    const length = [...text].length;
    for (let k = 0; k < 10; k += 1) {
      const cp = Math.floor(random() * (length + 1));
      assert.equal(cpToU16(text, cp), [...text].slice(0, cp).join("").length);
      assert.equal(u16ToCp(text, cpToU16(text, cp)), cp);
    }
  }
});

test("random slices of a text model are the slices of its code points", () => {
  const random = seeded(11);
  for (let round = 0; round < 200; round += 1) {
    const paragraphs = [1, 2, 3].map(() => randomText(random, 1 + Math.floor(random() * 20)));
    const text = model(paragraphs);
    const points = [...paragraphs.join("\n\n")];
    assert.equal(text.text, points.join(""));
    assert.equal(text.length, points.length);
    const [start, end] = [random(), random()]
      .map((x) => Math.floor(x * (points.length + 1)))
      .sort((x, y) => x - y);
    assert.equal(text.slice(start, end), points.slice(start, end).join(""));
  }
});

test("a model whose blocks and gaps do not fit together is refused", () => {
  assert.throws(
    () => new TextModel({ blocks: [{ start: 1, text: "a" }], gaps: ["", ""] }),
    /block 0/,
  );
});

test(
  "the offsets that Python and JavaScript share come out the same",
  { skip: !existsSync(SHARED) },
  () => {
    for (const { name, text, pairs, inside } of fixture("offsets").cases) {
      for (const [cp, unit] of pairs) {
        assert.equal(cpToU16(text, cp), unit, name);
        assert.equal(u16ToCp(text, unit), cp, name);
      }
      for (const { u16, start } of inside) assert.equal(u16ToCp(text, u16), start, name);
    }
  },
);
