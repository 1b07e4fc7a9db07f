import { Delivery } from "./delivery.js";
import { Dispatch } from "./dispatch.js";
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
 * {item, current}; "refused" {item, error}; "mended" {annotation}, when what was refused goes again in other
 * words; "dropped" {annotation, items, current}, which goes to
 * `Store.drop`; "trimmed" {annotation, parts, current}, which goes to `Store.trim`. They are heard in every tab that has the article open, whichever tab sent.
 */
export class Outbox extends EventTarget {
  #queue;
  #dispatch;
  #goTogether;
  #online;
  #clock;
  #channel;
  #wakes;
  /** @type {Promise<unknown>} */
  #writing = Promise.resolve();
  #unwritten = 0;
  #told = "";
  #wake = () => this.#dispatch.runAtOnce({ ordered: false });

  /** Use `Outbox.open`. */
  constructor(options) {
    super();
    const { user, article, send, refreshToken, goTogether, storage } = options;
    const { online, clock, locks, channel, wakes } = options;
    const scope = `${user} ${article}`;
    const name = `annotator-outbox ${scope}`;
    this.#queue = new Queue(scope, storage);
    const delivery = new Delivery({ user, send, refreshToken });
    const parts = { name, queue: this.#queue, delivery, clock, locks };
    this.#dispatch = new Dispatch(parts, {
      reload: () => this.#reload(),
      settle: (item, outcome) => this.#settle(item, outcome),
      announce: () => this.#announce(),
    });
    this.#goTogether = goTogether;
    this.#online = online;
    this.#clock = clock;
    this.#channel = channel?.(name) ?? null;
    this.#wakes = wakes;
  }

  /**
   * Open the queue of one person and one article, with what an earlier page left in it.
   * @param {object} options
   * @param {string | number} options.user
   * @param {string | number} options.article
   * @param {(item: Item & {version: number}) => Promise<Answer>} options.send `annotationSender` of api.js
   * @param {() => Promise<{token: string, user: any} | string | null>} [options.refreshToken] of api.js
   * @param {(items: Item[], current: any) => boolean} [options.goTogether] whether all that is queued
   *     for an annotation can stand beside what stands on the server; then nobody is asked
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
      goTogether: () => false,
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
    this.#dispatch.open();
    this.#dispatch.run();
  }

  /**
   * Queue a change.
   * @param {Change} change
   * @returns {Promise<Item>} once the browser keeps it
   */
  enqueue(change) {
    this.#dispatch.open();
    this.#unwritten += 1;
    this.#announce();
    const written = this.#writing.then(() => this.#write(change));
    this.#writing = Promise.allSettled([written]);
    return written.finally(() => {
      this.#unwritten -= 1;
      this.#dispatch.run();
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
    this.#dispatch.runAtOnce({ ordered: true });
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
    this.#dispatch.run();
  }

  /**
   * Settle a conflict part by part: some are given up for what stands there, the rest goes on top.
   * @param {Item} item
   * @param {string[]} theirs the parts that are given up: "note", "verdict"
   * @returns {Promise<void>}
   */
  async resolveParts(item, theirs) {
    await this.#queue.giveUp(item, new Set(theirs));
    this.#publish("trimmed", { annotation: item.annotation, parts: theirs, current: item.current });
    await this.resolve(item, "mine");
  }

  /**
   * Give up one refused or conflicting change; what was said of other things since then stays. With
   * a creation goes all that follows on it.
   * @param {Item} item
   * @returns {Promise<void>}
   */
  async discard(item) {
    await this.#writing;
    const mine = this.#queue.of(item.annotation);
    const creates = item.base === 0 && mine[0]?.key === item.key;
    const now = mine.find(({ key }) => key === item.key) ?? item;
    const given = creates ? null : await this.#queue.giveUpRefused(item);
    if (given) this.#publish("dropped", { annotation: item.annotation, items: [given], current: null });
    else await this.#drop(creates ? mine : [now], item.current);
    this.#dispatch.run();
  }

  /** @returns {Item[]} what the server has not acknowledged, in order */
  pending() {
    return [...this.#queue.items];
  }

  /** @returns {Status} */
  get status() {
    return statusOf({
      items: this.#queue.items,
      unwritten: this.#unwritten,
      signedOut: this.#dispatch.isSignedOut,
      sending: this.#dispatch.isSending(this.#unwritten > 0),
      online: this.#online(),
    });
  }

  /** @returns {boolean} true while closing the page would lose a change */
  unsafeToLeave() {
    return this.#unwritten > 0 || this.#queue.volatile > 0;
  }

  /** Stop timers and listeners; what is queued stays queued. */
  close() {
    this.#dispatch.close();
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
    const { annotation } = change;
    const wasRefused = this.#queue.isRefused(annotation);
    const item = await this.#queue.add({ ...change, at });
    const isMended = wasRefused && !this.#queue.isRefused(annotation) && item.own?.edits.at(-1) === item.edits.at(-1);
    if (isMended) this.#publish("mended", { annotation });
    else this.#tellTabs("changed");
    return item;
  }

  async #settle(item, { kind, body, error }) {
    if (kind === "acknowledged") await this.#acknowledge(item, body);
    else if (kind === "refused") await this.#hold(item, kind, { error });
    else await this.#meet(item, body.annotation);
  }

  /** It changed elsewhere meanwhile. That is a conflict where the two changes cannot both stand. */
  async #meet(item, current) {
    await this.#queue.load();
    const isNews = current.version > item.version; // else going on top of it would never end
    if (isNews && this.#goTogether(this.#queue.of(item.annotation), current)) {
      await this.#queue.rebase({ ...item, current });
      this.#tellTabs("changed");
    } else await this.#hold(item, "conflict", { current });
  }

  async #acknowledge(item, answer) {
    await this.#queue.settle(item, answer.annotation.version);
    this.#publish("ack", { item, answer });
  }

  async #hold(item, state, why) {
    const kept = await this.#queue.hold(item, state, why);
    if (!kept || (state === "refused" && (await this.#queue.mendAtOnce(kept)))) this.#tellTabs("changed");
    else this.#publish(state, { item: kept, ...why });
  }

  async #drop(items, current) {
    if (items.length === 0) return;
    await this.#queue.remove(items);
    this.#publish("dropped", { annotation: items[0].annotation, items, current });
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
