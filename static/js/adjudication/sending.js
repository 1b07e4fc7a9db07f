import { postAs } from "../common/api.js";

const SHORTEST = 2_000;
const LONGEST = 30_000;
const PASSING = new Set([0, 429, 502, 503, 504]);

/**
 * Send one decision until the server has answered it. The same identifier goes each time, so that
 * a lost answer makes no second one.
 */
export class Sending {
  #send;
  #wait;

  /**
   * @param {{user: string, csrf: string, send?: typeof postAs, wait?: (ms: number) => Promise<void>}} options
   */
  constructor({ user, csrf, send = postAs, wait = waitOrOnline }) {
    this.#send = (url, fields) => send(url, fields, user, { csrf });
    this.#wait = wait;
  }

  /**
   * @param {string} url
   * @param {[string, string][]} fields
   * @param {() => void} onWaiting there is no answer yet; it is tried again
   * @returns {Promise<import("../common/api.js").Answer>}
   */
  async through(url, fields, onWaiting) {
    for (let delay = SHORTEST; ; delay = Math.min(delay * 2, LONGEST)) {
      const answer = await this.#send(url, fields);
      if (!PASSING.has(answer.status)) return answer;
      onWaiting();
      await this.#wait(answer.retryAfter ? answer.retryAfter * 1_000 : delay);
    }
  }
}

/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
function waitOrOnline(ms) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
  });
}
