import { say } from "../common/announce.js";
import { fill } from "../common/i18n.js";
import { values } from "../common/ndjson.js";

/**
 * A file form that shows how far the server is. Without this module the form works too.
 * @param {HTMLElement} element the form, with data-said-read and data-said-failed, and inside
 *   it [data-progress], [data-progress-words] and [data-refusal]
 */
export function start(element) {
  if (element instanceof HTMLFormElement) new Upload(element).listen();
}

class Upload {
  #form;
  #size = 1;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.#form = form;
  }

  listen() {
    const form = this.#form;
    form.addEventListener("submit", (event) => {
      const file = form.querySelector('input[type="file"]')?.files?.[0];
      if (!file) return;
      event.preventDefault();
      this.#size = Math.max(file.size, 1);
      this.#send();
    });
  }

  async #send() {
    this.#busy(true);
    this.#refuse("");
    this.#show({ read: 0, articles: 0 });
    try {
      // The fields are read before the request begins, so a disabled button costs nothing.
      const answer = await fetch(this.#form.action, {
        method: "POST",
        body: new FormData(this.#form),
        credentials: "same-origin",
        headers: { Accept: "application/x-ndjson, application/json;q=0.5" },
      });
      if (!(await this.#follow(answer))) this.#refuse(this.#form.dataset.saidFailed ?? "");
    } catch {
      this.#refuse(this.#form.dataset.saidFailed ?? "");
    } finally {
      this.#busy(false);
    }
  }

  /**
   * @param {Response} answer
   * @returns {Promise<boolean>} whether the server said how it ended
   */
  async #follow(answer) {
    if (!answer.body) return false;
    for await (const value of values(answer.body)) {
      if (value.error) {
        this.#refuse(value.error.sentence);
        return true;
      }
      if ("done" in value) {
        say(value.said);
        location.assign(value.url);
        return true;
      }
      if ("read" in value) this.#show(value);
    }
    return false;
  }

  /** @param {{read: number, articles: number}} value */
  #show({ read, articles }) {
    const percent = Math.min(100, Math.floor((100 * read) / this.#size));
    const bar = this.#form.querySelector("progress");
    if (bar) bar.value = percent;
    const words = this.#form.querySelector("[data-progress-words]");
    if (words) words.textContent = fill(this.#form.dataset.saidRead ?? "", { percent, articles });
  }

  /** @param {string} sentence */
  #refuse(sentence) {
    const place = this.#form.querySelector("[data-refusal]");
    if (!(place instanceof HTMLElement)) return;
    place.textContent = sentence;
    place.hidden = sentence === "";
  }

  /** @param {boolean} busy */
  #busy(busy) {
    const bar = this.#form.querySelector("[data-progress]");
    if (bar instanceof HTMLElement) bar.hidden = !busy;
    const button = this.#form.querySelector('button[type="submit"]');
    if (button instanceof HTMLButtonElement) button.disabled = busy;
  }
}
