import { t } from "../common/i18n.js";
import { commandsOf } from "./key-table.js";

/** @typedef {import("./key-table.js").Command} Command */
/** @typedef {import("./key-table.js").Group} Group */

/**
 * What a person changed about the keys.
 * @typedef {object} OwnKeys
 * @property {boolean} [off] whether keys that are a single character do nothing
 * @property {Record<string, string[]>} [keys] the keys of commands, by the command's id
 */

/**
 * The table with a person's own keys in it, for handlers, help, commands and hints alike.
 * @param {Group[]} table
 * @param {OwnKeys | null} own
 * @returns {Group[]}
 */
export function withOwnKeys(table, own) {
  if (!own) return table;
  const chosen = own.keys ?? {};
  const taken = new Set(Object.values(chosen).flat());
  const keysOf = ({ id, keys, fixed, within }) => {
    if (fixed) return own.off && within ? keys.filter((name) => !isSingle(name)) : keys;
    // A key that came later must not take one that a person gave to something else.
    const names = Object.hasOwn(chosen, id) ? chosen[id] : keys.filter((name) => !taken.has(name));
    return own.off ? names.filter((name) => !isSingle(name)) : names;
  };
  const mine = (command) => ({ ...command, keys: keysOf(command) });
  return table.map(({ title, lines }) => ({
    title,
    lines: lines.map((line) => {
      if ("run" in line) return mine(line);
      return line.commands ? { ...line, commands: line.commands.map(mine) } : line;
    }),
  }));
}

/**
 * @param {string} name of a key
 * @returns {boolean} whether it is a letter, digit or sign alone, or with Shift
 */
export function isSingle(name) {
  return [...name.replace(/^shift\+(?=.)/u, "")].length === 1;
}

/**
 * @param {Command[]} commands
 * @returns {{key: string, commands: Command[]}[]} every key that more than one of them has
 */
export function clashes(commands) {
  const users = new Map();
  for (const command of commands) {
    for (const key of new Set(command.keys)) {
      const place = `${command.within ?? ""} ${key}`;
      users.set(place, [...users.get(place) ?? [], { key, command }]);
    }
  }
  const shared = [...users.values()].filter((found) => found.length > 1);
  return shared.map((found) => ({ key: found[0].key, commands: found.map(({ command }) => command) }));
}

/**
 * Why a key cannot be had, if it cannot.
 * @param {string} name as `nameOf` says it; "" for what belongs to the browser or the system
 * @param {Group[]} table
 * @returns {string} a sentence, or ""
 */
export function refusal(name, table) {
  if (!name) return t("The browser or the system keeps that one for itself. Choose a letter, a digit or a sign, alone or with Shift or Alt.");
  const fixed = commandsOf(table, true).find((command) => command.fixed && !command.within && command.keys.includes(name));
  if (fixed) return t("That key is always “{name}”. Choose another.", { name: fixed.name });
  if (!OWN.test(name)) return t("That key is needed for typing, moving or the browser. Choose a letter, a digit or a sign, alone or with Shift or Alt.");
  return "";
}

/** What may be chosen; the server checks by the same rule. */
const OWN = /^(?:(?:alt\+)?(?:shift\+)?[^\s\p{C}+]|ctrl\+k|backspace|delete|home|end|f2|f4|f8|f9)$/u;

/**
 * What is stored of a choice: only what differs from the table, or null where nothing does.
 * @param {Group[]} table as it comes
 * @param {Map<string, string[]>} chosen keys by command
 * @param {boolean} off
 * @returns {OwnKeys | null}
 */
export function toStore(table, chosen, off) {
  const usual = new Map(commandsOf(table, true).map(({ id, keys }) => [id, keys]));
  const differs = (id, keys) => keys.join(" ") !== usual.get(id)?.join(" ");
  const keys = Object.fromEntries([...chosen].filter(([id, names]) => usual.has(id) && differs(id, names)));
  return off || Object.keys(keys).length > 0 ? { off, keys } : null;
}
