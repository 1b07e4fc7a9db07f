import { say } from "../common/announce.js";
import { clone, find, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { hostOf, parseLinks, pathOf } from "../common/links.js";
import { orderByHand } from "./source-order.js";

/** The sources of a claim: rows that are corrected in place, and one field that takes links. */
export class SourceList {
  #store;
  #id;
  #list;
  #input;
  #error;
  #typing;
  #rows = new Map();

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
    this.#list.addEventListener("change", (event) => this.#corrected(event.target));
    this.#input.addEventListener("focus", () => this.#suggest(find(root, "datalist")));
    orderByHand(this.#list, (source, position) => store.change(id, { sources: [{ id: source, position }] }));
    this.#list.addEventListener("click", (event) => this.#removed(event.target.closest("[data-action=remove-source]")));
  }

  get isDirty() {
    return this.#input.value.trim() !== "";
  }

  /** @returns {Map<string, HTMLInputElement>} the titles of the sources, by the names of their drafts */
  get titles() {
    return new Map([...this.#rows].map(([id, row]) => [`title:${id}`, titleOf(row)]));
  }

  /** Keep a title that is typed. @param {HTMLInputElement} field */
  commitTitle(field) {
    if (this.#typing.isDirty(field)) this.#corrected(field);
  }

  /** Add what is typed in the field. */
  commit() {
    for (const field of this.titles.values()) this.commitTitle(field);
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
      if (kept.has(id) || this.#typing.isDirty(titleOf(row))) continue;
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
    if (focused) focusAgain(focused);
  }

  /** Links that other marks of the article have, and this one has not. */
  #suggest(datalist) {
    const own = new Set(this.#sources().map(({ url }) => url));
    const all = this.#store.list({ filter: "claim" }).flatMap(({ claim }) => claim?.sources ?? []);
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
    this.#rows.set(source.id, row);
    return row;
  }

  #fill(row, source) {
    const host = source.host || hostOf(source.url);
    find(row, ".source__initial").textContent = host.replace(/^www\./, "").charAt(0).toUpperCase();
    const link = find(row, "a");
    link.href = source.url;
    const page = pathOf(source.url);
    link.textContent = source.title || page || host;
    link.title = source.url;
    const warning = make("span", "source__warning", t("the article itself: no evidence for a verdict"));
    find(row, "small").replaceChildren(source.is_article ? warning : source.title ? host + page : host);
    find(row, ".source__remove span").textContent = t("Remove the source {title}", { title: source.title || host });
    for (const name of ["title", "stance"]) this.#typing.show(find(row, `[data-field=${name}]`), source[name] ?? "");
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
    const { urls, refused } = parseLinks(text);
    const known = new Map(this.#sources().map((source) => [source.url, source.id]));
    const again = urls.filter((url) => known.has(url));
    const fresh = urls.filter((url) => !known.has(url));
    if (fresh.length > 0) this.#store.change(this.#id, { sources: fresh.map((url) => ({ url })) });
    for (const url of again) this.#flash(this.#rows.get(known.get(url)));
    this.complain([refusalWords(refused), repeatWords(again)].filter(Boolean).join(" "), refused.length > 0);
    return refused.join(" ");
  }

  #flash(row) {
    row?.classList.remove("source--flash");
    requestAnimationFrame(() => row?.classList.add("source--flash"));
  }

  #corrected(field) {
    const row = field.closest("[data-source]");
    if (!row) return;
    const id = row.dataset.source;
    const source = this.#sources().find((one) => one.id === id);
    const [name, value] = [field.dataset.field, field.value.trim()];
    const madeOn = this.#typing.madeOn(field, source ? (source[name] ?? "") : null);
    const back = source ? {} : { url: find(row, "a").getAttribute("href"), removed: false };
    this.#store.change(this.#id, { sources: [{ id, ...back, [name]: value }] }, { madeOn });
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

function titleOf(row) {
  return find(row, "[data-field=title]");
}
