import { fill, pageLocale } from "../common/i18n.js";
import { say } from "../common/announce.js";
import { TextFiles } from "../common/text-files.js";

const NEWLINE = 10;
/** The status of what was filled in wrongly. */
const UNFIT = 422;
const MEGABYTE = 1024 * 1024;

/**
 * A form whose answer is a file: shows how much of it has come, and saves it when it is whole.
 * Without this module the browser saves it by itself.
 * @param {HTMLElement} element the form, with data-said-read, -lines, -size, -done and -failed, and
 *   inside it [data-progress], [data-progress-words], [data-done] and [data-refusal]
 */
export function start(element) {
  if (element instanceof HTMLFormElement) new Download(element).listen();
}

/**
 * The name in a Content-Disposition header, or a fallback.
 * @param {string | null} header
 */
export function fileName(header) {
  return /filename="?([\w.-]+)"?/.exec(header ?? "")?.[1] ?? "export.jsonl";
}

/**
 * How many lines end in these bytes.
 * @param {Uint8Array} bytes
 */
export function countLines(bytes) {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}

class Download {
  #form;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.#form = form;
  }

  listen() {
    this.#form.addEventListener("submit", (event) => {
      // What asks for a page of its own is no download.
      if (event.submitter?.hasAttribute("formaction")) return;
      event.preventDefault();
      this.#run();
    });
  }

  async #run() {
    const { saidDone = "", saidFailed = "" } = this.#form.dataset;
    this.#busy(true);
    this.#words("[data-refusal]", "");
    this.#words("[data-done]", "");
    try {
      const answer = await fetch(this.#form.action, {
        method: "POST",
        body: new FormData(this.#form),
        credentials: "same-origin",
        headers: { Accept: "application/jsonl, application/zip, application/json;q=0.5" },
      });
      if (answer.ok && answer.body) {
        const file = await this.#read(answer, answer.body);
        save(file, fileName(answer.headers.get("Content-Disposition")));
        this.#words("[data-done]", saidDone);
        say(saidDone);
      } else if (answer.status === UNFIT) {
        // A page says what is wrong beside its field, or asks for the password; it holds what was
        // filled in, and from there the browser saves the file by itself.
        this.#form.submit();
      } else {
        this.#words("[data-refusal]", (await answer.json()).error.sentence);
      }
    } catch {
      this.#words("[data-refusal]", saidFailed);
    } finally {
      this.#busy(false);
    }
  }

  /**
   * @param {Response} answer
   * @param {ReadableStream<Uint8Array>} body
   */
  async #read(answer, body) {
    const total = Number(answer.headers.get("X-Annotator-Articles"));
    const sent = new FormData(this.#form);
    const isByArticle = sent.get("kind") === "brat" || sent.get("unit") === "article";
    const type = answer.headers.get("Content-Type") ?? "";
    // What is compressed has no lines to count on the way.
    const isPacked = type === "application/zstd";
    const files = new TextFiles();
    const count = sent.get("kind") === "brat" ? (bytes) => files.add(bytes) : countLines;
    /** @type {BlobPart[]} */
    const parts = [];
    let lines = 0;
    let bytes = 0;
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Blob(parts, { type });
      parts.push(/** @type {BlobPart} */ (value));
      bytes += value.length;
      if (!isPacked) lines += count(value);
      this.#show(isPacked ? null : lines, isByArticle && !isPacked ? total : 0, bytes);
    }
  }

  /**
   * @param {number | null} lines null when they cannot be counted
   * @param {number} total how many lines there will be; 0 when that is not known
   * @param {number} bytes
   */
  #show(lines, total, bytes) {
    const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    const size = new Intl.NumberFormat(pageLocale(), digits).format(bytes / MEGABYTE);
    const { saidRead = "", saidLines = "", saidSize = "" } = this.#form.dataset;
    const bar = this.#form.querySelector("progress");
    if (bar && total && lines !== null) bar.value = (100 * lines) / total;
    else bar?.removeAttribute("value");
    let words = fill(saidSize, { size });
    if (lines !== null) {
      words = total
        ? fill(saidRead, { articles: lines, total, size })
        : fill(saidLines, { lines, size });
    }
    this.#words("[data-progress-words]", words);
  }

  /**
   * @param {string} selector
   * @param {string} words
   */
  #words(selector, words) {
    const place = this.#form.querySelector(selector);
    if (!(place instanceof HTMLElement)) return;
    place.textContent = words;
    place.hidden = words === "";
  }

  /** @param {boolean} busy */
  #busy(busy) {
    const bar = this.#form.querySelector("[data-progress]");
    if (bar instanceof HTMLElement) bar.hidden = !busy;
    const button = this.#form.querySelector('button[type="submit"]');
    if (button instanceof HTMLButtonElement) button.disabled = busy;
  }
}

/**
 * @param {Blob} file
 * @param {string} name
 */
function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads the file after this; a minute is more than it needs to begin.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
