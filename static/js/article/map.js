import { find } from "../common/dom.js";

/** A tick for every mark along the edge of the window, and a pane for what is on the screen. */
export class EdgeMap {
  #element;
  #canvas;
  #pane;
  #store;
  #where;
  #waiting = false;

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
    for (const [target, type] of [[window, "resize"], [document, "theme"]]) target.addEventListener(type, draw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
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
    const colours = this.#colours();
    const whole = document.documentElement.scrollHeight;
    for (const { id, label } of this.#store.list()) {
      const active = id === this.#store.active;
      context.fillStyle = colours[label];
      const top = (this.#where.topOf(id) / whole) * height;
      context.fillRect(active ? 0 : width * 0.3, top, width, active ? 5 : 3);
    }
    this.#movePane();
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
