import { postAs } from "../common/api.js";
import { Backoff } from "../common/backoff.js";

const TRIES = 5;
const CLOCK = { now: () => Date.now(), random: () => Math.random() };

/**
 * Tell the server that the article was opened. That this fails in the end is nobody's trouble: the
 * first save opens it too.
 * @param {string} url
 * @param {number} user who opened it
 * @param {object} [options]
 * @param {string} [options.csrf] where tokens are had
 * @param {typeof globalThis.fetch} [options.fetch]
 * @param {{now: () => number, random: () => number}} [options.clock]
 * @param {(milliseconds: number) => Promise<unknown>} [options.wait]
 * @returns {Promise<void>}
 */
export async function tellOpening(url, user, { clock = CLOCK, wait = pause, ...options } = {}) {
  const backoff = new Backoff(clock);
  for (let tries = 1; ; tries += 1) {
    const { status, retryAfter } = await postAs(url, {}, user, options);
    if ((status !== 0 && status < 500) || tries === TRIES) return;
    backoff.failAll(retryAfter);
    await wait(backoff.until(0) - clock.now());
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
