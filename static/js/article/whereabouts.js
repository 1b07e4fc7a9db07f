/** So many sections are laid out in one go. */
const AT_ONCE = 2;

/**
 * Where marks stand on the page. Reading it costs a layout, so it is read once and kept until
 * something moves; a section that the browser has not laid out is answered by proportion.
 */
export class Whereabouts extends EventTarget {
  #store;
  #painter;
  #sections = [];
  #tops = new Map();
  #blocks = null;
  #timer = 0;
  #isUnlocking = false;

  /**
   * @param {HTMLElement} root the article
   * @param {import("../marks/store.js").Store} store
   * @param {import("./paint.js").Painter} painter
   */
  constructor(root, store, painter) {
    super();
    this.#store = store;
    this.#painter = painter;
    if (root.classList.contains("text--long")) this.#measureSections(root);
    new ResizeObserver(() => this.#forgetSoon()).observe(root);
    document.fonts?.ready.then(() => this.forget());
  }

  /** @returns {boolean} false while a long article is still being laid out */
  get isSettled() {
    return !this.#isUnlocking;
  }

  /** Something moved. */
  forget() {
    this.#tops.clear();
    this.#blocks = null;
    this.dispatchEvent(new CustomEvent("moved"));
  }

  /** While a long article is being laid out everything moves all the time: that is told now and then. */
  #forgetSoon() {
    if (!this.#isUnlocking) {
      this.forget();
      return;
    }
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.forget();
    }, 300);
  }

  /** What moved is only these marks; the rest stands where it stood. @param {string[]} ids */
  forgetOnly(ids) {
    for (const id of ids) this.#tops.delete(id);
  }

  /** @param {string} id @returns {number} distance from the top of the document, in pixels */
  topOf(id) {
    const known = this.#tops.get(id);
    if (known !== undefined) return known;
    const top = this.#estimate(id) ?? this.#measure(id);
    this.#tops.set(id, top);
    return top;
  }

  /**
   * Where every block stands, read once and kept until something moves.
   * @returns {{tops: Float64Array, heights: Float64Array}} pixels from the top of the document
   */
  blocks() {
    if (this.#blocks) return this.#blocks;
    const { blocks, starts } = this.#painter.index;
    const [tops, heights] = [new Float64Array(blocks.length), new Float64Array(blocks.length)];
    const note = (block, top, height) => {
      tops[block] = top + scrollY;
      heights[block] = height;
    };
    const measure = (block) => {
      const { top, height } = blocks[block].getBoundingClientRect();
      note(block, top, height);
    };
    if (this.#sections.length === 0) blocks.forEach((_, block) => measure(block));
    for (const { element, skipped, first, last, start, length } of this.#sections) {
      const box = skipped ? element.getBoundingClientRect() : null;
      for (let block = first; block <= last; block += 1) {
        const [from, to] = [starts[block], starts[block + 1] ?? start + length];
        if (!box) measure(block);
        else note(block, box.top + ((from - start) / length) * box.height, ((to - from) / length) * box.height);
      }
    }
    this.#blocks = { tops, heights };
    return this.#blocks;
  }

  #measure(id) {
    const mark = this.#painter.firstMark(id);
    return mark ? (mark.getClientRects()[0] ?? mark.getBoundingClientRect()).top + scrollY : 0;
  }

  #estimate(id) {
    if (this.#sections.length === 0) return null;
    const [block] = this.#store.blocksOf(id);
    const section = this.#sections.find((one) => one.skipped && block >= one.first && block <= one.last);
    if (!section) return null;
    const box = section.element.getBoundingClientRect();
    const share = (this.#painter.index.starts[block] - section.start) / section.length;
    return box.top + scrollY + share * box.height;
  }

  #measureSections(root) {
    for (const element of root.querySelectorAll("section")) {
      const blocks = [...element.querySelectorAll("[data-b]")];
      const [first, last] = [blocks[0], blocks.at(-1)];
      const start = Number(first.dataset.s);
      const length = Number(last.dataset.s) + Number(last.dataset.n) - start;
      element.style.setProperty("--length", String(length));
      this.#sections.push({
        element, start, length, skipped: true, known: false, first: Number(first.dataset.b), last: Number(last.dataset.b),
      });
      element.addEventListener("contentvisibilityautostatechange", (event) => this.#shown(element, event.skipped));
    }
    this.#calibrate(root);
    this.#unlock([...this.#sections]);
  }

  /** The height of a character in this window, taken from the first section that has a layout. */
  #calibrate(root) {
    const [{ element, length }] = this.#sections;
    element.style.contentVisibility = "visible";
    this.#shown(element, false);
    root.style.setProperty("--per-character", String(element.offsetHeight / length));
  }

  #shown(element, skipped) {
    const section = this.#sections.find((one) => one.element === element);
    if (section.skipped === skipped) return;
    section.skipped = skipped;
    // Once its height is known, nothing else moves when it is skipped or shown again.
    if (!section.known) this.#forgetSoon();
    section.known = true;
  }

  /**
   * Lay the rest out, a few at a time while nothing else happens, so that scrolling up never jumps.
   * They stay skipped, each with the height that it will have: what comes later, as a font or another
   * width, then costs only what is on the screen.
   */
  #unlock(waiting) {
    const idle = globalThis.requestIdleCallback ?? ((call) => setTimeout(call, 50));
    const step = () => {
      const now = waiting.splice(0, AT_ONCE);
      // All are measured before the first is written to, as each writing undoes the layout.
      const heights = now.map(({ element }) => heightWithin(element));
      now.forEach((section, index) => {
        if (heights[index] > 0) section.element.style.containIntrinsicBlockSize = `auto ${heights[index]}px`;
        section.known = true;
      });
      this.#isUnlocking = waiting.length > 0;
      this.#forgetSoon();
      if (this.#isUnlocking) idle(step);
      else this.#sections[0].element.style.contentVisibility = "";
    };
    (document.fonts?.ready ?? Promise.resolve()).then(() => idle(step));
  }
}

/** The height that a section has when it is shown; asking for it lays it out where it is skipped. */
function heightWithin(section) {
  const last = section.lastElementChild;
  const margins = [];
  for (let one = last; one; one = one.lastElementChild) margins.push(parseFloat(getComputedStyle(one).marginBottom) || 0);
  return last.getBoundingClientRect().bottom + Math.max(...margins) - section.getBoundingClientRect().top;
}
