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

/**
 * A text in pieces, those that name somebody after an @ told apart. Of two names of which one begins
 * like the other, the longer one is meant; and a name ends where a word ends.
 * @template {{name: string}} Person
 * @param {string} text
 * @param {Person[]} people
 * @returns {{words: string, person: Person | null}[]}
 */
export function namesIn(text, people) {
  const longest = [...people].sort((one, other) => other.name.length - one.name.length);
  const pieces = [];
  let from = 0;
  for (const { index } of text.matchAll(/@/gu)) {
    if (index < from) continue;
    const person = longest.find(({ name }) => text.startsWith(name, index + 1) && !/^[\p{L}\p{N}]/u.test(text.slice(index + 1 + name.length)));
    if (!person) continue;
    const end = index + 1 + person.name.length;
    pieces.push({ words: text.slice(from, index), person: null }, { words: text.slice(index, end), person });
    from = end;
  }
  return [...pieces, { words: text.slice(from), person: null }].filter(({ words }) => words);
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
  #wasNobody = false;
  #onNobody;

  /**
   * @param {HTMLTextAreaElement} field
   * @param {(isNobody: boolean) => void} onNobody told whether a name is typed that nobody has
   */
  constructor(field, onNobody) {
    this.#field = field;
    this.#onNobody = onNobody;
    made += 1;
    this.#list.id = `people-${made}`;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", t("People"));
    this.#list.hidden = true;
    field.after(this.#list);
    // A field of several lines may not be called a combobox; it has all that one has but the name.
    for (const [name, value] of [["aria-autocomplete", "list"], ["aria-haspopup", "listbox"], ["aria-controls", this.#list.id]]) field.setAttribute(name, value);
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
    return [...new Set(namesIn(text, this.#people).flatMap(({ person }) => (person ? [person.id] : [])))];
  }

  #typed() {
    const typed = typedName(this.#before);
    const isNobody = typed !== null && typed.length > 1 && !/\s$/u.test(typed) && this.#isNobodys(typed);
    if (isNobody !== this.#wasNobody) this.#onNobody(isNobody);
    this.#wasNobody = isNobody;
    this.#shown = typed === null ? [] : matching(this.#people, typed).slice(0, 8);
    this.#at = 0;
    if (this.#shown.length === 0) this.#close();
    else this.#open();
  }

  /** Whoever goes on after a whole name types no other one. */
  #isNobodys(typed) {
    return matching(this.#people, typed).length === 0 && !namesIn(`@${typed}`, this.#people)[0].person;
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
