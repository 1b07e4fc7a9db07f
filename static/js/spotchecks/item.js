import { isTyping } from "../common/dom.js";
import { actionOf } from "./keys.js";

/**
 * One item of a sample, gone through by keys; without this module its form does the same.
 * @param {HTMLElement} main
 */
export function start(main) {
  const form = /** @type {HTMLFormElement | null} */ (main.querySelector("form.checking"));
  if (form) new Item(main, form).begin();
}

class Item {
  #main;
  #form;
  /** @type {HTMLElement[]} */
  #cards;

  /**
   * @param {HTMLElement} main
   * @param {HTMLFormElement} form
   */
  constructor(main, form) {
    this.#main = main;
    this.#form = form;
    this.#cards = [...form.querySelectorAll("[data-card]")].map((one) => /** @type {HTMLElement} */ (one));
  }

  begin() {
    document.addEventListener("keydown", (event) => this.#keyed(event));
    const wrong = /** @type {HTMLElement | null} */ (this.#form.querySelector("[aria-invalid=true]"));
    // Whose work it is, and on what, stays in sight; only what is wrong is brought there.
    if (wrong) wrong.focus();
    else this.#cards[0]?.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #keyed(event) {
    const { target } = event;
    // In the bar above, keys are the bar's own.
    if (event.isComposing || (target !== document.body && target instanceof Node && !this.#main.contains(target))) return;
    const action = actionOf(event, { typing: isTyping(target), off: "keysOff" in this.#main.dataset });
    if (!action) return;
    event.preventDefault();
    if (action === "send") this.#form.requestSubmit();
    else this.#act(action);
  }

  /** @param {import("./keys.js").Action} action */
  #act(action) {
    const card = this.#current;
    if (action === "next") this.#move(1, card);
    if (action === "previous") this.#move(-1, card);
    if (action === "whole") this.#open(this.#cards.find((one) => "whole" in one.dataset));
    if (action === "accept") this.#choose(card, "accepted");
    if (action === "return") this.#choose(card, "returned");
    if (action === "return" || action === "reason") card?.querySelector("textarea")?.focus();
  }

  get #current() {
    const within = document.activeElement?.closest("[data-card]");
    return this.#cards.find((card) => card === within) ?? this.#cards[0];
  }

  /**
   * @param {number} step
   * @param {HTMLElement | undefined} from
   */
  #move(step, from) {
    this.#open(this.#cards[from ? this.#cards.indexOf(from) + step : 0]);
  }

  /** @param {HTMLElement | undefined} card */
  #open(card) {
    card?.focus();
    card?.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {HTMLElement | undefined} card
   * @param {string} outcome
   */
  #choose(card, outcome) {
    const radio = /** @type {HTMLInputElement | null} */ (card?.querySelector(`input[type=radio][value="${outcome}"]`) ?? null);
    if (radio) radio.checked = true;
  }
}
