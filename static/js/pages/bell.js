import { get } from "../common/api.js";

const EVERY = 60_000;
/** The largest number that is written out, here as by the server. */
const MOST = 50;
/** Who comes back to the page is told at once, but not more often than this. */
const SOONEST = 10_000;
/** Nobody is there who has touched nothing for so long: a page left open asks no more. */
const IDLE = 15 * 60_000;

/**
 * The count of unread notifications: asked for now and then while somebody looks at the page.
 * Without this module it is the count from when the page was loaded.
 * @param {HTMLAnchorElement} link to the page, below which the count is had
 */
export function start(link) {
  new Bell(link).watch();
}

/**
 * What the count says.
 * @param {number} unread
 * @returns {string}
 */
export function countWords(unread) {
  return unread > MOST ? `${MOST}+` : String(unread);
}

class Bell {
  #link;
  #asked = Date.now();
  #touched = Date.now();
  #isOver = false;

  /** @param {HTMLAnchorElement} link */
  constructor(link) {
    this.#link = link;
  }

  watch() {
    setInterval(() => this.#ask(), EVERY);
    document.addEventListener("visibilitychange", () => this.#back());
    for (const kind of ["keydown", "pointerdown"]) {
      addEventListener(kind, () => this.#touch(), { passive: true });
    }
  }

  #back() {
    if (document.visibilityState !== "visible") return;
    this.#touched = Date.now();
    if (Date.now() - this.#asked >= SOONEST) this.#ask();
  }

  #touch() {
    const was = this.#touched;
    this.#touched = Date.now();
    if (this.#touched - was > IDLE) this.#ask();
  }

  async #ask() {
    const isLeft = document.hidden || Date.now() - this.#touched > IDLE;
    if (this.#isOver || isLeft) return;
    this.#asked = Date.now();
    const { status, body } = await get(`${this.#link.href}/count`);
    if (status === 401) this.#isOver = true;
    if (status === 200) this.#show(body.unread);
  }

  /** @param {number} unread */
  #show(unread) {
    const badge = /** @type {HTMLElement} */ (this.#link.querySelector(".bell__count"));
    const count = /** @type {HTMLElement} */ (badge.querySelector("[data-count]"));
    badge.hidden = unread === 0;
    count.textContent = countWords(unread);
  }
}
