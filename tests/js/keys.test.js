import assert from "node:assert/strict";
import test from "node:test";

import { bindings, helpLines, keyTable, nameOf } from "../../static/js/workspace/keys.js";

/** Answers to every name with a function that says what it was asked to do. */
const told = [];
const work = new Proxy({}, { get: (_, name) => (...given) => told.push([name, ...given]) > 0 });
const table = keyTable(work, 5);
const keys = table.flatMap((group) => group.keys);

function press(key, { code = "", shift = false, ctrl = false, meta = false, alt = false } = {}) {
  return nameOf({ key, code, shiftKey: shift, ctrlKey: ctrl, metaKey: meta, altKey: alt });
}

function does(name, editable = true) {
  told.length = 0;
  bindings(table, editable).get(name).run(name);
  return told[0];
}

test("no key is bound twice", () => {
  const names = keys.flatMap((key) => key.press);
  assert.equal(new Set(names).size, names.length);
  assert.equal(bindings(table, true).size, names.length);
});

test("what is pressed does something, and what does something is pressed", () => {
  for (const key of keys) assert.equal(key.press.length > 0, Boolean(key.run), key.does);
});

test("the help has words for every key that it shows, and shows every key that has words", () => {
  for (const key of keys) assert.equal(key.show.length > 0, key.does !== "", key.press.join());
});

test("the help is made of the table itself, group by group", () => {
  const lines = helpLines(table, true);
  assert.deepEqual(lines.map(({ title }) => title), table.map(({ title }) => title));
  for (const line of lines.flatMap((group) => group.keys)) assert.ok(keys.includes(line));
});

test("who may only read has no key that changes a mark, and no help for one", () => {
  const names = [...bindings(table, false).keys()];
  assert.deepEqual(names, ["j", "k", "shift+j", "shift+k", "arrowdown", "arrowup", "enter", "escape", "?"]);
  const lines = helpLines(table, false);
  assert.deepEqual(lines.map(({ title }) => title), ["Move", "Change"]);
  assert.ok(lines.flatMap((group) => group.keys).every((key) => !key.edits));
});

test("there is a digit for every rating and every kind of mark", () => {
  const digits = (ratings) =>
    [...bindings(keyTable(work, ratings), true).keys()].filter((name) => /^\d$/.test(name));
  assert.deepEqual(digits(5), ["1", "2", "3", "4", "5"]);
  assert.deepEqual(digits(2), ["1", "2", "3"]);
});

test("one line of the table serves both of its directions", () => {
  assert.deepEqual([does("j"), does("k")], [["step", true], ["step", false]]);
  assert.deepEqual([does("shift+j"), does("shift+k")], [["stepUnchecked", true], ["stepUnchecked", false]]);
  assert.deepEqual([does("arrowdown"), does("arrowup")], [["stepOnCard", true], ["stepOnCard", false]]);
  assert.deepEqual([does("z"), does("shift+z")], [["undo", true], ["undo", false]]);
  assert.deepEqual(does("4"), ["digit", 4]);
});

test("brackets move the start and, with Shift, the end, by words or by characters", () => {
  assert.deepEqual(does("["), ["moveBorder", "start", -1, "word"]);
  assert.deepEqual(does("]"), ["moveBorder", "start", 1, "word"]);
  assert.deepEqual(does("shift+["), ["moveBorder", "end", -1, "word"]);
  assert.deepEqual(does("shift+]"), ["moveBorder", "end", 1, "word"]);
  assert.deepEqual(does("alt+["), ["moveBorder", "start", -1, "character"]);
  assert.deepEqual(does("alt+shift+]"), ["moveBorder", "end", 1, "character"]);
});

test("every key of the table can be pressed", () => {
  const reached = new Set(
    [..."jkmtvwsnz"].flatMap((letter) => {
      const code = `Key${letter.toUpperCase()}`;
      return [press(letter, { code }), press(letter.toUpperCase(), { code, shift: true })];
    }),
  );
  for (let digit = 1; digit <= 5; digit += 1) reached.add(press(String(digit), { code: `Digit${digit}` }));
  for (const code of ["BracketLeft", "BracketRight"]) {
    for (const alt of [false, true]) {
      for (const shift of [false, true]) reached.add(press("x", { code, alt, shift }));
    }
  }
  for (const key of ["ArrowDown", "ArrowUp", "Enter", "Escape", "Backspace", "Delete"]) {
    reached.add(press(key, { code: key }));
  }
  reached.add(press("Enter", { code: "Enter", ctrl: true }));
  reached.add(press("?", { code: "Slash", shift: true }));
  for (const name of bindings(table, true).keys()) assert.ok(reached.has(name), name);
});

test("a letter is what it says, wherever it stands", () => {
  assert.equal(press("z", { code: "KeyY" }), "z");
  assert.equal(press("Z", { code: "KeyY", shift: true }), "shift+z");
});

test("where a layout writes no Latin letters the place counts", () => {
  assert.equal(press("о", { code: "KeyJ" }), "j");
  assert.equal(press("О", { code: "KeyJ", shift: true }), "shift+j");
  assert.equal(press("ב", { code: "KeyC" }), "c");
});

test("digits count by their place, as some layouts write them with Shift", () => {
  assert.equal(press("&", { code: "Digit1" }), "1");
  assert.equal(press("1", { code: "Digit1", shift: true }), "1");
  assert.equal(press("2", { code: "Numpad2" }), "2");
  assert.equal(press("0", { code: "Digit0" }), "0");
});

test("brackets count by their place too", () => {
  assert.equal(press("ü", { code: "BracketLeft" }), "[");
  assert.equal(press("*", { code: "BracketRight", shift: true, alt: true }), "alt+shift+]");
});

test("the question mark is one on every layout", () => {
  assert.equal(press("?", { code: "Slash", shift: true }), "?");
  assert.equal(press("?", { code: "Minus", shift: true }), "?");
  assert.equal(press("?", { code: "KeyM", shift: true }), "?");
});

test("the browser keeps its own combinations", () => {
  assert.equal(press("z", { code: "KeyZ", ctrl: true }), "");
  assert.equal(press("s", { code: "KeyS", meta: true }), "");
  assert.equal(press("ArrowLeft", { code: "ArrowLeft", alt: true }), "");
  assert.equal(press("[", { code: "BracketLeft", meta: true }), "");
});

test("Ctrl or Command with Enter is the same key", () => {
  assert.equal(press("Enter", { code: "Enter", ctrl: true }), "ctrl+enter");
  assert.equal(press("Enter", { code: "NumpadEnter", meta: true }), "ctrl+enter");
});

test("keys that write nothing have their names, with Shift or without", () => {
  assert.equal(press("ArrowDown", { code: "ArrowDown" }), "arrowdown");
  assert.equal(press("Escape", { code: "Escape", shift: true }), "escape");
  assert.equal(press("Dead", { code: "Quote" }), "dead");
});
