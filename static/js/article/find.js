import { find } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { Searchable } from "../text/search.js";

const MOST_HITS = 10_000;
/** So many hits around the chosen one are drawn: the browser repaints all of them at every change. */
const MOST_DRAWN = 400;
const LABELS = { Digit1: "claim", Digit2: "quote", Digit3: "context" };

/**
 * The article's own find, over the text in memory: it reaches what the browser has not laid out,
 * and a hit can be marked. Event: "hits", when there are others.
 */
export class FindBar extends EventTarget {
  #bar;
  #input;
  #count;
  #store;
  #painter;
  #searchable;
  #onLabel;
  #hits = [];
  #chosen = -1;
  #from = { top: 0, focus: null, cp: 0 };

  /**
   * @param {HTMLElement} bar
   * @param {import("../marks/store.js").Store} store
   * @param {import("./paint.js").Painter} painter
   * @param {(label: string, extent: {start: number, end: number}) => void} onLabel
   */
  constructor(bar, store, painter, onLabel) {
    super();
    this.#bar = bar;
    this.#input = find(bar, "input");
    this.#count = find(bar, ".find-bar__count");
    this.#store = store;
    this.#painter = painter;
    this.#onLabel = onLabel;
    this.#searchable = new Searchable(store.text.text);
    this.#input.addEventListener("input", () => this.#search());
    bar.addEventListener("keydown", (event) => this.#pressed(event));
    bar.addEventListener("click", (event) => {
      const action = event.target.closest("button")?.dataset.action;
      if (action === "close") this.close();
      else if (action) this.step(action === "next");
    });
    addEventListener("keydown", (event) => {
      if (event.key === "F3" && this.#hits.length > 0 && !event.ctrlKey && !event.altKey) {
        event.preventDefault();
        this.step(!event.shiftKey);
      }
    });
    store.addEventListener("change", () => this.#draw());
  }

  /** @returns {{start: number, end: number}[]} */
  get hits() {
    return this.#hits;
  }

  /** The selected words are what is looked for, where there are some. */
  open() {
    if (this.#bar.hidden) this.#from = { top: scrollY, focus: document.activeElement, cp: this.#inSight() };
    const selected = document.getSelection()?.toString().trim() ?? "";
    if (selected && selected.length < 80 && !selected.includes("\n")) this.#input.value = selected;
    this.#bar.hidden = false;
    this.#input.focus();
    this.#input.select();
    this.#search();
  }

  /** The chosen hit becomes the selection; without one, the reader is back where they were. */
  close() {
    const hit = this.#hits[this.#chosen];
    this.#bar.hidden = true;
    this.#forget();
    if (hit) this.#select(hit);
    else {
      scrollTo({ top: this.#from.top });
      this.#from.focus?.focus({ preventScroll: true });
    }
  }

  /** @param {boolean} forward */
  step(forward) {
    const { length } = this.#hits;
    if (length === 0) return;
    this.#choose((this.#chosen + (forward ? 1 : -1) + length) % length);
  }

  #pressed(event) {
    const label = event.altKey && this.#store.editable ? LABELS[event.code] : undefined;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && !event.isComposing && event.target === this.#input) this.step(!event.shiftKey);
    else if (label) this.#label(label);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The hit is marked, and the reader goes on looking. */
  #label(label) {
    const hit = this.#hits[this.#chosen];
    const extent = hit && this.#store.text.snap(hit.start, hit.end);
    if (!extent) return;
    this.#onLabel(label, extent);
    this.#input.focus();
  }

  #search() {
    this.#hits = this.#searchable.find(this.#input.value, MOST_HITS);
    const next = this.#hits.findIndex(({ end }) => end > this.#from.cp);
    this.#choose(this.#hits.length === 0 ? -1 : Math.max(0, next));
    this.dispatchEvent(new CustomEvent("hits"));
  }

  #choose(index) {
    this.#chosen = index;
    this.#tell();
    this.#draw();
    const hit = this.#hits[index];
    if (!hit) return;
    const range = this.#painter.range(hit.start, hit.end);
    range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
    const box = range.getBoundingClientRect();
    const isSeen = box.top > 120 && box.bottom < innerHeight - 40;
    if (!isSeen) scrollBy({ top: box.top - innerHeight / 3 });
  }

  #tell() {
    const total = this.#hits.length;
    this.#bar.classList.toggle("find-bar--none", total === 0 && this.#input.value.trim() !== "");
    if (this.#input.value.trim() === "") this.#count.textContent = "";
    else if (total === 0) this.#count.textContent = t("Not found");
    else this.#count.textContent = t("{position} of {total}", { position: this.#chosen + 1, total });
  }

  /** Without highlights in this browser, the chosen hit alone is shown, as a selection. */
  #draw() {
    if (this.#bar.hidden) return;
    const hit = this.#hits[this.#chosen];
    if (!globalThis.CSS?.highlights) {
      if (hit) this.#select(hit, { focus: false });
      return;
    }
    const first = Math.max(0, this.#chosen - MOST_DRAWN / 2);
    const near = this.#hits.slice(first, first + MOST_DRAWN).filter((one) => one !== hit);
    const rangeOf = ({ start, end }) => this.#painter.range(start, end);
    CSS.highlights.set("find", new Highlight(...near.map(rangeOf)));
    if (hit) CSS.highlights.set("found", new Highlight(rangeOf(hit)));
    else CSS.highlights.delete("found");
  }

  #forget() {
    this.#hits = [];
    this.#chosen = -1;
    globalThis.CSS?.highlights?.delete("find");
    globalThis.CSS?.highlights?.delete("found");
    this.dispatchEvent(new CustomEvent("hits"));
  }

  #select({ start, end }, { focus = true } = {}) {
    const range = this.#painter.range(start, end);
    if (focus) find(document, "#article").focus({ preventScroll: true });
    document.getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  }

  /** The first code point that is on the screen: the search begins there. */
  #inSight() {
    const { blocks, starts } = this.#painter.index;
    let [low, high] = [0, blocks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (blocks[middle].getBoundingClientRect().bottom < 80) low = middle + 1;
      else high = middle;
    }
    return starts[low] ?? 0;
  }
}
