import { post } from "../common/api.js";
import { make } from "../common/dom.js";

/** So long nothing is changed any more before it is counted. */
const PAUSE = 300;
/** A day that is looked back to is put together first. */
const PATIENCE = 60_000;
/** What says how the file is written, and not what goes in. */
const NO_MATTER = new Set(["names", "comments"]);
const SYSTEM_CLOCK = {
  setTimeout: (call, delay) => setTimeout(call, delay),
  clearTimeout: (timer) => clearTimeout(timer),
};

/**
 * Shows beside a form what goes in and what is left out, as the form is filled. Without this module
 * a button shows the same.
 * @param {HTMLElement} element the place, with data-url and data-said-failed, and inside it
 *   [data-goes-in], [data-left-out] and [data-refused]
 */
export function start(element) {
  const form = element.closest("form");
  if (!(form instanceof HTMLFormElement)) return;
  const { url = "", saidFailed = "" } = element.dataset;
  const counting = new Counting({
    ask: () => post(url, fields(form), { token: token(form), timeout: PATIENCE }),
    show: (answer) => put(element, answer, saidFailed),
  });
  form.querySelector("[data-count]")?.remove();
  form.addEventListener("change", ({ target }) => {
    if (!NO_MATTER.has(/** @type {HTMLInputElement} */ (target).name)) counting.later();
  });
  if (form.querySelector(".goes-in[open]")) counting.later();
}

/**
 * Asks a while after the last change, and one question at a time: what was changed while an answer
 * was on its way makes it old, and is asked once that is here.
 */
export class Counting {
  #ask;
  #show;
  #clock;
  #timer = null;
  #isAsking = false;
  #isOld = false;

  /**
   * @param {object} options
   * @param {() => Promise<import("../common/api.js").Answer>} options.ask
   * @param {(answer: import("../common/api.js").Answer) => void} options.show
   * @param {typeof SYSTEM_CLOCK} [options.clock]
   */
  constructor({ ask, show, clock = SYSTEM_CLOCK }) {
    this.#ask = ask;
    this.#show = show;
    this.#clock = clock;
  }

  /** Count, unless something else is changed at once. */
  later() {
    this.#isOld = this.#isAsking;
    this.#clock.clearTimeout(this.#timer);
    if (!this.#isAsking) this.#timer = this.#clock.setTimeout(() => this.#count(), PAUSE);
  }

  async #count() {
    this.#isAsking = true;
    const answer = await this.#ask();
    this.#isAsking = false;
    if (this.#isOld) this.later();
    else this.#show(answer);
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {import("../common/api.js").Field[]}
 */
function fields(form) {
  return [...new FormData(form)].map(([name, value]) => [name, String(value)]);
}

/** @param {HTMLFormElement} form */
function token(form) {
  return String(new FormData(form).get("csrf_token") ?? "");
}

/**
 * @param {HTMLElement} element
 * @param {import("../common/api.js").Answer} answer
 * @param {string} saidFailed
 */
function put(element, { status, body }, saidFailed) {
  const counted = status === 200 ? body : { goes_in: "", left_out: [] };
  const refused = status === 200 ? "" : (body?.error?.sentence ?? saidFailed);
  element.toggleAttribute("data-empty", !counted.goes_in && !refused);
  const sentence = /** @type {HTMLElement} */ (element.querySelector(".goes-in__sentence"));
  sentence.hidden = refused !== "";
  /** @type {HTMLElement} */ (element.querySelector("[data-goes-in]")).textContent = counted.goes_in;
  const list = /** @type {HTMLElement} */ (element.querySelector("[data-left-out]"));
  list.replaceChildren(...counted.left_out.map((one) => make("li", "", one)));
  const place = /** @type {HTMLElement} */ (element.querySelector("[data-refused]"));
  place.textContent = refused;
  place.hidden = refused === "";
}
