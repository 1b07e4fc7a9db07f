import { t } from "../common/i18n.js";

/**
 * @typedef {{status: number, body: any, retryAfter: number | null}} Answer
 * @typedef {object} Outcome
 * @property {"acknowledged" | "signed-out" | "conflict" | "refused" | "item waits" | "all wait"} kind
 * @property {any} body
 * @property {number | null} retryAfter seconds
 * @property {any} error {status, sentence, field, fields}, with a refusal
 */

/** Answers that say something of the server or of the way to it, not of this one item. */
const EVERYONE_WAITS = new Set([0, 408, 425, 429, 502, 503, 504]);
const NO_ANSWER = { status: 0, body: null, retryAfter: null };

/** Sends one item and says what became of it. */
export class Delivery {
  #user;
  #send;
  #refreshToken;

  /**
   * @param {object} options
   * @param {string | number} options.user
   * @param {(item: any) => Promise<Answer>} options.send
   * @param {() => Promise<{token: string, user?: any} | string | null>} options.refreshToken
   */
  constructor({ user, send, refreshToken }) {
    this.#user = String(user);
    this.#send = send;
    this.#refreshToken = refreshToken;
  }

  /**
   * @param {import("./queue.js").Item} item
   * @returns {Promise<Outcome>}
   */
  async deliver(item) {
    const answer = await this.#exchange(item);
    const { body, retryAfter } = answer;
    const kind = kindOf(item, answer);
    return { kind, body, retryAfter, error: kind === "refused" ? errorOf(answer) : null };
  }

  async #exchange(item) {
    const first = await this.#attempt(item);
    if (first.status !== 400) return first;
    const fresh = await this.#refreshToken().catch(() => null);
    if (!fresh) return NO_ANSWER;
    // Somebody else signed in meanwhile: these changes are not theirs to send.
    const user = typeof fresh === "object" ? (fresh.user ?? null) : null;
    if (user !== null && String(user) !== this.#user) return { ...NO_ANSWER, status: 401 };
    return this.#attempt(item);
  }

  async #attempt(item) {
    try {
      return await this.#send(item);
    } catch {
      return NO_ANSWER;
    }
  }
}

function kindOf(item, { status, body }) {
  const annotation = body?.annotation;
  if (status >= 200 && status < 300) {
    // Saved means: the server said so about this annotation, with the version that it has now.
    const told = annotation?.id === item.annotation && Number.isInteger(annotation.version);
    return told ? "acknowledged" : "item waits";
  }
  if (status === 401) return "signed-out";
  if ((status === 412 || status === 409) && annotation) return "conflict";
  // The article was corrected: what this page kept goes once it shows the corrected text.
  if (EVERYONE_WAITS.has(status) || body?.corrected) return "all wait";
  return status >= 500 ? "item waits" : "refused";
}

function errorOf({ status, body }) {
  const sentence = t("The server refused this change.");
  return { sentence, field: null, fields: {}, ...body?.error, status };
}
