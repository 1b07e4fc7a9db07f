import { find } from "../common/dom.js";

/** A tick for every mark along the edge of the window, and a pane for what is on the screen. */
export class EdgeMap {
  #element;
  #canvas;
  #pane;
  #store;
  #where;
  #waiting = false;
  #inks = null;

  /**
   * @param {HTMLElement} element
   * @param {import("../marks/store.js").Store} store
   * @param {import("./whereabouts.js").Whereabouts} where
   */
  constructor(element, store, where) {
    this.#element = element;
    this.#canvas = find(element, "canvas");
    this.#pane = find(element, ".map__pane");
    this.#store = store;
    this.#where = where;
  }

  /** Draw, and again whenever something moves or changes. */
  start() {
    const [element, store, where] = [this.#element, this.#store, this.#where];
    const draw = () => this.#soon();
    for (const type of ["change", "active"]) store.addEventListener(type, draw);
    where.addEventListener("moved", draw);
    addEventListener("resize", draw);
    const redo = () => {
      this.#inks = null;
      draw();
    };
    document.addEventListener("theme", redo);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redo);
    addEventListener("scroll", () => this.#movePane(), { passive: true });
    element.addEventListener("pointerdown", (event) => this.#jump(event));
    this.#soon();
  }

  #soon() {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.#draw();
    });
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this.#element;
    const scale = devicePixelRatio || 1;
    this.#canvas.width = width * scale;
    this.#canvas.height = height * scale;
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    context.scale(scale, scale);
    this.#inks ??= this.#colours();
    const active = this.#store.inOrder.indexOf(this.#store.active ?? "");
    const ticks = this.#ticks(height / document.documentElement.scrollHeight);
    for (const { label, top } of ticks.filter(isNews())) {
      context.fillStyle = this.#inks[label];
      context.fillRect(width * 0.3, top, width, 3);
    }
    if (ticks[active]) {
      context.fillStyle = this.#inks[ticks[active].label];
      context.fillRect(0, ticks[active].top, width, 5);
    }
    this.#movePane();
  }

  /** Both marks and blocks stand in the order of the text, so one walk meets all. */
  #ticks(scale) {
    const { tops, heights } = this.#where.blocks();
    const { text } = this.#store;
    let block = 0;
    let extent = text.blockExtent(0);
    return this.#store.inOrder.entries.map(({ label, start }) => {
      while (extent.end <= start && block < tops.length - 1) {
        block += 1;
        extent = text.blockExtent(block);
      }
      const share = Math.max(0, start - extent.start) / Math.max(1, extent.end - extent.start);
      return { label, top: (tops[block] + share * heights[block]) * scale };
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
    for (const label of ["claim", "quote", "context"]) {
      this.#pane.style.color = `var(--${label})`;
      colours[label] = getComputedStyle(this.#pane).color;
    }
    this.#pane.style.color = "";
    return colours;
  }

  #jump(event) {
    const box = this.#element.getBoundingClientRect();
    const share = (event.clientY - box.top) / box.height;
    scrollTo({ top: share * document.documentElement.scrollHeight - innerHeight / 2 });
  }
}

/** Of the ticks that fall on one row in one colour, the first is enough. */
function isNews() {
  const drawn = {};
  return ({ label, top }) => {
    const isNew = drawn[label] !== Math.round(top);
    drawn[label] = Math.round(top);
    return isNew;
  };
}
