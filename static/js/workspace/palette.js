import { find, make } from "../common/dom.js";
import { t, tn } from "../common/i18n.js";
import { written } from "./keys.js";
import { matching } from "./matching.js";

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} name
 * @property {() => unknown} run
 * @property {string[]} [keys]
 * @property {() => string} [lacks] why it cannot be done now, or ""
 */

const RECENT = "annotator:commands";
const MOST_RECENT = 8;
const MOST_SHOWN = 60;

/** Every command by its name: a combobox over a list, in a dialog. */
export class Palette {
  #dialog;
  #input;
  #list;
  #told;
  #entries;
  /** @type {Entry[]} */
  #shown = [];
  #at = 0;
  /** @type {Range | null} */
  #words = null;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {() => Entry[]} entries what there is now
   */
  constructor(dialog, entries) {
    this.#dialog = dialog;
    this.#input = find(dialog, "input");
    this.#list = find(dialog, "[role=listbox]");
    this.#told = find(dialog, "[role=status]");
    this.#entries = entries;
    this.#input.addEventListener("input", () => this.#search());
    dialog.addEventListener("keydown", (event) => this.#pressed(event));
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#clicked(event));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => this.#giveBack());
  }

  open() {
    const selection = document.getSelection();
    this.#words = selection && !selection.isCollapsed ? selection.getRangeAt(0).cloneRange() : null;
    this.#input.value = "";
    this.#dialog.showModal();
    this.#input.focus();
    this.#search();
    return true;
  }

  #search() {
    const found = matching(this.#input.value, this.#entries(), recent());
    const may = found.filter((entry) => !lacking(entry));
    this.#shown = [...may, ...found.filter((entry) => lacking(entry))].slice(0, MOST_SHOWN);
    this.#list.replaceChildren(...this.#shown.map(optionFor));
    this.#told.textContent = found.length > 0 ? tn("{n} command", "{n} commands", found.length) : t("No command has these words.");
    this.#told.classList.toggle("visually-hidden", found.length > 0);
    this.#goTo(0);
  }

  #goTo(place) {
    this.#at = place;
    const options = [...this.#list.children];
    for (const [index, option] of options.entries()) option.setAttribute("aria-selected", String(index === place));
    this.#input.setAttribute("aria-activedescendant", options[place]?.id ?? "");
    options[place]?.scrollIntoView({ block: "nearest" });
  }

  #pressed(event) {
    if (event.isComposing) return;
    const last = this.#shown.length - 1;
    const steps = { ArrowDown: this.#at + 1, ArrowUp: this.#at - 1, PageDown: Math.min(last, this.#at + 8), PageUp: Math.max(0, this.#at - 8) };
    if (event.key === "Enter") this.#run(this.#shown[this.#at]);
    else if (Object.hasOwn(steps, event.key) && last >= 0) this.#goTo((steps[event.key] + last + 1) % (last + 1));
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") this.#dialog.close();
    else return;
    event.preventDefault();
  }

  #clicked(event) {
    const option = event.target.closest("[role=option]");
    if (option) this.#run(this.#shown[[...this.#list.children].indexOf(option)]);
  }

  #run(entry) {
    if (!entry || lacking(entry)) return;
    remember(entry.id);
    this.#dialog.close();
    // The command finds focus and selection as they were before.
    this.#giveBack();
    entry.run();
  }

  #giveBack() {
    const selection = document.getSelection();
    if (this.#words && selection?.isCollapsed) {
      selection.removeAllRanges();
      selection.addRange(this.#words);
    }
    this.#words = null;
  }
}

/** @param {Entry} entry */
function lacking({ lacks }) {
  return lacks?.() ?? "";
}

function optionFor(entry, index) {
  const keys = (entry.keys ?? []).map((key) => make("kbd", "", written(key)));
  const words = make("span", "palette__words", entry.name);
  words.dir = "auto";
  const option = make("li", "palette__option", words, make("span", "palette__keys", ...keys));
  option.id = `palette-${index}`;
  option.setAttribute("role", "option");
  const why = lacking(entry);
  if (why) {
    option.setAttribute("aria-disabled", "true");
    option.append(make("span", "palette__why", why));
  }
  return option;
}

/** @returns {string[]} ids, the last one used first */
function recent() {
  try {
    return JSON.parse(sessionStorage.getItem(RECENT) ?? "[]");
  } catch {
    return [];
  }
}

function remember(id) {
  const ids = [id, ...recent().filter((other) => other !== id)].slice(0, MOST_RECENT);
  try {
    sessionStorage.setItem(RECENT, JSON.stringify(ids));
  } catch {
    // A browser that keeps nothing shows the commands in their own order.
  }
}
