import { isTyping, make } from "../common/dom.js";
import { t } from "../common/i18n.js";

/**
 * @typedef {object} Key
 * @property {string[]} press what is pressed, as `nameOf` says it; empty for keys that the browser handles itself
 * @property {string[]} show what the help shows
 * @property {string} does the words of the help
 * @property {(pressed: string) => boolean | void} [run] false: not meant here, leave it to the browser
 * @property {boolean} [edits] absent where the marks may only be read
 */

/**
 * @typedef {object} Group
 * @property {string} title
 * @property {Key[]} keys
 */

/**
 * Every key of the workspace, once: this table handles them and is the help.
 * @param {Record<string, (...given: any[]) => boolean | void>} work what the workspace can do
 * @param {number} ratings how many ratings the scale has
 * @returns {Group[]}
 */
export function keyTable(work, ratings) {
  return [
    { title: t("Move"), keys: moving(work) },
    { title: t("Mark"), keys: marking(work, ratings) },
    { title: t("Check"), keys: checking(work, ratings) },
    { title: t("Change"), keys: changing(work) },
  ];
}

/**
 * What each key does, by the name that `nameOf` gives it.
 * @param {Group[]} table
 * @param {boolean} editable
 * @returns {Map<string, Key>}
 */
export function bindings(table, editable) {
  const here = usable(table, editable).flatMap(({ keys }) => keys).filter((key) => key.run);
  return new Map(here.flatMap((key) => key.press.map((name) => [name, key])));
}

/**
 * @param {Group[]} table
 * @param {boolean} editable
 */
export function listen(table, editable) {
  const keys = bindings(table, editable);
  addEventListener("keydown", (event) => {
    const name = nameOf(event);
    const inField = isTyping(event.target) && name !== "escape" && name !== "ctrl+enter";
    if (inField || event.isComposing || document.querySelector("dialog[open]")) return;
    const run = keys.get(name)?.run;
    if (run && run(name) !== false) event.preventDefault();
  });
}

/**
 * What was pressed, the same on every keyboard: digits and brackets by their place, as many
 * layouts have them behind Shift or AltGr; letters by what they say, or by place where the
 * layout writes no Latin letters.
 * @param {KeyboardEvent} event
 * @returns {string} "" for a key that is not ours
 */
export function nameOf(event) {
  const bracket = { BracketLeft: "[", BracketRight: "]" }[event.code];
  if (event.ctrlKey || event.metaKey) return event.key === "Enter" ? "ctrl+enter" : "";
  if (event.key === "?") return "?";
  if (bracket) return `${event.altKey ? "alt+" : ""}${event.shiftKey ? "shift+" : ""}${bracket}`;
  if (event.altKey) return "";
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit) return digit[1];
  const placed = /^Key([A-Z])$/.exec(event.code)?.[1] ?? event.key;
  const latin = /^[a-z]$/i.test(event.key) ? event.key : placed;
  const letter = event.key.length === 1 ? latin : event.key;
  return `${event.shiftKey && letter.length === 1 ? "shift+" : ""}${letter.toLowerCase()}`;
}

/**
 * The lines of the help: what may be pressed here and has words for it.
 * @param {Group[]} table
 * @param {boolean} editable
 * @returns {Group[]} without empty groups
 */
export function helpLines(table, editable) {
  const groups = usable(table, editable).map(({ title, keys }) => {
    return { title, keys: keys.filter((key) => key.show.length > 0) };
  });
  return groups.filter(({ keys }) => keys.length > 0);
}

/**
 * @param {HTMLElement} place
 * @param {Group[]} table
 * @param {boolean} editable
 */
export function fillHelp(place, table, editable) {
  const sections = helpLines(table, editable).map(({ title, keys }) => {
    const lines = keys.map(({ show, does }) =>
      make("div", "", make("dt", "", ...show.map((words) => make("kbd", "", words))), make("dd", "", does)));
    return make("section", "", make("h3", "", title), make("dl", "", ...lines));
  });
  place.replaceChildren(...sections);
}

/** The table without what changes marks, where they may only be read. */
function usable(table, editable) {
  return table.map(({ title, keys }) => ({ title, keys: keys.filter((key) => editable || !key.edits) }));
}

/** @returns {Key[]} */
function moving(work) {
  return [
    { press: ["j", "k"], show: ["J", "K"], does: t("next, previous mark"), run: (key) => work.step(key === "j") },
    { press: ["shift+j", "shift+k"], show: ["⇧ J", "⇧ K"], does: t("next, previous claim that is not checked"), run: (key) => work.stepUnchecked(key === "shift+j") },
    { press: ["arrowdown", "arrowup"], show: ["↓", "↑"], does: t("the same, on a card"), run: (key) => work.stepOnCard(key === "arrowdown") },
    { press: ["enter"], show: [t("Enter")], does: t("into the card"), run: () => work.enterCard() },
    { press: ["escape"], show: [t("Esc")], does: t("out: field, card, article"), run: () => work.leave() },
  ];
}

/** @returns {Key[]} */
function marking(work, ratings) {
  return [
    { press: digits(Math.max(3, ratings)), show: ["1", "2", "3"], does: t("claim, quote, context: the selected words, or the card’s mark"), run: (key) => work.digit(Number(key)), edits: true },
    { press: ["m"], show: ["M"], does: t("text cursor on, off"), run: () => work.toggleCursor(), edits: true },
    { press: [], show: ["⇧", "← →"], does: t("with the text cursor: select; Ctrl by words"), edits: true },
    { press: ["t"], show: ["T"], does: t("mark by text"), run: () => work.markByText(), edits: true },
    { press: [], show: ["Alt"], does: t("held while selecting: exactly these characters"), edits: true },
  ];
}

/** @returns {Key[]} */
function checking(work, ratings) {
  return [
    { press: ["v"], show: ["V", `1–${ratings}`], does: t("verdict"), run: () => work.focusField("rating"), edits: true },
    { press: ["w"], show: ["W"], does: t("wording"), run: () => work.focusField("wording"), edits: true },
    { press: ["s"], show: ["S"], does: t("add a source"), run: () => work.focusField("new-source"), edits: true },
    { press: ["n"], show: ["N"], does: t("note"), run: () => work.focusField("note"), edits: true },
    { press: ["ctrl+enter"], show: ["Ctrl", t("Enter")], does: t("in a field: keep it, back to the card"), run: () => work.leave(), edits: true },
  ];
}

/** @returns {Key[]} */
function changing(work) {
  return [
    { press: ["[", "]"], show: ["[", "]"], does: t("move the start by a word"), run: (key) => work.moveBorder("start", key === "]" ? 1 : -1, "word"), edits: true },
    { press: ["shift+[", "shift+]"], show: ["⇧ [", "⇧ ]"], does: t("move the end by a word"), run: (key) => work.moveBorder("end", key === "shift+]" ? 1 : -1, "word"), edits: true },
    { press: ["alt+[", "alt+]"], show: ["Alt [", "Alt ]"], does: t("the same by a character; with ⇧ the end"), run: (key) => work.moveBorder("start", key === "alt+]" ? 1 : -1, "character"), edits: true },
    { press: ["alt+shift+[", "alt+shift+]"], show: [], does: "", run: (key) => work.moveBorder("end", key === "alt+shift+]" ? 1 : -1, "character"), edits: true },
    { press: ["backspace", "delete"], show: ["⌫"], does: t("delete"), run: () => work.deleteActive(), edits: true },
    { press: ["z", "shift+z"], show: ["Z", "⇧ Z"], does: t("undo, redo"), run: (key) => work.undo(key === "z"), edits: true },
    { press: ["?"], show: ["?"], does: t("this help"), run: () => work.help() },
  ];
}

function digits(count) {
  return Array.from({ length: count }, (_, index) => String(index + 1));
}
