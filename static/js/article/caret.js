import { say } from "../common/announce.js";
import { t } from "../common/i18n.js";

const REFUSED = ["beforeinput", "paste", "cut", "drop", "dragstart"];
const WHILE_ON = {
  role: "textbox",
  "aria-readonly": "true",
  "aria-multiline": "true",
  inputmode: "none",
  spellcheck: "false",
  contenteditable: "true",
};

/**
 * A cursor in the article: the text becomes editable to the browser, which gives native caret
 * keys and speech, and refuses every edit.
 */
export class TextCursor {
  #root;
  #store;
  #painter;
  #guard;

  /**
   * @param {HTMLElement} root the article
   * @param {import("../marks/store.js").Store} store
   * @param {import("./paint.js").Painter} painter
   */
  constructor(root, store, painter) {
    this.#root = root;
    this.#store = store;
    this.#painter = painter;
    for (const type of REFUSED) {
      root.addEventListener(type, (event) => {
        if (this.isOn) event.preventDefault();
      });
    }
    this.#guard = new MutationObserver((records) => this.#mend(records));
  }

  get isOn() {
    return this.#root.getAttribute("contenteditable") === "true";
  }

  toggle() {
    if (this.isOn) this.leave();
    else this.enter();
  }

  enter() {
    for (const [name, value] of Object.entries(WHILE_ON)) this.#root.setAttribute(name, value);
    this.#guard.observe(this.#root, { childList: true, characterData: true, subtree: true });
    const place = this.#startingPlace();
    this.#root.focus({ preventScroll: true });
    if (place) document.getSelection()?.collapse(place, 0);
    say(t("Text cursor on. Hold Shift to select, then 1, 2 or 3."));
  }

  leave() {
    this.#guard.disconnect();
    for (const name of Object.keys(WHILE_ON)) this.#root.removeAttribute(name);
    this.#root.setAttribute("role", "region");
    document.getSelection()?.removeAllRanges();
    say(t("Text cursor off"));
  }

  /** Put the caret behind what was just marked. @param {number} cp */
  stand(cp) {
    const place = this.#painter.range(cp, cp);
    document.getSelection()?.collapse(place.endContainer, place.endOffset);
  }

  /** Where the reader is: in the active mark, or at the first block on the screen. */
  #startingPlace() {
    const active = this.#store.active && this.#painter.firstMark(this.#store.active);
    if (active) return active.firstChild ?? active;
    const seen = this.#painter.index.blocks.find((block) => block.getBoundingClientRect().bottom > 80);
    return seen ?? this.#painter.index.blocks.at(0) ?? null;
  }

  /** Composed input cannot be refused, so a block that no longer reads as the article is painted anew. */
  #mend(records) {
    const blocks = new Set();
    for (const { target } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      const block = element?.closest("[data-b]");
      if (block) blocks.add(Number(block.dataset.b));
    }
    for (const block of blocks) {
      const intact = this.#painter.block(block).textContent === this.#store.text.blockText(block);
      if (!intact) this.#painter.repaint(block);
    }
  }
}
