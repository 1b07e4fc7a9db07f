/** Marks that the filter leaves out step back in the text; they are still there. */
export class Dimmer {
  #store;
  #painter;
  #filter;
  #hasDimmed = false;

  /**
   * Make it after the painter: what was painted anew is dimmed anew.
   * @param {import("../marks/store.js").Store} store
   * @param {import("./paint.js").Painter} painter
   * @param {() => ((annotation: any) => boolean) | null} filter
   */
  constructor(store, painter, filter) {
    this.#store = store;
    this.#painter = painter;
    this.#filter = filter;
    store.addEventListener("change", (event) => this.#dim(event.detail.blocks));
    this.update();
  }

  /** The filter is another. */
  update() {
    this.#dim(this.#painter.index.blocks.keys());
  }

  #dim(blocks) {
    const filter = this.#filter();
    if (!filter && !this.#hasDimmed) return;
    this.#hasDimmed = true;
    const isOut = (mark) => mark.dataset.ids.split(" ").every((n) => !filter?.(this.#store.byNumber(Number(n))));
    for (const block of blocks) {
      for (const mark of this.#painter.block(block).getElementsByTagName("mark")) mark.classList.toggle("dim", Boolean(filter) && isOut(mark));
    }
  }
}
