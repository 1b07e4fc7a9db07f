import { say } from "../common/announce.js";
import { postAs } from "../common/api.js";
import { Backoff } from "../common/backoff.js";
import { t } from "../common/i18n.js";
import { newId } from "../common/uuid.js";
import { UnsentComments } from "./talk-draft.js";

/** Answers that say something of the server, of the way to it, or of who is signed in. */
const WAITS = new Set([0, 401, 408, 425, 429]);
/** Words that the server has already, or a version or comment that is gone: they go as new ones next. */
const GONE = new Set([404, 409, 412]);

const SYSTEM_CLOCK = {
  now: () => Date.now(),
  setTimeout: (call, delay) => setTimeout(call, delay),
  clearTimeout: (timer) => clearTimeout(timer),
  random: () => Math.random(),
};

/** @type {Promise<Sender> | null} */
let opened = null;

/** @returns {Promise<Sender> | null} that of this page, once it is opened */
export function sending() {
  return opened;
}

/**
 * Send what an earlier page left of comments on this article, and all that is written from now on.
 * @param {any} data the page's workspace-data
 * @param {import("../marks/store.js").Store} store
 * @returns {Promise<Sender>}
 */
export function openSending(data, store) {
  opened ??= begin(data, store);
  return opened;
}

async function begin({ me, article, urls, comments }, store) {
  const unsent = await UnsentComments.open(me.id, article.id);
  unsent.guardLeaving();
  const send = (mark, { id, version, text, mentions }) => {
    const fields = { version, text, mentions: mentions.join(" ") };
    return postAs(`${urls.annotations}/${mark}/comments/${id}`, fields, me.id, { csrf: urls.csrf });
  };
  const sender = new Sender({ unsent, send, isUnmade: (mark) => store.isUnsent(mark) });
  sender.addEventListener("sent", ({ detail: { mark, body } }) => {
    comments[mark] = body.thread.comments.filter(({ removed }) => !removed).length;
    say(t("Comment sent"));
  });
  for (const name of ["online", "focus"]) addEventListener(name, () => sender.wakeAtOnce());
  sender.wake();
  return sender;
}

/**
 * The way of comments to the server: kept before they are sent, and dropped only when the server
 * has them. What cannot go now goes by itself later.
 *
 * Events, each with {mark}: "sent" {body}; "waits" {status}; "refused" {status, body}; "held", of
 * words that wait and are changed now, so that they go when somebody asks again.
 */
export class Sender extends EventTarget {
  #send;
  #isUnmade;
  #clock;
  #backoff;
  #busy = new Set();
  #late = new Set();
  #timer = null;
  unsent;

  /**
   * @param {object} options
   * @param {UnsentComments} options.unsent
   * @param {(mark: string, unsent: import("./talk-draft.js").Unsent) => Promise<import("../common/api.js").Answer>} options.send
   * @param {(mark: string) => boolean} options.isUnmade whether the server may not know the mark yet
   * @param {typeof SYSTEM_CLOCK} [options.clock]
   */
  constructor({ unsent, send, isUnmade, clock = SYSTEM_CLOCK }) {
    super();
    this.unsent = unsent;
    this.#send = send;
    this.#isUnmade = isUnmade;
    this.#clock = clock;
    this.#backoff = new Backoff(clock);
  }

  /** @returns {number} how many comments were sent in vain so far, and go by themselves later */
  get waiting() {
    return [...this.#late].filter((mark) => this.unsent.of(mark)?.sent).length;
  }

  /** @param {string} mark on which what waits is being changed */
  hold(mark) {
    this.#late.delete(mark);
    this.#emit("held", { mark });
  }

  /** Send all that somebody asked to be sent and that has waited long enough. */
  wake() {
    for (const mark of this.unsent.marks) this.#try(mark);
  }

  /** The network is back, or somebody looks at the page: nothing waits any longer. */
  wakeAtOnce() {
    this.#backoff.forget();
    this.wake();
  }

  /** @param {string} mark @param {import("./talk-draft.js").Unsent} unsent kept, then sent at once */
  send(mark, unsent) {
    this.unsent.keep(mark, { ...unsent, sent: true });
    this.unsent.flush();
    this.#backoff.forget();
    return this.#try(mark);
  }

  async #try(mark) {
    const unsent = this.unsent.of(mark);
    const isDue = this.#backoff.until(mark) <= this.#clock.now();
    if (!unsent?.sent || !isDue || this.#busy.has(mark)) return;
    this.#busy.add(mark);
    const answer = await this.#send(mark, unsent);
    this.#busy.delete(mark);
    this.#settle(mark, unsent, answer);
  }

  #settle(mark, unsent, { status, body, retryAfter }) {
    this.#late.delete(mark);
    if (status === 200 || status === 201) {
      this.#backoff.succeed(mark);
      this.#end(mark, unsent);
      this.#emit("sent", { mark, body });
    } else if (WAITS.has(status) || status >= 500 || (status === 404 && this.#isUnmade(mark))) {
      this.#backoff.failAll(retryAfter);
      this.#rest();
      this.#late.add(mark);
      this.#emit("waits", { mark, status });
    } else {
      this.#hold(mark, GONE.has(status));
      this.#emit("refused", { mark, status, body });
    }
  }

  /** What was typed while it was on its way is a comment of its own. */
  #end(mark, { id, text }) {
    const now = this.unsent.of(mark);
    if (!now || (now.id === id && now.text === text)) this.unsent.drop(mark);
    else if (now.id === id) this.unsent.keep(mark, { ...now, id: newId(), version: 0, sent: false });
  }

  /** The words stay, and go when somebody asks again. */
  #hold(mark, isGone) {
    const now = this.unsent.of(mark);
    if (!now) return;
    const fresh = isGone ? { id: newId(), version: 0 } : {};
    this.unsent.keep(mark, { ...now, ...fresh, sent: false });
    this.unsent.flush();
  }

  /** Set the alarm for the next try. */
  #rest() {
    this.#clock.clearTimeout(this.#timer);
    const delay = Math.max(0, this.#backoff.until("") - this.#clock.now());
    this.#timer = this.#clock.setTimeout(() => this.wake(), delay);
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
