import { say } from "../common/announce.js";
import { clone, find, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { parseLinks } from "../common/links.js";
import { asSent } from "../marks/evidence.js";
import { checkDay, wrongDay } from "./days.js";
import { doubtsOf } from "./doubts.js";
import { fillFields, placeFields, saidBy, typedFields } from "./evidence-fields.js";
import { fillLine, isQuestion } from "./source-line.js";
import { orderByHand } from "./source-order.js";

/** Commands that lead into a source, each with the field that it leads to. */
export const IN_A_SOURCE = { question: "question", "source-before": "question", stance: "stance", origin: "same_origin_as" };

/** The sources of a claim: rows that are corrected in place, and one field that takes links. */
export class SourceList {
  #store;
  #id;
  #list;
  #input;
  #error;
  #questions;
  #typing;
  #rows = new Map();
  /** The row that was last gone to; none after a new one came. @type {HTMLElement | null} */
  #last = null;

  /**
   * @param {HTMLElement} root the editor
   * @param {import("../marks/store.js").Store} store
   * @param {string} id of the claim
   * @param {import("../outbox/typing.js").Typing} typing
   */
  constructor(root, store, id, typing) {
    this.#store = store;
    this.#id = id;
    this.#typing = typing;
    this.#list = find(root, ".sources");
    this.#input = find(root, "[data-field=new-source]");
    this.#questions = find(root, "#claim-questions");
    this.#error = find(this.#input.closest(".control"), ":scope > .field__error");
    this.#input.addEventListener("paste", (event) => this.#pasted(event));
    this.#input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        this.commit();
      }
    });
    this.#input.addEventListener("change", () => this.commit());
    this.#input.addEventListener("input", () => this.complain(""));
    this.#list.addEventListener("change", ({ target }) => {
      // A date is whole only once its field is left.
      if (target.type !== "date") this.#corrected(target);
    });
    this.#input.addEventListener("focus", () => this.#suggest(find(root, "datalist")));
    this.#list.addEventListener("focusin", ({ target }) => {
      this.#last = target.closest(".source");
    });
    orderByHand(this.#list, (source, position) => store.change(id, { sources: [{ id: source, position }] }));
    this.#list.addEventListener("click", ({ target }) => {
      this.#removed(target.closest("[data-action=remove-source]"));
      const unfold = target.closest("[data-action=unfold-source]");
      if (unfold) this.#unfold(unfold.closest(".source"), unfold.getAttribute("aria-expanded") !== "true");
    });
  }

  get isDirty() {
    return this.#input.value.trim() !== "";
  }

  /** @returns {Map<string, HTMLInputElement>} what words are typed in, by the names of their drafts */
  get fields() {
    const all = [...this.#rows].flatMap(([id, row]) => typedFields(row).map((field) => [`${field.dataset.field}:${id}`, field]));
    return new Map(/** @type {[string, HTMLInputElement][]} */ (all));
  }

  /** @param {string} id of a source @param {string} name @returns {HTMLElement | null} */
  field(id, name) {
    return this.#rows.get(id)?.querySelector(`[data-field="${name}"]`) ?? null;
  }

  /** Keep what is typed in a field of a row. @param {HTMLInputElement} field */
  commitField(field) {
    if (checkDay(field) && this.#typing.isDirty(field)) this.#corrected(field);
  }

  /**
   * Go to a field of the source that was last gone to, or of the one before it; at first that is the
   * last one. Where there is none, to the field that takes links.
   * @param {string} command one of `IN_A_SOURCE`
   */
  goTo(command) {
    const row = this.#rowFor(command);
    const field = row?.querySelector(`[data-field=${IN_A_SOURCE[command]}]`);
    // What the project does not ask for is not there.
    const isThere = field && !field.closest(".evidence__part[hidden]");
    if (row) this.#focusIn(row, isThere ? field : row.querySelector("[data-field=stance]"));
    else this.#input.focus();
    return true;
  }

  /** @returns {any} */
  #rowFor(command) {
    const rows = [...this.#list.children];
    const at = rows.indexOf(/** @type {Element} */ (this.#last));
    return rows.at(command === "source-before" && at >= 0 ? at - 1 : at);
  }

  /** @param {HTMLElement} field in a row, or elsewhere in the card */
  goToField(field) {
    const row = field.closest(".source");
    if (row) return this.#focusIn(row, field);
    const fold = field.closest("details");
    if (fold) fold.open = true;
    field.focus();
  }

  #focusIn(row, field) {
    row.classList.add("source--open");
    if (field.closest(".source__more")) this.#unfold(row, true);
    field.focus();
    row.classList.remove("source--open");
  }

  /** Where words are typed that an earlier page left, they are in sight. @param {HTMLElement} field */
  reveal(field) {
    const row = field.closest(".source");
    if (row && field.closest(".source__more")) this.#unfold(row, true);
  }

  /** Add what is typed in the field. */
  commit() {
    for (const field of this.fields.values()) this.commitField(field);
    for (const row of this.#rows.values()) if (!row.querySelector("[data-refused]")) this.#unfold(row, false);
    if (this.isDirty) this.#input.value = this.#add(this.#input.value);
  }

  /**
   * @param {string} words what is to be said of the links just given
   * @param {boolean} [isWrong] whether something is left to be mended
   */
  complain(words, isWrong = Boolean(words)) {
    this.#error.textContent = words;
    this.#error.hidden = !words;
    this.#input.setAttribute("aria-invalid", String(isWrong));
    if (words) say(words);
  }

  refresh() {
    const sources = this.#sources();
    const kept = new Set(sources.map((source) => source.id));
    for (const [id, row] of this.#rows) {
      if (kept.has(id) || typedFields(row).some((field) => this.#typing.isDirty(field))) continue;
      row.remove();
      this.#rows.delete(id);
    }
    // A row that changes its place would lose the focus.
    const focused = /** @type {HTMLElement | null} */ (this.#list.querySelector(":focus"));
    sources.forEach((source, place) => {
      const row = this.#rows.get(source.id) ?? this.#newRow(source);
      this.#fill(row, source);
      if (this.#list.children[place] !== row) this.#list.insertBefore(row, this.#list.children[place] ?? null);
    });
    // One that still has it is left alone: a day that is half typed would begin anew.
    if (focused && focused !== document.activeElement) focusAgain(focused);
    this.#suggestQuestions(sources);
  }

  #suggestQuestions(sources) {
    const asked = [...new Set(sources.map(({ question }) => question).filter(Boolean))];
    this.#questions.replaceChildren(...asked.map((question) => {
      const option = make("option");
      option.setAttribute("value", question);
      return option;
    }));
  }

  /** Links that other marks of the article have, and this one has not. */
  #suggest(datalist) {
    const own = new Set(this.#sources().map(({ url }) => url));
    const all = this.#store.list({ filter: "claim" }).flatMap(({ claim }) => claim?.sources ?? []).filter(({ url }) => url);
    const others = new Map(all.filter(({ url }) => !own.has(url)).map((source) => [source.url, source]));
    datalist.replaceChildren(...[...others.values()].map(({ url, title }) => {
      const option = make("option");
      option.setAttribute("value", url);
      if (title) option.setAttribute("label", title);
      return option;
    }));
  }

  #sources() {
    return this.#store.get(this.#id).claim?.sources ?? [];
  }

  #newRow(source) {
    const row = clone("source-template");
    row.dataset.source = source.id;
    placeFields(row, this.#store.scheme.evidence ?? {});
    this.#rows.set(source.id, row);
    this.#last = null;
    return row;
  }

  #fill(row, source) {
    fillFields(row, source, this.#sources(), this.#typing);
    fillLine(row, source, doubtsOf(this.#store.get(this.#id).claim, source.id));
  }

  /** One at a time: a card with all that can be said of each source would be a long form. */
  #unfold(row, isOpen) {
    // What is wrong stays in sight.
    if (!isOpen && wrongDay(row)) return;
    if (isOpen) for (const other of this.#rows.values()) if (other !== row) this.#unfold(other, false);
    find(row, ".source__more").hidden = !isOpen;
    find(row, ".source__unfold").setAttribute("aria-expanded", String(isOpen));
    row.classList.toggle("source--unfolded", isOpen);
  }

  /** Links that are pasted become rows at once; anything else stays in the field to be finished. */
  #pasted(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const { urls } = parseLinks(text);
    if (urls.length === 0 || this.isDirty) return;
    event.preventDefault();
    this.#input.value = this.#add(text);
  }

  /** What is a link becomes a row, what is there already is shown, and the rest is given back. */
  #add(text) {
    if (isQuestion(text)) return this.#ask(text.trim());
    const { urls, refused } = parseLinks(text);
    const known = new Map(this.#sources().map((source) => [source.url, source.id]));
    const again = urls.filter((url) => known.has(url));
    const fresh = urls.filter((url) => !known.has(url));
    if (fresh.length > 0) this.#store.change(this.#id, { sources: fresh.map((url) => ({ url })) });
    for (const url of again) this.#flash(this.#rows.get(known.get(url)));
    this.complain([refusalWords(refused), repeatWords(again)].filter(Boolean).join(" "), refused.length > 0);
    return refused.join(" ");
  }

  /** A question by itself is one to which no answer was found, until a link is given. */
  #ask(question) {
    this.#store.change(this.#id, { sources: [{ question, answer_type: "unanswerable" }] });
    this.complain("");
    return "";
  }

  #flash(row) {
    row?.classList.remove("source--flash");
    requestAnimationFrame(() => row?.classList.add("source--flash"));
  }

  #corrected(field) {
    const row = field.closest("[data-source]");
    if (!row || !checkDay(field)) return;
    const id = row.dataset.source;
    const source = this.#sources().find((one) => one.id === id);
    const [name, value] = [field.dataset.field, saidBy(row, field)];
    const madeOn = this.#typing.madeOn(field, source ? asSent(source, name) : null);
    const back = source ? {} : { url: find(row, "a").getAttribute("href"), removed: false };
    // With a link the question has an answer, of whatever kind.
    const answered = name === "url" && value && source?.answer_type === "unanswerable" ? { answer_type: "" } : {};
    this.#store.change(this.#id, { sources: [{ id, ...back, ...answered, [name]: value }] }, { madeOn });
    this.#typing.settle(field, value);
  }

  #removed(button) {
    if (!button) return;
    const { source } = button.closest("[data-source]").dataset;
    this.#store.change(this.#id, { sources: [{ id: source, removed: true }] });
    this.#input.focus();
  }
}

/** The fields of a row are there only while it has the focus, so it is opened for a moment. */
function focusAgain(field) {
  const row = field.closest(".source");
  row?.classList.add("source--open");
  field.focus({ preventScroll: true });
  row?.classList.remove("source--open");
}

function refusalWords(refused) {
  if (refused.length === 0) return "";
  return t("Not a web address: {words}. A source begins with http:// or https://.", { words: refused.join(" ") });
}

function repeatWords(again) {
  if (again.length === 0) return "";
  return t("Already among the sources: {links}.", { links: again.join(" ") });
}
