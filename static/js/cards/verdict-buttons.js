import { say } from "../common/announce.js";
import { t } from "../common/i18n.js";
import { retiredWords } from "../common/words.js";

/** What is done to the verdict of a card as a whole, by button or by key: confirm, reopen, clear. */
export class VerdictButtons {
  #root;
  #store;
  #id;
  #goToRatings;

  /**
   * @param {HTMLElement} root the inside of a card
   * @param {import("../marks/store.js").Store} store
   * @param {string} id of the annotation
   * @param {() => boolean} goToRatings moves the focus to them
   */
  constructor(root, store, id, goToRatings) {
    this.#root = root;
    this.#store = store;
    this.#id = id;
    this.#goToRatings = goToRatings;
  }

  /** @param {string} action what a button asks for @returns {boolean} false where that is none of these */
  press(action) {
    if (action === "clear-rating") this.#settle({ rating: "" });
    else if (action === "confirm") this.confirm();
    else if (action === "reopen") this.reopen();
    else return false;
    return true;
  }

  /** Confirm a stale verdict as it is. @returns {boolean} false where there is none */
  confirm() {
    const verdict = this.#claim?.verdict;
    if (!verdict?.stale) return false;
    if (!ratingsOf(this.#root).some(({ value }) => value === verdict.rating)) {
      say(retiredWords(verdict.label));
      return this.#goToRatings();
    }
    this.#settle({ rating: verdict.rating });
    return true;
  }

  /** Say that a verdict has to be looked at again. @returns {boolean} false where there is none in force */
  reopen() {
    const { verdict, pending } = this.#claim ?? {};
    if (!verdict || verdict.stale || pending?.rating) return false;
    this.#settle({ answer: "reopen" });
    return true;
  }

  get #claim() {
    return this.#store.get(this.#id).claim;
  }

  /** The button goes with what it settles, so the focus goes to the card. */
  #settle(changes) {
    this.#store.change(this.#id, changes);
    this.#root.closest(".card")?.focus({ preventScroll: true });
  }
}

/** @param {HTMLElement} root the inside of a card @returns {HTMLInputElement[]} the ratings to choose from, in order */
export function ratingsOf(root) {
  return [...root.querySelectorAll("input[data-field=rating]")].map((one) => /** @type {HTMLInputElement} */ (one));
}

/**
 * Letters typed on a rating are commands: whoever would go on with the reason hears how.
 * @param {any} claim as it is now
 */
export function tellNext({ pending }) {
  if (pending?.rating && pending.missing.includes("rationale")) say(t("A reason is missing: press Enter to write it"));
}
