/**
 * Keeps the article as it is while it is editable to the browser. Composed input cannot be refused:
 * what it leaves behind is put right as soon as it is seen.
 */
export class Guard {
  #root;
  #store;
  #painter;
  #observer;
  #onMended;
  #children = new Map();

  /**
   * @param {HTMLElement} root the article
   * @param {import("../marks/store.js").Store} store
   * @param {import("./paint.js").Painter} painter
   * @param {() => void} onMended
   */
  constructor(root, store, painter, onMended) {
    this.#root = root;
    this.#store = store;
    this.#painter = painter;
    this.#onMended = onMended;
    this.#observer = new MutationObserver((records) => this.#mend(records));
  }

  start() {
    const parents = new Set(this.#painter.index.blocks.map((block) => block.parentElement));
    for (const parent of [this.#root, ...parents]) this.#children.set(parent, [...parent.childNodes]);
    this.#observer.observe(this.#root, { childList: true, characterData: true, subtree: true });
  }

  stop() {
    this.#observer.disconnect();
    this.#children.clear();
  }

  /** Blocks may have been joined, taken out or written in; a block that reads as the model is let be. */
  #mend(records) {
    let isMended = false;
    const blocks = new Set();
    for (const { target, removedNodes } of records) {
      if (this.#children.has(target)) isMended = this.#putBack(target) || isMended;
      for (const node of [target, ...removedNodes]) {
        const block = closestBlock(node);
        if (block) blocks.add(Number(block.dataset.b));
      }
    }
    for (const block of blocks) isMended = this.#rewrite(block) || isMended;
    this.#observer.takeRecords();
    if (isMended) this.#onMended();
  }

  #putBack(parent) {
    const wanted = this.#children.get(parent);
    const isIntact = parent.childNodes.length === wanted.length && wanted.every((node, i) => parent.childNodes[i] === node);
    if (!isIntact) parent.replaceChildren(...wanted);
    return !isIntact;
  }

  #rewrite(block) {
    if (this.#painter.block(block).textContent === this.#store.text.blockText(block)) return false;
    this.#painter.repaint(block);
    return true;
  }
}

function closestBlock(node) {
  const element = node instanceof Element ? node : node.parentElement;
  return /** @type {HTMLElement | null} */ (element?.closest("[data-b]") ?? null);
}
