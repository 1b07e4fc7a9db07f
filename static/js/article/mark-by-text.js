import { find, make } from "../common/dom.js";
import { t } from "../common/i18n.js";

const AROUND = 48;
const MOST = 100;

/** Marking without a selection: the words are typed or pasted, and their places offered. */
export class MarkByText {
  #dialog;
  #input;
  #list;
  #store;
  #matches = [];
  #chosen = 0;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {import("../marks/store.js").Store} store
   * @param {(label: string, extent: {start: number, end: number}) => void} onLabel
   */
  constructor(dialog, store, onLabel) {
    this.#dialog = dialog;
    this.#store = store;
    this.#input = find(dialog, "textarea");
    this.#list = find(dialog, "[role=listbox]");
    this.onLabel = onLabel;
    this.#input.addEventListener("input", () => this.#search());
    this.#input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || this.#matches.length === 0) return;
      event.preventDefault();
      this.#list.focus();
    });
    this.#list.addEventListener("keydown", (event) => this.#pressed(event));
    this.#list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose(Number(option.dataset.place));
    });
    dialog.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-label]");
      if (button) this.#label(button.dataset.label);
    });
  }

  open() {
    this.#input.value = "";
    this.#search();
    this.#dialog.showModal();
    this.#input.focus();
  }

  #search() {
    const words = this.#input.value.trim();
    this.#matches = words ? this.#store.text.find(words).slice(0, MOST) : [];
    const found = this.#matches.length;
    const none = words ? t("Not found in this article") : "";
    find(this.#dialog, "#words-found").textContent = found === 0 ? none : t("Found: {found}", { found });
    this.#list.replaceChildren(...this.#matches.map((match, place) => this.#option(match, place)));
    this.#list.hidden = found === 0;
    for (const button of this.#dialog.querySelectorAll("button[data-label]")) button.disabled = found === 0;
    this.#choose(0);
  }

  #option({ start, end }, place) {
    const { text } = this.#store;
    const extent = text.blockExtent(text.blockAt(start));
    const [from, to] = [Math.max(extent.start, start - AROUND), Math.min(Math.max(extent.end, end), end + AROUND)];
    const said = t("{place} of {total}, paragraph {paragraph}", {
      place: place + 1, total: this.#matches.length, paragraph: text.blockAt(start) + 1,
    });
    const option = make("div", "", make("small", "", said));
    const words = make("span", "", text.slice(from, start), make("b", "", text.slice(start, end)), text.slice(end, to));
    words.dir = "auto";
    option.append(words);
    option.id = `words-match-${place}`;
    option.dataset.place = String(place);
    option.setAttribute("role", "option");
    return option;
  }

  #choose(place) {
    this.#chosen = Math.max(0, Math.min(this.#matches.length - 1, place));
    [...this.#list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.#chosen));
    });
    const chosen = this.#list.children[this.#chosen];
    if (chosen) this.#list.setAttribute("aria-activedescendant", chosen.id);
    else this.#list.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  #pressed(event) {
    const label = { Digit1: "claim", Digit2: "quote", Digit3: "context" }[event.code];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (label) this.#label(label);
    else if (step) this.#choose(this.#chosen + step);
    else return;
    event.preventDefault();
  }

  #label(label) {
    const match = this.#matches[this.#chosen];
    if (!match) return;
    this.#dialog.close();
    this.onLabel(label, match);
  }
}
