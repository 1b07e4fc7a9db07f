import assert from "node:assert/strict";
import test from "node:test";

import { commandsOf, keyTable } from "../../static/js/workspace/key-table.js";
import { helpLines, spokenKeys } from "../../static/js/workspace/help.js";
import { bindings } from "../../static/js/workspace/keys.js";
import { clashes, isSingle, refusal, toStore, withOwnKeys } from "../../static/js/workspace/own-keys.js";

const work = new Proxy({}, { get: () => () => true });
const table = keyTable(work, 5);
const commands = commandsOf(table, true);

function named(own, key) {
  return (bindings(withOwnKeys(table, own), true).get(key) ?? []).map(({ id }) => id);
}

test("the usual keys stand where nobody chose others", () => {
  assert.equal(withOwnKeys(table, null), table);
  assert.deepEqual(commandsOf(withOwnKeys(table, {}), true).map(({ keys }) => keys), commands.map(({ keys }) => keys));
});

test("no two commands share a key as the table comes", () => {
  assert.deepEqual(clashes(commands), []);
});

test("a chosen key does what it was chosen for, and the usual one nothing more", () => {
  const own = { keys: { "next-mark": ["q"] } };
  assert.deepEqual([named(own, "q"), named(own, "j")], [["next-mark"], []]);
});

test("a command may have no key, and no help then unless its line has others", () => {
  const own = { keys: { "mark-by-text": [], "next-mark": [] } };
  assert.deepEqual(named(own, "t"), []);
  const lines = helpLines(withOwnKeys(table, own), true).flatMap((group) => group.lines);
  assert.ok(!lines.some(({ does }) => does === "Mark by text"));
  assert.deepEqual(lines[0].show, ["K"]);
});

test("the help shows the chosen key", () => {
  const [move] = helpLines(withOwnKeys(table, { keys: { "next-mark": ["alt+shift+n"] } }), true);
  assert.deepEqual(move.lines[0].show, ["Alt ⇧ N", "K"]);
});

test("a usual key that was given to something else is not taken back", () => {
  const own = { keys: { note: ["j"] } };
  assert.deepEqual(named(own, "j"), ["note"]);
});

test("switched off, a single character does nothing, and all else works", () => {
  const own = { off: true, keys: { note: ["alt+n"] } };
  for (const key of ["j", "shift+j", "1", "[", "?"]) assert.deepEqual(named(own, key), [], key);
  assert.deepEqual(named(own, "alt+n"), ["note"]);
  assert.deepEqual(named(own, "escape"), ["leave"]);
  assert.deepEqual(named(own, "arrowdown"), ["next-card"]);
  assert.deepEqual(named(own, "alt+["), ["start-back-character"]);
});

test("keys that are not a person's to choose stay", () => {
  const own = { keys: { leave: ["q"], "enter-card": [] } };
  assert.deepEqual([named(own, "escape"), named(own, "enter"), named(own, "q")], [["leave"], ["enter-card"], []]);
});

test("a clash names every command that has the key", () => {
  const mine = commandsOf(withOwnKeys(table, { keys: { "next-mark": ["n"], note: ["n"] } }), true);
  const found = clashes(mine);
  assert.deepEqual(found.map(({ key, commands: both }) => [key, both.map(({ id }) => id)]), [["n", ["next-mark", "note"]]]);
});

test("a key within the ratings and outside is no clash", () => {
  const mine = commandsOf(withOwnKeys(table, { keys: { note: ["4"] } }), true);
  assert.deepEqual(clashes(mine), []);
});

test("letters, digits and signs count as single, with Shift too", () => {
  for (const name of ["j", "shift+j", "?", "[", "1", "shift++", "é"]) assert.ok(isSingle(name), name);
  for (const name of ["alt+j", "ctrl+k", "enter", "f2", "alt+shift+["]) assert.ok(!isSingle(name), name);
});

test("what belongs to the browser, to typing or to another command is refused in a sentence", () => {
  assert.match(refusal("", table), /browser or the system/);
  assert.match(refusal("escape", table), /always “Out: field, card, article”/);
  for (const name of ["tab", " ", "arrowleft", "pagedown", "f5", "dead", "+"]) assert.match(refusal(name, table), /Choose a letter/, name);
});

test("letters, digits and signs alone, with Shift or with Alt may be had", () => {
  for (const name of ["q", "shift+q", "alt+q", "alt+shift+q", ";", "é", "ø", "0", "ctrl+k", "f2", "delete"]) {
    assert.equal(refusal(name, table), "", name);
  }
});

test("only what differs is stored, and nothing where nothing does", () => {
  const chosen = new Map([["next-mark", ["q"]], ["note", ["n"]], ["gone", ["x"]]]);
  assert.deepEqual(toStore(table, chosen, false), { off: false, keys: { "next-mark": ["q"] } });
  assert.equal(toStore(table, new Map([["note", ["n"]]]), false), null);
  assert.deepEqual(toStore(table, new Map(), true), { off: true, keys: {} });
});

test("assistive technology is told keys in its own words", () => {
  assert.deepEqual(["ctrl+k", "shift+j", "?", "arrowup", "backspace"].map(spokenKeys), ["Control+K", "Shift+J", "?", "ArrowUp", "Backspace"]);
});
