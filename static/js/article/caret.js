import { say } from "../common/announce.js";
import { t } from "../common/i18n.js";
import { pointToOffset } from "../text/text.js";
import { Guard } from "./guard.js";

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
  #place = null;
  #left = null;

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
    // An engine tells of a moved selection late, so before it writes is asked where the caret stands.
    for (const type of ["beforeinput", "compositionstart"]) root.addEventListener(type, () => this.#follow());
    this.#guard = new Guard(root, store, painter, () => this.#place !== null && this.stand(this.#place));
    document.addEventListener("selectionchange", () => this.#follow());
  }

  get isOn() {
    return this.#root.getAttribute("contenteditable") === "true";
  }

  /** @returns {number | null} the code point before which it stands; null while it is off */
  get place() {
    this.#follow();
    return this.isOn ? this.#place : null;
  }

  toggle() {
    if (this.isOn) this.leave();
    else this.enter();
  }

  enter() {
    const place = this.#startingPlace();
    for (const [name, value] of Object.entries(WHILE_ON)) this.#root.setAttribute(name, value);
    this.#guard.start();
    this.#root.focus({ preventScroll: true });
    if (place !== null) this.stand(place);
    say(t("Text cursor on. Hold Shift to select, then 1, 2 or 3."));
  }

  leave() {
    this.#follow();
    this.#left = { place: this.#place, active: this.#store.active };
    this.#guard.stop();
    for (const name of Object.keys(WHILE_ON)) this.#root.removeAttribute(name);
    this.#root.setAttribute("role", "region");
    document.getSelection()?.removeAllRanges();
    say(t("Text cursor off"));
  }

  /** Put the caret to a place in the text. @param {number} cp */
  stand(cp) {
    const place = this.#painter.range(cp, cp);
    document.getSelection()?.collapse(place.startContainer, place.startOffset);
  }

  /** While something is composed the caret stands in words that are not the article's. */
  #follow() {
    const selection = document.getSelection();
    const { focusNode } = selection ?? {};
    if (!this.isOn || !focusNode || !this.#root.contains(focusNode)) return;
    const place = pointToOffset(this.#root, focusNode, selection.focusOffset, false);
    const isIntact = place && place.block.textContent === this.#store.text.blockText(Number(place.block.dataset.b));
    if (isIntact) this.#place = place.cp;
  }

  /**
   * Where the reader is: where words are selected, there the cursor goes without letting them go;
   * where the cursor was last, if that is in sight; in the active mark; or at the first block on
   * the screen.
   * @returns {number | null} null to leave the selection as it is
   */
  #startingPlace() {
    const selection = document.getSelection();
    if (selection && !selection.isCollapsed && this.#root.contains(selection.focusNode)) return null;
    const { active } = this.#store;
    const left = this.#left;
    const isSame = left && left.place !== null && left.active === active;
    if (isSame && this.#isInSight(left.place)) return left.place;
    const [first] = (active && this.#store.get(active)?.fragments.filter(({ part }) => part === "content")) || [];
    if (first) return first.start;
    const { blocks, starts } = this.#painter.index;
    const seen = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 80);
    return starts[Math.max(0, seen)] ?? null;
  }

  #isInSight(cp) {
    const { top, bottom } = this.#painter.range(cp, cp + 1).getBoundingClientRect();
    return bottom > 60 && top < innerHeight;
  }
}
