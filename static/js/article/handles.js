import { make } from "../common/dom.js";
import { draggedTo } from "../marks/borders.js";
import { bordered } from "../marks/fragments.js";
import { offsetUnder } from "./points.js";

const RIGHT_TO_LEFT = /[\p{sc=Arab}\p{sc=Hebr}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}\p{sc=Adlm}\p{sc=Rohg}]/u;
const LEFT_TO_RIGHT = /[\p{L}\p{N}]/u;
/** How near the edge of the window a drag scrolls, and how far at a time, in pixels. */
const [NEAR, STRIDE] = [56, 14];

/** @typedef {{index: number, edge: "start" | "end"}} Border of one of the active mark's pieces */

/**
 * Grips at both ends of each piece of the active mark, to be dragged. Keys and buttons do the same,
 * so the grips are no stops of the Tab key and are not spoken of.
 */
export class Handles {
  #root;
  #store;
  #painter;
  #layer = make("div", "handles");
  #onDrop;
  #drag = null;
  #waiting = false;

  /**
   * @param {HTMLElement} root the article
   * @param {import("../marks/store.js").Store} store
   * @param {import("./paint.js").Painter} painter
   * @param {(border: Border, offset: number) => void} onDrop
   */
  constructor(root, store, painter, onDrop) {
    this.#root = root;
    this.#store = store;
    this.#painter = painter;
    this.#onDrop = onDrop;
    this.#layer.setAttribute("aria-hidden", "true");
  }

  /** Put the grips into the page, and again whenever something moves or changes. */
  start() {
    this.#root.parentElement?.append(this.#layer);
    for (const type of ["change", "active"]) this.#store.addEventListener(type, () => this.#soon());
    new ResizeObserver(() => this.#soon()).observe(this.#root);
    addEventListener("resize", () => this.#soon());
    document.fonts?.ready.then(() => this.#soon());
    this.#follow();
  }

  #follow() {
    this.#layer.addEventListener("pointerdown", (event) => this.#pressed(event));
    this.#layer.addEventListener("pointermove", (event) => this.#moved(event));
    this.#layer.addEventListener("pointerup", () => this.#finish(true));
    this.#layer.addEventListener("contextmenu", (event) => event.preventDefault());
    this.#layer.addEventListener("pointercancel", () => this.#finish(false));
    // Before the keys of the page: Esc gives up the drag and nothing else.
    addEventListener("keydown", (event) => {
      if (!this.#drag) return;
      if (event.key === "Alt") this.#aim(true);
      if (event.key === "Escape") this.#finish(false);
      event.preventDefault();
      event.stopImmediatePropagation();
    }, true);
    addEventListener("keyup", (event) => {
      if (event.key === "Alt") this.#aim(false);
    });
  }

  #soon() {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.#draw();
    });
  }

  /** The mark that a drag began on must still be the one that is open, with the same borders. */
  #draw() {
    const pieces = this.#pieces();
    const drag = this.#drag;
    if (drag && JSON.stringify(pieces) !== drag.before) this.#finish(false);
    const wanted = pieces.length * 2;
    while (this.#layer.childElementCount > wanted) this.#layer.lastElementChild?.remove();
    while (this.#layer.childElementCount < wanted) this.#layer.append(make("span", "handle"));
    // All is measured before the first is moved, as each move undoes the layout.
    const borders = pieces.flatMap((piece, index) => ["start", "end"].map((edge) => ({ border: { index, edge }, spot: this.#spot(edge, piece[edge]) })));
    const box = this.#layer.getBoundingClientRect();
    for (const { border, spot } of borders) this.#put(border, spot, box);
  }

  #pieces() {
    const { active } = this.#store;
    const annotation = active && this.#store.get(active);
    return annotation && !annotation.removed ? bordered(annotation.fragments) : [];
  }

  #handle({ index, edge }) {
    return /** @type {HTMLElement} */ (this.#layer.children[index * 2 + (edge === "end" ? 1 : 0)]);
  }

  #place(border, offset) {
    this.#put(border, this.#spot(border.edge, offset), this.#layer.getBoundingClientRect());
  }

  #put(border, spot, box) {
    const handle = this.#handle(border);
    const { label } = this.#store.get(this.#store.active);
    handle.className = `handle handle--${border.edge} kind--${label}`;
    handle.classList.toggle("handle--held", sameBorder(this.#drag?.border, border));
    Object.assign(handle.dataset, { index: String(border.index), edge: border.edge });
    handle.hidden = spot.height === 0;
    handle.style.translate = `${Math.round(spot.x - box.left)}px ${Math.round(spot.y - box.top)}px`;
    handle.style.blockSize = `${Math.round(spot.height)}px`;
  }

  /** Where a border stands in the window: beside its outermost character, on the side that is out. */
  #spot(edge, offset) {
    const [from, to] = edge === "start" ? [offset, offset + 1] : [offset - 1, offset];
    const range = this.#painter.range(from, to);
    const boxes = [...range.getClientRects()];
    const box = (edge === "start" ? boxes.at(0) : boxes.at(-1)) ?? range.getBoundingClientRect();
    const isMirrored = this.#isRightToLeft(range, from, to);
    const x = isMirrored === (edge === "start") ? box.right : box.left;
    return { x, y: box.top, height: box.height };
  }

  #isRightToLeft(range, from, to) {
    const character = this.#store.text.slice(from, to);
    if (RIGHT_TO_LEFT.test(character)) return true;
    if (LEFT_TO_RIGHT.test(character)) return false;
    const element = range.startContainer.parentElement ?? this.#root;
    return getComputedStyle(element).direction === "rtl";
  }

  #pressed(event) {
    const handle = event.target.closest(".handle");
    if (!handle || event.button !== 0 || this.#drag) return;
    event.preventDefault();
    const border = { index: Number(handle.dataset.index), edge: handle.dataset.edge };
    const pieces = this.#pieces();
    const piece = pieces[border.index];
    const spot = this.#spot(border.edge, piece[border.edge]);
    // The finger holds the grip, not the text: what it points at is as far from it as at the start.
    const held = { x: spot.x - event.clientX, y: spot.y + spot.height / 2 - event.clientY };
    this.#drag = { border, piece, held, before: JSON.stringify(pieces), offset: piece[border.edge], at: null, exact: event.altKey };
    this.#layer.classList.add("handles--dragging");
    this.#layer.setPointerCapture(event.pointerId);
    this.#draw();
  }

  #moved(event) {
    const drag = this.#drag;
    if (!drag) return;
    const isFirst = drag.at === null;
    drag.at = { x: event.clientX, y: event.clientY };
    this.#aim(event.altKey);
    if (isFirst) this.#scroll(drag);
  }

  #aim(exact) {
    const drag = this.#drag;
    if (!drag?.at) return;
    drag.exact = exact;
    const place = offsetUnder(this.#root, drag.at.x + drag.held.x, drag.at.y + drag.held.y);
    if (place === null) return;
    drag.offset = draggedTo(drag.piece, drag.border.edge, place, this.#store.text, { words: !exact });
    const { start, end } = { ...drag.piece, [drag.border.edge]: drag.offset };
    globalThis.CSS?.highlights?.set("draft", new Highlight(this.#painter.range(start, end)));
    this.#place(drag.border, drag.offset);
  }

  /** A drag that stays near the edge of the window goes on through the text. */
  #scroll(drag) {
    if (this.#drag !== drag) return;
    const { y } = drag.at;
    const step = y < NEAR * 2 ? -STRIDE : y > innerHeight - NEAR ? STRIDE : 0;
    if (step) {
      scrollBy({ top: step, behavior: "instant" });
      this.#aim(drag.exact);
    }
    requestAnimationFrame(() => this.#scroll(drag));
  }

  #finish(isDropped) {
    const drag = this.#drag;
    if (!drag) return;
    this.#drag = null;
    globalThis.CSS?.highlights?.delete("draft");
    this.#layer.classList.remove("handles--dragging");
    if (isDropped && drag.offset !== drag.piece[drag.border.edge]) this.#onDrop(drag.border, drag.offset);
    this.#soon();
  }
}

function sameBorder(one, other) {
  return one?.index === other.index && one?.edge === other.edge;
}
