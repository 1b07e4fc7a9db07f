const TIMEOUT = 15_000;

/** The form token of the page, replaced when the server no longer takes it. */
let pageToken = "";

/**
 * @typedef {[name: string, value: string | number]} Field
 * @typedef {object} Answer
 * @property {number} status the HTTP status; 0 when nothing came back (no network, time-out)
 * @property {any} body the parsed JSON, or null
 * @property {number | null} retryAfter seconds the server asks us to wait, from Retry-After
 */

/** @param {string} token */
export function setToken(token) {
  pageToken = token;
}

/**
 * Send a form and read a JSON answer. Never throws: what fails on the way is status 0.
 * @param {string} url
 * @param {Field[] | Record<string, string | number>} fields
 * @param {{token?: string, timeout?: number, fetch?: typeof globalThis.fetch}} [options]
 * @returns {Promise<Answer>}
 */
export function post(url, fields, options = {}) {
  const pairs = Array.isArray(fields) ? fields : Object.entries(fields);
  const body = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]));
  body.set("csrf_token", options.token ?? pageToken);
  return exchange(url, { method: "POST", body }, options);
}

/**
 * Send a form from a page that may have stood open over a new sign-in, so that its token is old:
 * that is fetched anew, once, and not used where somebody else signed in. Never throws.
 * @param {string} url
 * @param {Field[] | Record<string, string | number>} fields
 * @param {number | string} user for whom it goes
 * @param {{csrf?: string, timeout?: number, fetch?: typeof globalThis.fetch}} [options] csrf: where
 *     tokens are had
 * @returns {Promise<Answer>}
 */
export async function postAs(url, fields, user, { csrf, ...options } = {}) {
  const answer = await post(url, fields, options);
  if (answer.status !== 400) return answer;
  const fresh = await refreshToken(csrf, options);
  if (!fresh) return answer;
  if (fresh.user !== null && String(fresh.user) !== String(user)) return { ...answer, status: 401, body: null };
  return post(url, fields, options);
}

/**
 * Read a JSON answer. Never throws.
 * @param {string} url
 * @param {{timeout?: number, fetch?: typeof globalThis.fetch}} [options]
 * @returns {Promise<Answer>}
 */
export function get(url, options = {}) {
  return exchange(url, { method: "GET" }, options);
}

/**
 * Fetch a fresh form token and use it from now on; the old one stays when none comes.
 * @param {string} [url]
 * @param {{timeout?: number, fetch?: typeof globalThis.fetch}} [options]
 * @returns {Promise<{token: string, user: number | null} | null>} the token, and who is signed in
 *     where the server says so
 */
export async function refreshToken(url = "/csrf-token", options = {}) {
  const { status, body } = await get(url, options);
  if (status !== 200 || typeof body?.token !== "string") return null;
  setToken(body.token);
  return { token: body.token, user: body.user ?? null };
}

/**
 * The `send` that an Outbox wants, for the annotations of one article.
 * @param {string} annotationsUrl for example "/projects/s/articles/i/annotations"
 * @param {{timeout?: number, fetch?: typeof globalThis.fetch, shown?: number, onCorrected?: (number: number) => void}} [options]
 *     shown: the number of the text that the page shows; onCorrected hears that it is the newest no more
 * @returns {(item: {annotation: string, kind: string, version: number, fields: Field[], revision?: number}) => Promise<Answer>}
 */
export function annotationSender(annotationsUrl, { shown, onCorrected, ...options } = {}) {
  return async ({ annotation, kind, version, fields, revision }) => {
    const noun = kind === "save" ? "" : `/${kind}`;
    const texts = shown ? [["revision", revision ?? shown], ["shown", shown]] : [];
    const all = [["version", version], ...texts, ...fields];
    const answer = await post(`${annotationsUrl}/${annotation}${noun}`, all, options);
    if (answer.body?.corrected) onCorrected?.(answer.body.corrected);
    return answer;
  };
}

/** @returns {Promise<Answer>} */
async function exchange(url, init, { timeout = TIMEOUT, fetch = globalThis.fetch }) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeout);
  try {
    const response = await fetch(url, {
      ...init,
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      signal: controller.signal,
    });
    // The body is read before the timer stops: an answer cut off half way is no answer.
    return { status: response.status, body: await json(response), retryAfter: delay(response) };
  } catch {
    return { status: 0, body: null, retryAfter: null };
  } finally {
    clearTimeout(timer);
  }
}

async function json(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function delay(response) {
  const header = response.headers.get("Retry-After");
  const seconds = header === null || header.trim() === "" ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}
