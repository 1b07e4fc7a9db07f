import { find, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { addingWords } from "./select.js";
import { WordFinder } from "../text/finding.js";

const AROUND = 48;
const MOST = 100;
/** What commands make of a place, by their ids. */
const LABELS = { "mark-claim": "claim", "mark-quote": "quote", "mark-context": "context" };
const PARTS = { "mark-cue": "cue", "mark-speaker": "speaker" };

/** @typedef {{start: number, end: number}} Extent */

/**
 * Marking without a selection: the words are typed or pasted, and their places offered. Digits are
 * words as long as they are typed; in the list of places they are the kinds.
 */
export class MarkByText {
  #dialog;
  #input;
  #list;
  #store;
  #finder;
  #painter;
  #callbacks;
  #matches = [];
  #chosen = 0;
  #cameFrom = 0;
  #isDone = false;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {import("../marks/store.js").Store} store
   * @param {import("./paint.js").Painter} painter
   * @param {{onLabel: (label: string, extent: Extent) => void, onAdd: (extent: Extent) => void, onPart: (part: string, extent: Extent) => void, commandsFor: (event: KeyboardEvent) => string[]}} callbacks
   *     onAdd: the words belong to the active mark; onPart: they are the cue or the speaker of the active quote
   */
  constructor(dialog, store, painter, callbacks) {
    this.#dialog = dialog;
    this.#store = store;
    this.#finder = new WordFinder(store.text);
    this.#painter = painter;
    this.#callbacks = callbacks;
    this.#input = find(dialog, "textarea");
    this.#list = find(dialog, "[role=listbox]");
    this.#input.addEventListener("input", () => this.#search());
    this.#input.addEventListener("keydown", (event) => this.#typed(event));
    this.#list.addEventListener("keydown", (event) => this.#pressed(event));
    this.#list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose(Number(option.dataset.place));
    });
    dialog.addEventListener("click", (event) => {
      const { label, add, part } = event.target.closest("button")?.dataset ?? {};
      if (label) this.#take((extent) => callbacks.onLabel(label, extent));
      else if (part) this.#take((extent) => callbacks.onPart(part, extent));
      else if (add !== undefined) this.#take(callbacks.onAdd);
    });
    dialog.addEventListener("close", () => this.#closed());
  }

  open() {
    this.#cameFrom = scrollY;
    this.#isDone = false;
    this.#input.value = "";
    this.#nameAdding();
    this.#search();
    this.#dialog.showModal();
    this.#input.focus();
  }

  /** @returns {NodeListOf<HTMLElement>} the buttons that are there while a quote is open */
  get #parts() {
    return this.#dialog.querySelectorAll("[data-part]");
  }

  #nameAdding() {
    const active = this.#store.active && this.#store.get(this.#store.active);
    const button = find(this.#dialog, "[data-add]");
    button.hidden = !active || active.removed;
    for (const one of this.#parts) one.hidden = button.hidden || active.label !== "quote";
    if (!button.hidden) find(button, "span").textContent = addingWords(active.label);
  }

  #search() {
    const words = this.#input.value.trim();
    const all = words ? this.#finder.find(words) : [];
    this.#matches = all.slice(0, MOST);
    find(this.#dialog, "#words-found").textContent = words ? foundWords(all.length) : "";
    this.#list.replaceChildren(...this.#matches.map((match, place) => this.#option(match, place)));
    this.#list.hidden = all.length === 0;
    for (const button of this.#dialog.querySelectorAll(".dialog__actions button")) button.disabled = all.length === 0;
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
    const words = make(
      "span", "", wholeWords(text.slice(from, start), from > extent.start, false),
      make("b", "", text.slice(start, end)), wholeWords(text.slice(end, to), to < extent.end, true),
    );
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
    this.#preview(this.#matches[this.#chosen]);
  }

  /** The place that is chosen is shown in the article beside the dialog. */
  #preview(match) {
    globalThis.CSS?.highlights?.delete("choice");
    if (!match) return;
    const range = this.#painter.range(match.start, match.end);
    globalThis.CSS?.highlights?.set("choice", new Highlight(range));
    range.startContainer.parentElement?.scrollIntoView({ block: "center" });
  }

  /** From the words to their places: Enter, or the arrow that leads there. */
  #typed(event) {
    const atEnd = this.#input.selectionStart === this.#input.value.length;
    const goes = event.key === "Enter" || (event.key === "ArrowDown" && atEnd);
    if (!goes || event.isComposing) return;
    event.preventDefault();
    if (this.#matches.length > 0) this.#list.focus();
  }

  #pressed(event) {
    const taken = this.#meant(event);
    const places = { ArrowDown: this.#chosen + 1, ArrowUp: this.#chosen - 1, Home: 0, End: MOST };
    const place = event.ctrlKey || event.metaKey || event.altKey ? undefined : places[event.key];
    if (taken) this.#take(taken);
    else if (event.key === "ArrowUp" && this.#chosen === 0) this.#input.focus();
    else if (place !== undefined) this.#choose(place);
    else return;
    event.preventDefault();
  }

  /** @returns {((extent: Extent) => void) | null} what a key makes of the place */
  #meant(event) {
    const { onLabel, onPart, onAdd, commandsFor } = this.#callbacks;
    const meant = commandsFor(event);
    const label = meant.map((id) => LABELS[id]).find(Boolean);
    const part = meant.map((id) => PARTS[id]).find(Boolean);
    if (label) return (extent) => onLabel(label, extent);
    if (part && !this.#parts[0].hidden) return (extent) => onPart(part, extent);
    return meant.includes("add-piece") && !find(this.#dialog, "[data-add]").hidden ? onAdd : null;
  }

  /** @param {(extent: Extent) => void} then what becomes of the place that is chosen */
  #take(then) {
    const match = this.#matches[this.#chosen];
    if (!match) return;
    this.#isDone = true;
    this.#dialog.close();
    then(match);
  }

  /** Who gives it up is back where they were reading. */
  #closed() {
    this.#preview(null);
    if (!this.#isDone) scrollTo({ top: this.#cameFrom, behavior: "instant" });
  }
}

/** What stands beside a place, without the word that the cut went through. */
function wholeWords(words, isCut, atEnd) {
  if (!isCut) return words;
  return atEnd ? `${words.replace(/\s+\S*$/u, "")}…` : `…${words.replace(/^\S*\s+/u, "")}`;
}

function foundWords(count) {
  if (count === 0) return t("Not found in this article");
  if (count > MOST) return t("Places: {count}. The first {most} are listed; more words make them fewer.", { count, most: MOST });
  return t("Places: {count}. Press Enter to go to them; the key on a button then makes the mark.", { count });
}
