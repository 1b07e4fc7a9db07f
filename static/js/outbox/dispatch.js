import { Backoff } from "../common/backoff.js";
import { rowsOf } from "../marks/fields.js";

/**
 * @typedef {import("./queue.js").Item} Item
 * @typedef {object} Callbacks
 * @property {() => Promise<void>} reload read the queue anew
 * @property {(item: Item, outcome: import("./delivery.js").Outcome) => Promise<void>} settle an
 *     item that was acknowledged, refused or met a conflict
 * @property {() => void} announce the state may have changed
 */

/**
 * When a queue is sent: in rounds, item by item, by one tab at a time. A round ends when nothing
 * more is due; the next begins when a wait is over or somebody asks for it.
 */
export class Dispatch {
  #name;
  #queue;
  #delivery;
  #clock;
  #locks;
  #callbacks;
  #backoff;
  #isOpen = false;
  #isSignedOut = false;
  #round = null;
  #again = false;
  #timer = null;

  /**
   * @param {object} parts
   * @param {string} parts.name of the lock that the tabs share
   * @param {import("./queue.js").Queue} parts.queue
   * @param {import("./delivery.js").Delivery} parts.delivery
   * @param {any} parts.clock
   * @param {LockManager | null} parts.locks
   * @param {Callbacks} callbacks
   */
  constructor({ name, queue, delivery, clock, locks }, callbacks) {
    this.#name = name;
    this.#queue = queue;
    this.#delivery = delivery;
    this.#clock = clock;
    this.#locks = locks;
    this.#callbacks = callbacks;
    this.#backoff = new Backoff(clock);
  }

  /** @returns {boolean} true while the server does not know who this is */
  get isSignedOut() {
    return this.#isSignedOut;
  }

  /**
   * @param {boolean} isMoreComing whether changes are on their way into the queue
   * @returns {boolean}
   */
  isSending(isMoreComing) {
    return this.#isOpen && (isMoreComing || this.#round !== null) && this.#due() !== null;
  }

  /** Let rounds begin; none does by this alone. */
  open() {
    this.#isOpen = true;
  }

  /** Stop after the item that is under way. */
  close() {
    this.#isOpen = false;
    this.#clock.clearTimeout(this.#timer);
  }

  /** Begin a round, or another after the one that runs. */
  run() {
    if (!this.#isOpen) return;
    if (this.#round) {
      this.#again = true;
      return;
    }
    this.#again = false;
    this.#round = this.#exclusively(() => this.#sendAllDue())
      .catch(() => this.#backoff.failAll(null))
      .finally(() => {
        this.#round = null;
        if (this.#again) this.run();
        else this.#rest();
      });
  }

  /**
   * Begin a round with what was to wait.
   * @param {{ordered: boolean}} options ordered: pass over what the server asked for too
   */
  runAtOnce({ ordered }) {
    this.#backoff.forget({ ordered });
    this.#isSignedOut = false;
    this.run();
  }

  /** Two tabs share one queue: only the one that holds the lock sends. */
  #exclusively(work) {
    return this.#locks ? this.#locks.request(this.#name, work) : work();
  }

  async #sendAllDue() {
    await this.#callbacks.reload();
    for (let item = this.#due(); item && this.#isOpen; item = this.#due()) {
      await this.#sendOne(item);
      await this.#callbacks.reload();
    }
  }

  #due() {
    const now = this.#clock.now();
    if (this.#isSignedOut) return null;
    const behind = new Set();
    const unmade = new Set();
    for (const item of this.#queue.items) {
      const free = item.state === "queued" && this.#backoff.until(item.key) <= now;
      // A link goes once the server knows the mark that it leads to.
      const leads = rowsOf(item.fields, "links").some(({ to }) => unmade.has(to));
      if (free && !leads && !behind.has(item.annotation)) return item;
      behind.add(item.annotation);
      if (item.base === 0) unmade.add(item.annotation);
    }
    return null;
  }

  async #sendOne(next) {
    const item = await this.#queue.claim(next);
    if (!item) return; // another tab has sent it
    const outcome = await this.#delivery.deliver(item);
    const { kind, retryAfter } = outcome;
    if (kind === "acknowledged") this.#backoff.succeed(item.key);
    if (kind === "signed-out") this.#isSignedOut = true;
    else if (kind === "item waits") this.#backoff.failOne(item.key, item.attempts);
    else if (kind === "all wait") this.#backoff.failAll(retryAfter);
    else await this.#callbacks.settle(item, outcome);
  }

  /** Set the alarm for the next item that is only paused. */
  #rest() {
    this.#callbacks.announce();
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
    const queued = this.#queue.items.filter((item) => item.state === "queued");
    if (!this.#isOpen || this.#isSignedOut || queued.length === 0) return;
    const now = this.#clock.now();
    const later = queued
      .map((item) => this.#backoff.until(item.key))
      .filter((until) => until > now);
    if (later.length === 0) return; // what is left waits behind a conflict or a refusal
    this.#timer = this.#clock.setTimeout(() => this.run(), Math.min(...later) - now);
  }
}
