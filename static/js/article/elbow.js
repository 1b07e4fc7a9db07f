import { linkWords } from "../common/relation-words.js";
import { linksOf } from "../marks/links.js";

const SVG = "http://www.w3.org/2000/svg";
/** Between two elbows that run side by side, and how many there is room for. */
const STEP = 9;
const MOST = 4;

/** The links of the open mark, drawn as elbows in the gutter beside the text. For eyes only. */
export class Elbows {
  #paper;
  #store;
  #painter;
  #svg;
  #waiting = false;

  /** Whether the links of all marks are drawn, not of the open one alone. */
  all = false;

  /**
   * @param {HTMLElement} paper the sheet with the article; everything is placed in it
   * @param {import("../marks/store.js").Store} store
   * @param {import("./paint.js").Painter} painter
   */
  constructor(paper, store, painter) {
    this.#paper = paper;
    this.#store = store;
    this.#painter = painter;
    this.#svg = element("svg", { class: "elbows", "aria-hidden": "true" });
    paper.append(this.#svg);
  }

  /** Draw, and again whenever something moves or changes. */
  start() {
    for (const type of ["change", "active"]) this.#store.addEventListener(type, () => this.draw());
    new ResizeObserver(() => this.draw()).observe(this.#paper);
  }

  /** Draw in the next frame. */
  draw() {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.#svg.replaceChildren(...this.#shown().flatMap((link, index) => this.#elbow(link, index)));
    });
  }

  #shown() {
    const links = linksOf(this.#store);
    if (this.all) return this.#store.list().flatMap(({ id }) => links.from(id));
    const { active } = this.#store;
    return active ? [...links.from(active), ...links.to(active)] : [];
  }

  /** From beside the first line of one mark to beside that of the other, with an arrow there. */
  #elbow({ from, to, kind }, index) {
    const [start, end] = [this.#place(from), this.#place(to)];
    if (!start || !end) return [];
    const turn = this.#isMirrored ? -1 : 1;
    const edge = Math.min(...[start, end].map(({ x }) => x * turn)) * turn;
    const x = edge - turn * (14 + STEP * (index % MOST));
    const tip = end.x - turn * 3;
    const path = `M${start.x - turn * 3} ${start.y}H${x}V${end.y}H${tip}M${tip - turn * 6} ${end.y - 4}L${tip} ${end.y}L${tip - turn * 6} ${end.y + 4}`;
    const middle = (start.y + end.y) / 2;
    const label = element("text", { transform: `translate(${x - turn * 4} ${middle}) rotate(${-90 * turn})` });
    label.textContent = Math.abs(end.y - start.y) > 90 ? linkWords(kind, true) : "";
    const line = element("path", { d: path });
    const group = element("g", { class: `elbow kind--${this.#store.get(from).label}` });
    group.append(line, label);
    return [group];
  }

  /** Where a mark's first line begins, counted in the sheet: the side where lines begin. */
  #place(id) {
    const box = this.#painter.firstMark(id)?.getClientRects()[0];
    if (!box) return null;
    const sheet = this.#paper.getBoundingClientRect();
    const text = this.#painter.block(this.#store.blocksOf(id)[0]).getBoundingClientRect();
    const x = this.#isMirrored ? text.right : text.left;
    return { x: x - sheet.left - this.#paper.clientLeft, y: box.top + box.height / 2 - sheet.top - this.#paper.clientTop };
  }

  get #isMirrored() {
    return getComputedStyle(this.#painter.block(0)).direction === "rtl";
  }
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
