import { say } from "../common/announce.js";
import { get } from "../common/api.js";
import { find } from "../common/dom.js";
import { t } from "../common/i18n.js";

const SOONEST = 1_000;
const LATEST = 15_000;

/**
 * @typedef {object} Job
 * @property {string} id
 * @property {string} title
 * @property {string} subject
 * @property {string} label
 * @property {string} icon
 * @property {string} tone
 * @property {boolean} is_ended
 * @property {boolean} may_stop
 * @property {number} done
 * @property {number | null} total
 * @property {string} reason
 * @property {string | null} url
 */

/**
 * A list of jobs that goes on by itself. Without this module loading the page again shows the same.
 * @param {HTMLElement} element with data-url, and in it rows with data-job
 */
export function start(element) {
  document.querySelector("[data-reload-hint]")?.remove();
  new Jobs(element).wait();
}

/**
 * How long to wait before the next look: soon while something happens, ever later when not.
 * @param {number} delay milliseconds waited before this look
 * @param {boolean} changed whether it found anything new
 * @returns {number}
 */
export function nextDelay(delay, changed) {
  return changed ? SOONEST : Math.min(LATEST, delay * 1.5);
}

class Jobs {
  #element;
  #delay = SOONEST;
  /** @type {Map<string, string>} what was shown last of each job */
  #shown = new Map();

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
  }

  wait() {
    setTimeout(() => this.#look(), this.#delay);
  }

  async #look() {
    const { status, body } = await get(this.#element.dataset.url ?? "");
    if (status >= 400 && status < 500 && status !== 429) return; // signed out, or no longer a member
    const jobs = /** @type {Job[]} */ (body?.jobs ?? []);
    const changed = jobs.filter((job) => this.#isNew(job));
    const ended = changed.map((job) => this.#show(job)).filter(Boolean);
    if (ended.length > 0) say(ended.join(" "));
    this.#delay = nextDelay(this.#delay, changed.length > 0);
    if (status !== 200 || jobs.some((job) => !job.is_ended)) this.wait();
  }

  /**
   * @param {Job} job
   * @returns {boolean} whether it is not as it was shown
   */
  #isNew(job) {
    const now = JSON.stringify(job);
    const before = this.#shown.get(job.id);
    this.#shown.set(job.id, now);
    return before !== now;
  }

  /**
   * @param {Job} job
   * @returns {string} what is to be said of it, where it has ended just now
   */
  #show(job) {
    const row = this.#element.querySelector(`[data-job="${CSS.escape(job.id)}"]`);
    if (!(row instanceof HTMLElement)) return "";
    const wasRunning = row.querySelector("[data-stop]") !== null;
    paintState(row, job);
    paintProgress(row, job);
    paintActions(row, job);
    if (!wasRunning || !job.is_ended) return "";
    return `${[job.label, job.title, job.subject, job.reason].filter(Boolean).join(": ")}.`.replace("..", ".");
  }
}

/**
 * @param {HTMLElement} row
 * @param {Job} job
 */
function paintState(row, job) {
  const badge = find(row, "[data-badge]");
  badge.className = `badge badge--${job.tone}`;
  const use = find(badge, "use");
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${job.icon}`);
  find(badge, "[data-label]").textContent = job.label;
  const reason = find(row, "[data-reason]");
  reason.textContent = job.reason;
  reason.hidden = !job.reason;
}

/**
 * @param {HTMLElement} row
 * @param {Job} job
 */
function paintProgress(row, job) {
  const bar = find(row, "[data-progress]");
  bar.hidden = !job.total;
  if (!job.total) return;
  const progress = find(bar, "progress");
  progress.max = job.total;
  progress.value = job.done;
  find(bar, "[data-words]").textContent = t("{done} of {total}", { done: job.done, total: job.total });
}

/**
 * @param {HTMLElement} row
 * @param {Job} job
 */
function paintActions(row, job) {
  const open = find(row, "[data-open]");
  open.hidden = !job.url;
  if (job.url) open.href = job.url;
  const stop = row.querySelector("[data-stop]");
  if (!stop || job.may_stop) return;
  // A button that goes while it has the focus would take the keyboard's place with it.
  if (stop.contains(document.activeElement)) find(row, job.url ? "[data-open]" : "th").focus();
  stop.remove();
}
