import { make } from "../common/dom.js";
import { t } from "../common/i18n.js";

let made = 0;

/**
 * What is being typed after an @ before the caret.
 * @param {string} before the text up to the caret
 * @returns {string | null} none where no name is being typed
 */
export function typedName(before) {
  return /(?:^|\s)@([^@\n]{0,40})$/u.exec(before)?.[1] ?? null;
}

/**
 * Those whose name begins, or has a word that begins, so.
 * @template {{name: string}} Person
 * @param {Person[]} people
 * @param {string} typed
 * @returns {Person[]}
 */
export function matching(people, typed) {
  const wanted = typed.toLocaleLowerCase();
  return people.filter(({ name }) => {
    const low = name.toLocaleLowerCase();
    return low.startsWith(wanted) || low.includes(` ${wanted}`);
  });
}

/** The list of names that opens below a field at an @. */
export class Mentions {
  #field;
  #list = make("ul", "talk__people");
  /** @type {{id: number, name: string}[]} */
  #people = [];
  /** @type {{id: number, name: string}[]} */
  #shown = [];
  #at = 0;

  /** @param {HTMLTextAreaElement} field */
  constructor(field) {
    this.#field = field;
    made += 1;
    this.#list.id = `people-${made}`;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", t("People"));
    this.#list.hidden = true;
    field.after(this.#list);
    for (const [name, value] of [["aria-autocomplete", "list"], ["aria-controls", this.#list.id]]) field.setAttribute(name, value);
    field.addEventListener("input", () => this.#typed());
    field.addEventListener("blur", () => this.#close());
    field.addEventListener("keydown", (event) => this.#pressed(event));
    // The field keeps the focus.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", ({ target }) => this.#choose(Number(/** @type {HTMLElement} */ (target).closest("li")?.dataset.index ?? 0)));
  }

  /** @param {{id: number, name: string}[]} people */
  offer(people) {
    this.#people = people;
  }

  /** @param {string} text @returns {number[]} ids of those whose names stand in it after an @ */
  mentioned(text) {
    return this.#people.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id);
  }

  #typed() {
    const typed = typedName(this.#before);
    this.#shown = typed === null ? [] : matching(this.#people, typed).slice(0, 8);
    this.#at = 0;
    if (this.#shown.length === 0) this.#close();
    else this.#open();
  }

  get #before() {
    return this.#field.value.slice(0, this.#field.selectionStart);
  }

  #open() {
    this.#list.replaceChildren(...this.#shown.map(({ name }, index) => {
      const option = make("li", "", name);
      option.id = `${this.#list.id}-${index}`;
      option.dir = "auto";
      option.dataset.index = String(index);
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(index === this.#at));
      return option;
    }));
    this.#list.hidden = false;
    this.#field.setAttribute("aria-activedescendant", `${this.#list.id}-${this.#at}`);
  }

  #close() {
    this.#list.hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (this.#list.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#at = (this.#at + step + this.#shown.length) % this.#shown.length;
      this.#open();
    } else if (event.key === "Enter" || event.key === "Tab") this.#choose(this.#at);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #choose(index) {
    const before = this.#before;
    const typed = typedName(before);
    const person = this.#shown[index];
    if (typed === null || !person) return;
    const start = before.length - typed.length;
    this.#field.setRangeText(`${person.name} `, start, before.length, "end");
    this.#close();
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    this.#close();
  }
}
