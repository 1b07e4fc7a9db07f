import { find, isNarrow, isTouch, isTyping } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { pointUnder } from "./points.js";
import { selectionToOffsets } from "../text/text.js";

const SETTLE = 150;
const ROOM_ABOVE = 120;

/** From a selection to a draft: words snapped, shown as a highlight, with the bar that labels them. */
export class Selector {
  #root;
  #bar;
  #store;
  #painter;
  #draft = null;
  #exact = false;
  #pressed = false;
  #dragging = false;
  #timer = 0;

  /**
   * @param {HTMLElement} root the article
   * @param {HTMLElement} bar the label bar
   * @param {import("../marks/store.js").Store} store
   * @param {import("./paint.js").Painter} painter
   * @param {{onLabel: (label: string) => void, onAdd: () => void, onPart: (part: string) => void}} callbacks
   *     onAdd: the words belong to the active mark; onPart: they are its cue or its speaker
   */
  constructor(root, bar, store, painter, { onLabel, onAdd, onPart }) {
    this.#root = root;
    this.#bar = bar;
    this.#store = store;
    this.#painter = painter;
    document.addEventListener("selectionchange", () => this.#later());
    this.#followPointer();
    bar.addEventListener("pointerdown", (event) => event.preventDefault());
    bar.addEventListener("click", (event) => {
      const { label, add, part } = event.target.closest("button")?.dataset ?? {};
      if (label) onLabel(label);
      else if (add !== undefined) onAdd();
      else if (part) onPart(part);
    });
    for (const type of ["change", "active"]) store.addEventListener(type, () => this.#draft && this.#offer());
    addEventListener("resize", () => this.#draft && this.#place());
  }

  /** @returns {{start: number, end: number} | null} */
  get draft() {
    this.#catchUp();
    return this.#draft;
  }

  /** Hand over the draft and clear the selection. @returns {{start: number, end: number} | null} */
  take() {
    const draft = this.#draft;
    document.getSelection()?.removeAllRanges();
    this.#show(null);
    return draft;
  }

  clear() {
    this.take();
  }

  /** Whoever is quick with the keys means what is selected now, not what was a moment ago. */
  #catchUp() {
    if (document.getSelection()?.isCollapsed || !this.#isReadable()) return;
    const draft = this.#selected();
    if (draft?.start !== this.#draft?.start || draft?.end !== this.#draft?.end) this.#show(draft);
  }

  #followPointer() {
    addEventListener("pointerdown", (event) => {
      // While a finger is on the bar the selection may go, as some phones let it; the words stay.
      this.#pressed = event.pointerType === "mouse" || this.#bar.contains(event.target);
      this.#dragging = event.pointerType === "mouse" && this.#root.contains(event.target);
    });
    // Over the cards an engine would take the selection to the end of the article.
    for (const type of ["mousemove", "mouseup"]) addEventListener(type, (event) => this.#stay(event));
    addEventListener("pointerup", (event) => {
      this.#exact = event.altKey;
      if (!this.#pressed) return;
      this.#pressed = false;
      // A finger's tap is heard a moment after it was lifted, and the words must last until then.
      this.#later(event.pointerType === "mouse" ? 0 : 3 * SETTLE);
    });
    addEventListener("pointercancel", () => {
      this.#pressed = false;
    });
    addEventListener("keydown", (event) => {
      if (event.key.startsWith("Arrow")) this.#exact = this.#root.isContentEditable && event.altKey;
    });
  }

  /** A drag that leaves the article sideways goes on along the line beside which it is. */
  #stay(event) {
    if (!this.#dragging || !(event instanceof MouseEvent)) return;
    if (event.type === "mouseup") this.#dragging = false;
    const { left, right } = this.#root.getBoundingClientRect();
    if (event.clientX >= left && event.clientX <= right) return;
    const point = pointUnder(this.#root, event.clientX, event.clientY);
    const selection = document.getSelection();
    if (!point || !selection?.rangeCount) return;
    selection.extend(...point);
    event.preventDefault();
  }

  /** On a phone the selection collapses when the bar is tapped, before the tap itself is heard. */
  #later(delay = isTouch() && document.getSelection()?.isCollapsed ? 3 * SETTLE : SETTLE) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#read(), delay);
  }

  #read() {
    if (this.#isReadable()) this.#show(this.#selected());
  }

  #isReadable() {
    return !this.#pressed && !isTyping(document.activeElement);
  }

  #selected() {
    const raw = selectionToOffsets(this.#root, document.getSelection());
    return raw && this.#store.text.snap(raw.start, raw.end, { words: !this.#exact });
  }

  #show(draft) {
    this.#draft = draft;
    this.#bar.hidden = !draft;
    this.#highlight(draft);
    if (!draft) return;
    this.#nameAdding();
    this.#place();
  }

  /** What the bar offers hangs on which mark is open. */
  #offer() {
    this.#nameAdding();
    this.#place();
  }

  #nameAdding() {
    const button = find(this.#bar, "[data-add]");
    const active = this.#store.active && this.#store.get(this.#store.active);
    button.hidden = !active || active.removed;
    const isQuote = !button.hidden && active.label === "quote";
    for (const one of this.#bar.querySelectorAll("[data-part]")) one.hidden = !isQuote;
    if (!button.hidden) find(button, "span").textContent = addingWords(active.label);
  }

  #highlight(draft) {
    if (!globalThis.CSS?.highlights) return;
    if (!draft) CSS.highlights.delete("draft");
    else CSS.highlights.set("draft", new Highlight(this.#painter.range(draft.start, draft.end)));
  }

  #place() {
    const docked = isTouch() || isNarrow();
    this.#bar.classList.toggle("label-bar--docked", docked);
    if (docked) {
      this.#bar.style.translate = "";
      return;
    }
    const box = this.#painter.range(this.#draft.start, this.#draft.end).getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.#bar;
    const room = document.documentElement.clientWidth - width - 12;
    const left = Math.max(12, Math.min(room, box.left + box.width / 2 - width / 2));
    const top = box.top > ROOM_ABOVE ? box.top - height - 10 : box.bottom + 10;
    this.#bar.style.translate = `${left + scrollX}px ${top + scrollY}px`;
  }
}

/** @param {string} label @returns {string} what the button says that adds words to such a mark */
export function addingWords(label) {
  const words = {
    claim: t("Add to this claim"),
    quote: t("Add to this quote"),
    context: t("Add to this context"),
  };
  return words[label];
}

/**
 * Some engines leave skipped sections out of a selection's own string, so a copy that spans
 * sections is taken from the text held in memory.
 * @param {HTMLElement} root
 * @param {import("../marks/store.js").Store} store
 */
export function ownCopies(root, store) {
  root.addEventListener("copy", (event) => {
    const extent = selectionToOffsets(root, document.getSelection());
    if (!extent || !event.clipboardData) return;
    event.clipboardData.setData("text/plain", store.text.slice(extent.start, extent.end));
    event.preventDefault();
  });
}
