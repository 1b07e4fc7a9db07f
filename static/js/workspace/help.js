import { make } from "../common/dom.js";
import { written } from "./keys.js";

/** @typedef {import("./key-table.js").Command} Command */
/** @typedef {import("./key-table.js").Group} Group */

/**
 * The lines of the help: what may be pressed here.
 * @param {Group[]} table
 * @param {boolean} editable
 * @returns {{title: string, lines: {show: string[], does: string}[]}[]} without empty groups
 */
export function helpLines(table, editable) {
  const groups = table.map(({ title, lines }) => {
    const here = lines.map((line) => "run" in line ? { does: line.name, commands: [line], edits: line.edits } : line);
    return { title, lines: here.map((line) => helpLine(line, editable)).filter(({ show }) => show.length > 0) };
  });
  return groups.filter(({ lines }) => lines.length > 0);
}

function helpLine({ does, commands = [], held = [], edits = false }, editable) {
  const usable = commands.filter((command) => editable || !command.edits);
  const show = [...edits && !editable ? [] : held, ...usable.flatMap(({ keys }) => shortened(keys))];
  return { show, does };
}

/** Many digits in a row are shown as their first and last. */
function shortened(keys) {
  const areDigits = keys.length > 2 && keys.every((name) => /^\d$/.test(name));
  return areDigits ? [`${keys[0]}–${keys.at(-1)}`] : keys.map(written);
}

/**
 * @param {HTMLElement} place
 * @param {Group[]} table
 * @param {boolean} editable
 */
export function fillHelp(place, table, editable) {
  const sections = helpLines(table, editable).map(({ title, lines }) => {
    const rows = lines.map(({ show, does }) =>
      make("div", "", make("dt", "", ...show.map((words) => make("kbd", "", words))), make("dd", "", does)));
    return make("section", "", make("h3", "", title), make("dl", "", ...rows));
  });
  place.replaceChildren(...sections);
}

/**
 * Write a person's keys where the page names them: elements with `data-command`, their `<kbd>` and
 * what they tell assistive technology. A hint without a key is hidden.
 * @param {ParentNode} root the page, or the content of a template
 * @param {Command[]} commands
 */
export function showKeys(root, commands) {
  const byId = new Map(commands.map((command) => [command.id, command.keys]));
  for (const element of root.querySelectorAll("[data-command]")) {
    const [name] = byId.get(element.dataset.command) ?? [];
    const hint = element.matches("kbd") ? element : element.querySelector("kbd");
    if (hint) hint.hidden = !name;
    if (hint && name) hint.textContent = written(name);
    if (!element.matches("button, a")) continue;
    if (name) element.setAttribute("aria-keyshortcuts", spokenKeys(name));
    else element.removeAttribute("aria-keyshortcuts");
  }
  for (const template of root.querySelectorAll("template")) showKeys(template.content, commands);
}

/** A key as `aria-keyshortcuts` has it: "ctrl+k" as "Control+K". */
export function spokenKeys(name) {
  const words = { ctrl: "Control", alt: "Alt", shift: "Shift", arrowdown: "ArrowDown", arrowup: "ArrowUp" };
  return name.split("+").map((part) => words[part] ?? part[0].toUpperCase() + part.slice(1)).join("+");
}
