import { find } from "../common/dom.js";

/** Which kinds of mark the cards show, with how many there are of each. */
export class MarkFilters {
  #element;
  #store;
  #chosen = null;

  /**
   * @param {HTMLElement} element
   * @param {import("../marks/store.js").Store} store
   * @param {() => void} onChange
   */
  constructor(element, store, onChange) {
    this.#element = element;
    this.#store = store;
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-filter]");
      if (!button) return;
      this.#chosen = button.dataset.filter || null;
      this.#show();
      onChange();
    });
    store.addEventListener("change", () => this.#show());
    this.#show();
  }

  /** @returns {"claim" | "quote" | "context" | null} */
  get chosen() {
    return this.#chosen;
  }

  #show() {
    const { counts } = this.#store.inOrder;
    for (const button of this.#element.querySelectorAll("button")) {
      const filter = button.dataset.filter;
      find(button, "b").textContent = String(counts[filter || "all"]);
      button.setAttribute("aria-pressed", String((filter || null) === this.#chosen));
    }
  }
}
