import assert from "node:assert/strict";
import test from "node:test";

import { commandsOf, keyTable } from "../../static/js/workspace/key-table.js";
import { helpLines } from "../../static/js/workspace/help.js";
import { bindings, nameOf, written } from "../../static/js/workspace/keys.js";

/** Answers to every name with a function that says what it was asked to do. */
const told = [];
const work = new Proxy({}, { get: (_, name) => (...given) => told.push([name, ...given]) > 0 });
const table = keyTable(work, 5);
const commands = commandsOf(table, true);

function press(key, { code = "", shift = false, ctrl = false, meta = false, alt = false } = {}) {
  return nameOf({ key, code, shiftKey: shift, ctrlKey: ctrl, metaKey: meta, altKey: alt });
}

function does(name, editable = true) {
  told.length = 0;
  for (const { run } of bindings(table, editable).get(name)) run(name);
  return told.at(-1);
}

test("no key is bound twice in one place, and no command is there twice", () => {
  const ids = commands.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  const names = commands.flatMap(({ keys, within = "" }) => keys.map((name) => `${name} ${within}`));
  assert.equal(new Set(names).size, names.length);
});

test("every command can be pressed, and has a name and something to do", () => {
  for (const { id, keys, name, run } of commands) assert.ok(keys.length > 0 && name && run, id);
});

test("the help is made of the table itself: every line that has a key here is in it", () => {
  const help = helpLines(table, true);
  assert.deepEqual(help.map(({ title }) => title), table.map(({ title }) => title));
  assert.deepEqual(help.map(({ lines }) => lines.length), table.map(({ lines }) => lines.length));
  assert.deepEqual(help[0].lines[1], { show: ["⇧ J", "⇧ K"], does: "next, previous claim that is not checked" });
});

test("who may only read has no key that changes a mark, and no help for one", () => {
  const names = [...bindings(table, false).keys()];
  assert.deepEqual(names, ["j", "k", "shift+j", "shift+k", "arrowdown", "arrowup", "enter", "escape", "/", "x", "shift+p", "shift+c", "shift+o", "shift+l", "o", "h", "shift+m", "l", "ctrl+k", "shift+n", "g", "?"]);
  assert.deepEqual(helpLines(table, false).map(({ title, lines }) => [title, lines.length]), [["Move", 5], ["See", 8], ["Check", 2], ["Change", 4]]);
});

test("there is a digit for every rating, which counts before the kinds of marks where ratings have the focus", () => {
  const rates = (ratings) => commandsOf(keyTable(work, ratings), true).find(({ id }) => id === "rate").keys;
  assert.deepEqual([rates(5), rates(2)], [["1", "2", "3", "4", "5"], ["1", "2"]]);
  assert.deepEqual(bindings(table, true).get("1").map(({ id }) => id), ["rate", "mark-claim"]);
  assert.deepEqual(bindings(table, true).get("4").map(({ id }) => id), ["rate"]);
});

test("many digits are shown as the first and the last", () => {
  const verdict = helpLines(table, true)[3].lines[0];
  assert.deepEqual(verdict.show, ["V", "1–5"]);
});

test("keys are written as people know them", () => {
  assert.deepEqual(["shift+j", "alt+shift+[", "ctrl+enter", "arrowup"].map(written), ["⇧ J", "Alt ⇧ [", "Ctrl Enter", "↑"]);
});

test("a key and its opposite call the same with the opposite", () => {
  assert.deepEqual([does("j"), does("k")], [["step", true], ["step", false]]);
  assert.deepEqual([does("shift+j"), does("shift+k")], [["stepUnchecked", true], ["stepUnchecked", false]]);
  assert.deepEqual([does("arrowdown"), does("arrowup")], [["stepOnCard", true], ["stepOnCard", false]]);
  assert.deepEqual([does("z"), does("shift+z")], [["undo", true], ["undo", false]]);
  assert.deepEqual([does("4"), does("2")], [["rate", 4], ["label", "quote"]]);
});

test("brackets move the start and, with Shift, the end, by words or by characters", () => {
  assert.deepEqual(does("["), ["piece", "nudge", "start", -1, "word"]);
  assert.deepEqual(does("]"), ["piece", "nudge", "start", 1, "word"]);
  assert.deepEqual(does("shift+["), ["piece", "nudge", "end", -1, "word"]);
  assert.deepEqual(does("shift+]"), ["piece", "nudge", "end", 1, "word"]);
  assert.deepEqual(does("alt+["), ["piece", "nudge", "start", -1, "character"]);
  assert.deepEqual(does("alt+shift+]"), ["piece", "nudge", "end", 1, "character"]);
});

test("every key of the table can be pressed", () => {
  const reached = new Set(
    [..."abcdefghijklmnopqrstuvwxyzg"].flatMap((letter) => {
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
  reached.add(press("k", { code: "KeyK", ctrl: true }));
  reached.add(press("?", { code: "Slash", shift: true }));
  reached.add(press("/", { code: "Digit7", shift: true }));
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

test("Ctrl or Command with K is the same key, and with Shift the browser's", () => {
  assert.equal(press("k", { code: "KeyK", ctrl: true }), "ctrl+k");
  assert.equal(press("л", { code: "KeyK", meta: true }), "ctrl+k");
  assert.equal(press("K", { code: "KeyK", ctrl: true, shift: true }), "");
});

test("with Alt a letter counts by its place, but for those that open menus", () => {
  assert.equal(press("œ", { code: "KeyQ", alt: true }), "alt+q");
  assert.equal(press("Q", { code: "KeyQ", alt: true, shift: true }), "alt+shift+q");
  assert.equal(press("d", { code: "KeyD", alt: true }), "");
});

test("the slash is one on every layout", () => {
  assert.equal(press("/", { code: "Digit7", shift: true }), "/");
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
