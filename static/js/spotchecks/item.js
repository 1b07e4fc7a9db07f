import { isTyping } from "../common/dom.js";
import { actionOf } from "./keys.js";

/**
 * What was drawn, gone through by keys; without this module its forms do the same. There is one
 * form around all cards, or one in each.
 * @param {HTMLElement} main
 */
export function start(main) {
  const list = /** @type {HTMLElement | null} */ (main.querySelector(".checking"));
  if (list) new Cards(main, list).begin();
}

class Cards {
  #main;
  #list;
  /** @type {HTMLElement[]} */
  #cards;

  /**
   * @param {HTMLElement} main
   * @param {HTMLElement} list
   */
  constructor(main, list) {
    this.#main = main;
    this.#list = list;
    this.#cards = [...list.querySelectorAll("[data-card]")].map((one) => /** @type {HTMLElement} */ (one));
  }

  begin() {
    document.addEventListener("keydown", (event) => this.#keyed(event));
    const wrong = /** @type {HTMLElement | null} */ (this.#list.querySelector("[aria-invalid=true]"));
    const asked = this.#cards.find((one) => one.id && `#${one.id}` === location.hash);
    // Whose work it is, and on what, stays in sight; only what is wrong is brought there.
    if (wrong) wrong.focus();
    else if (asked) this.#open(asked);
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
    if (action === "send") this.#send(this.#current);
    else this.#act(action);
  }

  /** @param {import("./keys.js").Action} action */
  #act(action) {
    const card = this.#current;
    if (action === "next") this.#move(1, card);
    if (action === "previous") this.#move(-1, card);
    if (action === "whole") this.#open(this.#cards.find((one) => "whole" in one.dataset));
    if (action === "accept") this.#choose(card, 0);
    if (action === "return") this.#choose(card, 1);
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
   * @param {number} place of the two: that it is fine, and that it is not
   */
  #choose(card, place) {
    const radio = /** @type {HTMLInputElement | undefined} */ (card?.querySelectorAll("input[type=radio]")[place]);
    if (radio) radio.checked = true;
  }

  /** @param {HTMLElement | undefined} card */
  #send(card) {
    const form = card?.closest("form") ?? card?.querySelector("form");
    form?.requestSubmit();
  }
}
