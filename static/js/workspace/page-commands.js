import { find } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { exactWords, kindName } from "../common/words.js";
import { commandsOf } from "./key-table.js";

/** @typedef {import("./palette.js").Entry} Entry */

/** Of a mark's words, in a line of the list. */
const LONGEST = 70;

/**
 * Everything that can be done on the page: the commands of the table of keys, what has a button or
 * a page but no key, and a way to each mark. A new one is a line in `places`.
 * @param {import("./key-table.js").Group[]} table
 * @param {import("../marks/store.js").Store} store
 * @param {{open: (id: string, options: object) => unknown, lacks: (needs: string | undefined) => string, link: (what: string) => unknown}} work
 * @param {{urls: Record<string, string>}} data the page's
 * @returns {Entry[]}
 */
export function pageCommands(table, store, work, data) {
  const commands = commandsOf(table, store.editable).filter(({ id }) => !WITHOUT.includes(id));
  const offered = commands.map(({ needs, ...command }) => ({ ...command, lacks: () => work.lacks(needs) }));
  const marks = store.list().map((mark) => ({
    id: `mark-${mark.id}`,
    name: t("Go to {kind}: {words}", { kind: kindName(mark.label), words: shortened(mark.claim?.wording || exactWords(mark)) }),
    run: () => work.open(mark.id, { focus: true }),
  }));
  const links = { id: "all-links", name: t("Show all links, or only the open mark’s"), run: () => work.link("toggleAll") };
  return [...offered, ...places(data, store.editable), links, ...marks];
}

/** What makes sense only as a key, where the focus is. */
const WITHOUT = ["commands", "next-card", "previous-card", "enter-card", "leave", "rate", "keep-field"];

/** @returns {Entry[]} */
function places(data, editable) {
  const press = (selector) => () => find(document, selector).click();
  const filters = [["", t("Show all marks")], ["claim", t("Show claims only")], ["quote", t("Show quotes only")], ["context", t("Show context only")]];
  return [
    ...filters.map(([kind, name]) => ({ id: `show-${kind || "all"}`, name, run: press(`[data-filter="${kind}"]`) })),
    ...editable ? [{ id: "submit", name: t("Submit this article"), run: press("#submit-button") }] : [],
    { id: "articles", name: t("All articles"), run: () => location.assign(data.urls.articles) },
    { id: "theme", name: t("Switch between light and dark"), run: press("[data-module=theme]") },
    { id: "own-keys", name: t("Change the keys"), run: () => location.assign(data.urls.own_keys) },
  ];
}

function shortened(words) {
  const line = words.replace(/\s+/gu, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).trimEnd()}…` : line;
}
