import { find } from "../common/dom.js";

/** Where a tick is inked, as shares of the width: whole, broken, dotted. */
const SHAPES = { claim: [[0.3, 1]], quote: [[0.3, 0.58], [0.72, 1]], context: [[0.3, 0.44], [0.58, 0.72], [0.86, 1]] };

/** Between a change and the ticks of all marks, in milliseconds: more changes may follow. */
const PAUSE = 500;

/** A tick for every mark along the edge of the window, and a pane for what is on the screen. */
export class EdgeMap {
  #element;
  #canvas;
  /** The ticks of all marks, without what is drawn over them: drawn again only when one may differ. */
  #ticks = document.createElement("canvas");
  #isStale = true;
  #isLate = false;
  #pane;
  #store;
  #where;
  #filter;
  #hits = [];
  #waiting = false;
  #inks = null;

  /**
   * @param {HTMLElement} element
   * @param {import("../marks/store.js").Store} store
   * @param {import("./whereabouts.js").Whereabouts} where
   * @param {() => ((annotation: any) => boolean) | null} filter
   */
  constructor(element, store, where, filter) {
    this.#element = element;
    this.#canvas = find(element, "canvas");
    this.#pane = find(element, ".map__pane");
    this.#store = store;
    this.#where = where;
    this.#filter = filter;
  }

  /** @param {{start: number, end: number}[]} hits of the find, ticked beside the marks */
  show(hits) {
    this.#hits = hits;
    this.#soon();
  }

  redraw() {
    this.#isStale = true;
    this.#soon();
  }

  /** Draw, and again whenever something moves or changes. */
  start() {
    const [element, store, where] = [this.#element, this.#store, this.#where];
    store.addEventListener("active", () => this.#soon());
    store.addEventListener("change", () => this.#later());
    where.addEventListener("moved", () => where.isSettled && this.#later());
    addEventListener("resize", () => this.redraw());
    const redo = () => {
      this.#inks = null;
      this.redraw();
    };
    document.addEventListener("theme", redo);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redo);
    addEventListener("scroll", () => this.#movePane(), { passive: true });
    element.addEventListener("pointerdown", (event) => this.#begin(event));
    element.addEventListener("pointermove", (event) => {
      if (element.hasPointerCapture(event.pointerId)) this.#jump(event);
    });
    this.#soon();
  }

  #soon() {
    if (this.#waiting) return;
    this.#waiting = true;
    // Behind the frame: what was done in the text is seen first.
    requestAnimationFrame(() => setTimeout(() => {
      this.#waiting = false;
      this.#draw();
    }));
  }

  /** All ticks, when there is nothing else to do: those of thousands of marks take their time. */
  #later() {
    if (this.#isLate) return;
    this.#isLate = true;
    const idle = globalThis.requestIdleCallback ?? ((call) => setTimeout(call, 100));
    setTimeout(() => idle(() => {
      this.#isLate = false;
      this.redraw();
    }, { timeout: 500 }), PAUSE);
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this.#element;
    const scale = devicePixelRatio || 1;
    this.#inks ??= this.#colours();
    const size = height / document.documentElement.scrollHeight;
    if (this.#isStale) this.#drawTicks(begin(this.#ticks, width, height, scale), width, size);
    this.#isStale = false;
    const context = begin(this.#canvas, width, height, scale);
    if (width === 0 || height === 0) return;
    if (getComputedStyle(this.#element).direction === "rtl") {
      context.translate(width, 0);
      context.scale(-1, 1);
    }
    context.drawImage(this.#ticks, 0, 0, width, height);
    this.#drawActive(context, width, size);
    this.#drawHits(context, width, size);
    this.#movePane();
  }

  /** Every kind has a shape of its own, as in the text; what is still to be checked has a dot before it. */
  #drawTicks(context, width, size) {
    const { entries } = this.#store.inOrder;
    const tops = this.#tops(entries, size);
    const filter = this.#filter();
    const isNew = news();
    entries.forEach(({ label, shown, unchecked }, index) => {
      const isOut = Boolean(filter && !filter(shown));
      if (!isNew(`${label} ${unchecked} ${isOut}`, tops[index])) return;
      context.globalAlpha = isOut ? 0.25 : 1;
      context.fillStyle = this.#inks[label];
      for (const [from, to] of SHAPES[label]) context.fillRect(width * from, tops[index], width * (to - from), 3);
      context.fillStyle = this.#inks.warning;
      if (unchecked) context.fillRect(width * 0.07, tops[index], 3, 3);
    });
    context.globalAlpha = 1;
  }

  #drawActive(context, width, size) {
    const { entries } = this.#store.inOrder;
    const active = entries[this.#store.inOrder.indexOf(this.#store.active ?? "")];
    if (!active) return;
    context.fillStyle = this.#inks[active.label];
    context.fillRect(0, this.#topOf(active, size), width, 5);
  }

  #drawHits(context, width, size) {
    if (this.#hits.length === 0) return;
    context.fillStyle = this.#inks.found;
    const isNew = news();
    for (const top of this.#tops(this.#hits, size)) {
      if (isNew("", top)) context.fillRect(0, top, width * 0.3, 2);
    }
  }

  #topOf({ start }, scale) {
    const { tops, heights } = this.#where.blocks();
    const block = this.#store.text.blockAt(start);
    return (tops[block] + shareOf(start, this.#store.text.blockExtent(block)) * heights[block]) * scale;
  }

  /** Both marks and blocks stand in the order of the text, so one walk meets all. */
  #tops(entries, scale) {
    const { tops, heights } = this.#where.blocks();
    const { text } = this.#store;
    let block = 0;
    let extent = text.blockExtent(0);
    return entries.map(({ start }) => {
      while (extent.end <= start && block < tops.length - 1) {
        block += 1;
        extent = text.blockExtent(block);
      }
      return (tops[block] + shareOf(start, extent) * heights[block]) * scale;
    });
  }

  #movePane() {
    const share = this.#element.clientHeight / document.documentElement.scrollHeight;
    this.#pane.style.blockSize = `${Math.max(12, innerHeight * share)}px`;
    this.#pane.style.translate = `0 ${scrollY * share}px`;
  }

  /** A canvas does not know custom properties, so each colour is read from an element that has it. */
  #colours() {
    const colours = {};
    for (const label of ["claim", "quote", "context", "warning", "found"]) {
      this.#pane.style.color = `var(--${label})`;
      colours[label] = getComputedStyle(this.#pane).color;
    }
    this.#pane.style.color = "";
    return colours;
  }

  #begin(event) {
    if (event.button !== 0) return;
    this.#element.setPointerCapture(event.pointerId);
    event.preventDefault();
    this.#jump(event);
  }

  #jump(event) {
    const box = this.#element.getBoundingClientRect();
    const share = (event.clientY - box.top) / box.height;
    scrollTo({ top: share * document.documentElement.scrollHeight - innerHeight / 2 });
  }
}

/** Of an empty canvas of so many pixels of the page. @returns {CanvasRenderingContext2D} */
function begin(canvas, width, height, scale) {
  const [columns, rows] = [Math.floor(width * scale), Math.floor(height * scale)];
  const context = canvas.getContext("2d");
  // A canvas is made anew whenever it is told its size, the same or not.
  if (canvas.width === columns && canvas.height === rows) context.reset();
  else Object.assign(canvas, { width: columns, height: rows });
  context.scale(scale, scale);
  return context;
}

function shareOf(place, { start, end }) {
  return Math.max(0, place - start) / Math.max(1, end - start);
}

/** Of the ticks that fall on one row and look the same, the first is enough. */
function news() {
  const drawn = new Map();
  return (look, top) => {
    const isNew = drawn.get(look) !== Math.round(top);
    drawn.set(look, Math.round(top));
    return isNew;
  };
}
