import { say } from "../common/announce.js";
import { fill } from "../common/i18n.js";
import { values } from "../common/ndjson.js";

/**
 * Files dropped or chosen, sent one after the other, each with its own progress and its own end.
 * Without this module the form sends them all at once.
 * @param {HTMLElement} element the form of the page that brings articles in
 */
export function start(element) {
  if (element instanceof HTMLFormElement) new Bringing(element).listen();
}

class Bringing {
  #form;
  #input;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.#form = form;
    this.#input = /** @type {HTMLInputElement} */ (form.querySelector('input[type="file"]'));
  }

  listen() {
    const zone = /** @type {HTMLElement} */ (this.#form.querySelector("[data-drop]"));
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.toggleAttribute("data-over", true);
    });
    zone.addEventListener("dragleave", () => zone.toggleAttribute("data-over", false));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.toggleAttribute("data-over", false);
      if (!event.dataTransfer?.files.length) return;
      this.#input.files = event.dataTransfer.files;
      this.#list();
    });
    this.#input.addEventListener("change", () => this.#list());
    this.#form.addEventListener("submit", (event) => {
      if (!this.#input.files?.length) return;
      event.preventDefault();
      this.#bring([...this.#input.files]);
    });
  }

  /** Show what was chosen, and what to press. */
  #list() {
    const files = [...(this.#input.files ?? [])];
    this.#rows(files);
    if (files.length > 0) say(fill(this.#said("Remaining"), { files: files.length }));
  }

  /**
   * @param {File[]} files
   * @returns {Row[]} a row of the list for each
   */
  #rows(files) {
    const list = /** @type {HTMLElement} */ (this.#form.querySelector("[data-files]"));
    const mould = /** @type {HTMLTemplateElement} */ (this.#form.querySelector("[data-row]"));
    list.replaceChildren();
    list.hidden = files.length === 0;
    return files.map((file) => {
      const row = /** @type {HTMLElement} */ (mould.content.firstElementChild?.cloneNode(true));
      list.append(row);
      return new Row(row, file, this.#said("Waiting"));
    });
  }

  /** @param {File[]} files */
  async #bring(files) {
    // The fields are read once, before anything is disabled, and serve each file.
    const fields = new FormData(this.#form);
    this.#busy(true);
    let done = 0;
    let waits = false;
    const rows = this.#rows(files);
    this.#form.querySelector("[data-files]")?.scrollIntoView({ block: "nearest" });
    for (const row of rows) {
      fields.set(this.#input.name, row.file);
      const end = await this.#send(row, fields);
      done += end === "in" ? 1 : 0;
      waits ||= end === "waits";
    }
    this.#busy(false);
    this.#offer("[data-done]", done > 0);
    this.#offer("[data-waits]", waits);
    // What is in must not be sent a second time; what was refused is chosen again when mended.
    this.#input.value = "";
    say(fill(this.#said("All"), { done, files: files.length }));
    if (waits) /** @type {HTMLElement | null} */ (this.#form.querySelector("[data-waits]"))?.focus();
  }

  /**
   * @param {string} selector of a link
   * @param {boolean} offered
   */
  #offer(selector, offered) {
    const link = this.#form.querySelector(selector);
    if (link instanceof HTMLElement) link.hidden = !offered;
  }

  /**
   * @param {Row} row
   * @param {FormData} fields
   * @returns {Promise<"in" | "waits" | "refused">} what became of it
   */
  async #send(row, fields) {
    try {
      const answer = await fetch(this.#form.action, {
        method: "POST",
        body: fields,
        credentials: "same-origin",
        headers: { Accept: "application/x-ndjson, application/json;q=0.5" },
      });
      if (!answer.body) throw new TypeError("no answer");
      for await (const value of values(answer.body)) {
        if (value.error) return row.refuse(value.error.sentence);
        if ("done" in value) return row.end(value);
        if ("read" in value) row.show(value, this.#said("Read"));
      }
    } catch {
      // Told below, as an answer that ends too early is.
    }
    return row.refuse(this.#said("Failed"));
  }

  /** @param {string} name */
  #said(name) {
    return this.#form.dataset[`said${name}`] ?? "";
  }

  /** @param {boolean} busy */
  #busy(busy) {
    const button = this.#form.querySelector('button[type="submit"]');
    if (button instanceof HTMLButtonElement) button.disabled = busy;
  }
}

/** One file of the list. */
class Row {
  #element;

  /**
   * @param {HTMLElement} element
   * @param {File} file
   * @param {string} words what stands beside the bar at first
   */
  constructor(element, file, words) {
    this.#element = element;
    this.file = file;
    this.#part("name").textContent = file.name;
    this.#part("words").textContent = words;
    element.querySelector("progress")?.setAttribute("aria-label", file.name);
  }

  /**
   * @param {{read: number, articles: number}} value
   * @param {string} sentence
   */
  show({ read, articles }, sentence) {
    const percent = Math.min(100, Math.floor((100 * read) / Math.max(this.file.size, 1)));
    const bar = this.#element.querySelector("progress");
    if (bar) bar.value = percent;
    this.#part("words").textContent = fill(sentence, { percent, articles });
  }

  /**
   * @param {{said: string, refusals: string[], way: {href: string, text: string} | null, waits: boolean}} value
   * @returns {"in" | "waits"}
   */
  end({ said, refusals, way, waits }) {
    this.#tell("said", said);
    if (way) Object.assign(this.#part("way"), { href: way.href, textContent: way.text, hidden: false });
    const list = this.#part("refusals");
    list.hidden = refusals.length === 0;
    for (const sentence of refusals) list.append(Object.assign(document.createElement("li"), { textContent: sentence }));
    return waits ? "waits" : "in";
  }

  /**
   * @param {string} sentence
   * @returns {"refused"}
   */
  refuse(sentence) {
    this.#tell("refusal", sentence);
    return "refused";
  }

  /**
   * @param {string} name
   * @param {string} sentence
   */
  #tell(name, sentence) {
    this.#part("progress").hidden = true;
    const place = this.#part(name);
    place.textContent = sentence;
    place.hidden = false;
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.#element.querySelector(`[data-${name}]`));
  }
}
