import { Backoff } from "./backoff.js";
import { Delivery } from "./delivery.js";
import { Queue } from "./queue.js";
import { statusOf } from "./saving.js";
import { browserStorage } from "./storage.js";

/**
 * @typedef {import("./queue.js").Change} Change
 * @typedef {import("./queue.js").Item} Item
 * @typedef {import("./delivery.js").Answer} Answer
 * @typedef {import("./saving.js").Status} Status
 */

const SYSTEM_CLOCK = {
  now: () => Date.now(),
  setTimeout: (call, delay) => setTimeout(call, delay),
  clearTimeout: (timer) => clearTimeout(timer),
  random: () => Math.random(),
};

/**
 * The way of every change to the server. A change is kept in the browser before it is sent, and
 * dropped only when the server has acknowledged it; the changes of one annotation go one after
 * another, each on top of the version that the one before it made.
 *
 * Events: "state" Status; "ack" {item, answer}, answer being {annotation, progress}; "conflict"
 * {item, current}; "refused" {item, error}; "dropped" {annotation, items, current}, which goes to
 * `Store.drop`. They are heard in every tab that has the article open, whichever tab sent.
 */
export class Outbox extends EventTarget {
  #name;
  #queue;
  #delivery;
  #online;
  #clock;
  #locks;
  #channel;
  #wakes;
  #backoff;
  #signedOut = false;
  #started = false;
  #draining = null;
  #drainAgain = false;
  /** @type {Promise<unknown>} */
  #writing = Promise.resolve();
  #unwritten = 0;
  #timer = null;
  #told = "";
  #wake = () => this.#waitNoLonger({ ordered: false });

  /** Use `Outbox.open`. */
  constructor(options) {
    super();
    const { user, article, send, refreshToken, storage, online, clock, locks, channel, wakes } =
      options;
    const scope = `${user} ${article}`;
    this.#name = `annotator-outbox ${scope}`;
    this.#queue = new Queue(scope, storage);
    this.#delivery = new Delivery({ user, send, refreshToken });
    this.#backoff = new Backoff(clock);
    this.#online = online;
    this.#clock = clock;
    this.#locks = locks;
    this.#channel = channel?.(this.#name) ?? null;
    this.#wakes = wakes;
  }

  /**
   * Open the queue of one person and one article, with what an earlier page left in it.
   * @param {object} options
   * @param {string | number} options.user
   * @param {string | number} options.article
   * @param {(item: Item & {version: number}) => Promise<Answer>} options.send `annotationSender` of api.js
   * @param {() => Promise<{token: string, user: any} | string | null>} [options.refreshToken] of api.js
   * @param {import("./storage.js").Storage} [options.storage]
   * @param {() => boolean} [options.online] for the words only: a server on the same machine
   *     answers where the browser thinks that it is offline
   * @param {typeof SYSTEM_CLOCK} [options.clock]
   * @param {LockManager | null} [options.locks]
   * @param {((name: string) => BroadcastChannel) | null} [options.channel]
   * @param {EventTarget | null} [options.wakes] where "online" and "focus" are heard
   * @returns {Promise<Outbox>} sends nothing before `start()`
   */
  static async open(options) {
    const outbox = new Outbox({
      refreshToken: async () => null,
      online: () => globalThis.navigator?.onLine ?? true,
      clock: SYSTEM_CLOCK,
      locks: globalThis.navigator?.locks ?? null,
      channel: globalThis.BroadcastChannel ? (name) => new BroadcastChannel(name) : null,
      wakes: globalThis.window ?? null,
      ...options,
      storage: options.storage ?? (await browserStorage()),
    });
    await outbox.#listen();
    return outbox;
  }

  /** Begin to send; call it once the listeners are on and the store has replayed `pending()`. */
  start() {
    this.#started = true;
    this.#drain();
  }

  /**
   * Queue a change.
   * @param {Change} change
   * @returns {Promise<Item>} once the browser keeps it
   */
  enqueue(change) {
    this.#started = true;
    this.#unwritten += 1;
    this.#announce();
    const written = this.#writing.then(() => this.#write(change));
    this.#writing = Promise.allSettled([written]);
    return written.finally(() => {
      this.#unwritten -= 1;
      this.#drain();
      this.#announce();
    });
  }

  /**
   * Try at once what waits, and once more what was refused.
   * @param {Item} [only] just this refused item
   * @returns {Promise<void>}
   */
  async retry(only) {
    const refused = this.#queue.items.filter((item) => item.state === "refused");
    await this.#queue.release(only ? refused.filter((item) => item.key === only.key) : refused);
    this.#waitNoLonger({ ordered: true });
  }

  /**
   * Settle a conflict.
   * @param {Item} item
   * @param {"mine" | "theirs"} choice mine: send again on top of what stands there; theirs: drop
   *     all that is queued for the annotation
   * @returns {Promise<void>}
   */
  async resolve(item, choice) {
    if (choice === "theirs") {
      await this.#drop(this.#queue.of(item.annotation), item.current);
      return;
    }
    await this.#queue.rebase(item);
    this.#tellTabs("changed");
    this.#drain();
  }

  /**
   * Give up one refused or conflicting change. With a creation goes all that follows on it.
   * @param {Item} item
   * @returns {Promise<void>}
   */
  async discard(item) {
    const mine = this.#queue.of(item.annotation);
    const creates = item.base === 0 && mine[0]?.key === item.key;
    await this.#drop(creates ? mine : [item], item.current);
    this.#drain();
  }

  /** @returns {Item[]} what the server has not acknowledged, in order */
  pending() {
    return [...this.#queue.items];
  }

  /** @returns {Status} */
  get status() {
    const sending = this.#started && (this.#unwritten > 0 || this.#draining) && this.#due();
    return statusOf({
      items: this.#queue.items,
      unwritten: this.#unwritten,
      signedOut: this.#signedOut,
      sending: Boolean(sending),
      online: this.#online(),
    });
  }

  /** @returns {boolean} true while closing the page would lose a change */
  unsafeToLeave() {
    return this.#unwritten > 0 || this.#queue.volatile > 0;
  }

  /** Stop timers and listeners; what is queued stays queued. */
  close() {
    this.#started = false;
    this.#clock.clearTimeout(this.#timer);
    this.#wakes?.removeEventListener("online", this.#wake);
    this.#wakes?.removeEventListener("focus", this.#wake);
    this.#channel?.close();
  }

  async #listen() {
    this.#wakes?.addEventListener("online", this.#wake);
    this.#wakes?.addEventListener("focus", this.#wake);
    this.#channel?.addEventListener("message", ({ data }) => this.#heard(data));
    await this.#reload();
  }

  async #heard({ type, detail }) {
    if (type === "ack") this.#queue.moveOn(detail.item, detail.answer.annotation.version);
    await this.#reload();
    if (type !== "changed") this.#emit(type, detail);
  }

  async #reload() {
    await this.#queue.load();
    this.#announce();
  }

  /** @param {Change} change */
  async #write({ at = new Date(this.#clock.now()).toISOString(), ...change }) {
    const item = await this.#queue.add({ ...change, at });
    this.#tellTabs("changed");
    return item;
  }

  #drain() {
    if (!this.#started) return;
    if (this.#draining) {
      this.#drainAgain = true;
      return;
    }
    this.#drainAgain = false;
    this.#draining = this.#exclusively(() => this.#sendAllDue())
      .catch(() => this.#backoff.failAll(null))
      .finally(() => {
        this.#draining = null;
        if (this.#drainAgain) this.#drain();
        else this.#rest();
      });
  }

  /** Two tabs share one queue: only the one that holds the lock sends. */
  #exclusively(work) {
    return this.#locks ? this.#locks.request(this.#name, work) : work();
  }

  async #sendAllDue() {
    await this.#reload();
    for (let item = this.#due(); item && this.#started; item = this.#due()) {
      await this.#sendOne(item);
      await this.#reload();
    }
  }

  #due() {
    const now = this.#clock.now();
    if (this.#signedOut) return null;
    const behind = new Set();
    for (const item of this.#queue.items) {
      const free = item.state === "queued" && this.#backoff.until(item.key) <= now;
      if (free && !behind.has(item.annotation)) return item;
      behind.add(item.annotation);
    }
    return null;
  }

  async #sendOne(next) {
    const item = await this.#queue.claim(next);
    if (!item) return; // another tab has sent it
    const { kind, body, error, retryAfter } = await this.#delivery.deliver(item);
    if (kind === "acknowledged") await this.#acknowledge(item, body);
    else if (kind === "conflict") await this.#hold(item, kind, { current: body.annotation });
    else if (kind === "refused") await this.#hold(item, kind, { error });
    else if (kind === "signed-out") this.#signedOut = true;
    else if (kind === "item waits") this.#backoff.failOne(item.key, item.attempts);
    else this.#backoff.failAll(retryAfter);
  }

  async #acknowledge(item, answer) {
    this.#backoff.succeed(item.key);
    await this.#queue.settle(item, answer.annotation.version);
    this.#publish("ack", { item, answer });
  }

  async #hold(item, state, why) {
    const kept = await this.#queue.hold(item, state, why);
    this.#publish(state, { item: kept, ...why });
  }

  async #drop(items, current) {
    if (items.length === 0) return;
    await this.#queue.remove(items);
    this.#publish("dropped", { annotation: items[0].annotation, items, current });
  }

  /** Set the alarm for the next item that is only paused. */
  #rest() {
    this.#announce();
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
    const queued = this.#queue.items.filter((item) => item.state === "queued");
    if (!this.#started || this.#signedOut || queued.length === 0) return;
    const now = this.#clock.now();
    const later = queued
      .map((item) => this.#backoff.until(item.key))
      .filter((until) => until > now);
    if (later.length === 0) return; // what is left waits behind a conflict or a refusal
    this.#timer = this.#clock.setTimeout(() => this.#drain(), Math.min(...later) - now);
  }

  #waitNoLonger({ ordered }) {
    this.#backoff.forget({ ordered });
    this.#signedOut = false;
    this.#drain();
  }

  #announce() {
    const { status } = this;
    const told = JSON.stringify(status);
    if (told === this.#told) return;
    this.#told = told;
    this.#emit("state", status);
  }

  #publish(type, detail) {
    this.#emit(type, detail);
    this.#tellTabs(type, detail);
    this.#announce();
  }

  #tellTabs(type, detail = null) {
    this.#channel?.postMessage({ type, detail });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
