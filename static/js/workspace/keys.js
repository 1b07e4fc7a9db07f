import { isTyping } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { commandsOf } from "./key-table.js";

/** @typedef {import("./key-table.js").Command} Command */
/** @typedef {import("./key-table.js").Group} Group */

/**
 * What each key does, by the name that `nameOf` gives it.
 * @param {Group[]} table
 * @param {boolean} editable
 * @returns {Map<string, Command[]>} what counts only within some part of the page comes first
 */
export function bindings(table, editable) {
  const bound = new Map();
  for (const command of commandsOf(table, editable)) {
    for (const name of command.keys) bound.set(name, [...bound.get(name) ?? [], command]);
  }
  for (const commands of bound.values()) commands.sort((one, other) => Number(!one.within) - Number(!other.within));
  return bound;
}

/**
 * What a press means outside of what this module listens for, as in a dialog.
 * @param {Group[]} table
 * @param {boolean} editable
 * @returns {(event: KeyboardEvent) => string[]} ids of commands
 */
export function meaning(table, editable) {
  const bound = bindings(table, editable);
  return (event) => (bound.get(nameOf(event)) ?? []).map(({ id }) => id);
}

/**
 * @param {Group[]} table
 * @param {boolean} editable
 */
export function listen(table, editable) {
  const bound = bindings(table, editable);
  addEventListener("keydown", (event) => {
    const name = nameOf(event);
    const inField = isTyping(event.target) && name !== "escape" && !name.startsWith("ctrl+");
    if (inField || event.isComposing || document.querySelector("dialog[open]")) return;
    const isDone = (bound.get(name) ?? []).some(({ run }) => run(name) !== false);
    if (isDone) event.preventDefault();
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
  const placed = /^Key([A-Z])$/.exec(event.code)?.[1] ?? event.key;
  const latin = /^[a-z]$/i.test(event.key) ? event.key : placed;
  if (event.ctrlKey || event.metaKey) return withControl(event, latin);
  if (event.key === "?" || event.key === "/") return event.key;
  if (bracket) return `${event.altKey ? "alt+" : ""}${event.shiftKey ? "shift+" : ""}${bracket}`;
  if (event.altKey) return withAlt(event);
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit) return digit[1];
  const letter = event.key.length === 1 ? latin : event.key;
  return `${event.shiftKey && letter.length === 1 ? "shift+" : ""}${letter.toLowerCase()}`;
}

/** Of these only two are ours. */
function withControl({ key, altKey, shiftKey }, letter) {
  if (key === "Enter") return "ctrl+enter";
  return letter.toLowerCase() === "k" && !altKey && !shiftKey ? "ctrl+k" : "";
}

/** Letters by their place: Alt writes other characters on some systems. */
function withAlt({ code, shiftKey }) {
  const letter = /^Key([A-Z])$/.exec(code)?.[1].toLowerCase();
  // Browsers open their menus and the address bar with these.
  return letter && !"def".includes(letter) ? `alt+${shiftKey ? "shift+" : ""}${letter}` : "";
}

/**
 * How a key is written for people: "shift+j" as "⇧ J".
 * @param {string} name
 */
export function written(name) {
  const words = { shift: "⇧", alt: "Alt", ctrl: "Ctrl", enter: t("Enter"), escape: t("Esc"), backspace: "⌫", delete: t("Del"), arrowdown: "↓", arrowup: "↑" };
  return name.split("+").map((part) => words[part] ?? part.toUpperCase()).join(" ");
}
