import { find } from "../common/dom.js";

const STAY = 8000;

/** A short message with one way back, which waits while somebody is at it. */
export class Toast {
  #element;
  #timer = 0;

  /** @param {HTMLElement} element @param {() => void} onUndo */
  constructor(element, onUndo) {
    this.#element = element;
    // Words that are being typed would be kept when the focus leaves them, and be what is taken back.
    element.addEventListener("mousedown", (event) => event.preventDefault());
    find(element, "button").addEventListener("click", () => {
      this.hide();
      onUndo();
    });
    for (const type of ["pointerenter", "focusin"]) element.addEventListener(type, () => clearTimeout(this.#timer));
    for (const type of ["pointerleave", "focusout"]) element.addEventListener(type, () => this.#wait());
  }

  /** @param {string} words @param {{undo?: boolean}} [options] undo: whether there is something to take back */
  show(words, { undo = true } = {}) {
    find(this.#element, "button").hidden = !undo;
    find(this.#element, "span").textContent = words;
    this.#element.hidden = false;
    this.#wait();
  }

  hide() {
    clearTimeout(this.#timer);
    this.#element.hidden = true;
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), STAY);
  }
}
