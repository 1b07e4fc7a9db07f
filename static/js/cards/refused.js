import { icon, make } from "../common/dom.js";

let count = 0;

/**
 * Say under each field that the server refused why it did, and no more under those that were put
 * right or given up.
 * @param {HTMLElement} root the editor
 * @param {Record<string, string[]>} errors by field
 * @param {(name: string) => HTMLElement | null} fieldFor where it is in the card
 * @param {(field: HTMLElement) => void} reveal called for one that was not refused before
 */
export function showRefused(root, errors, fieldFor, reveal) {
  const found = Object.entries(errors).map(([name, said]) => ({ field: fieldFor(name), words: said.join(" ") }));
  const wrong = new Map(found.filter(({ field }) => field).map(({ field, words }) => [/** @type {HTMLElement} */ (field), words]));
  for (const field of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-refused]"))) {
    if (!wrong.has(field)) clear(field);
  }
  for (const [field, words] of wrong) {
    const isNew = field.dataset.refused !== words;
    mark(field, words);
    if (isNew) reveal(field);
  }
}

/** @param {HTMLElement} field @param {string} words */
function mark(field, words) {
  const said = sentenceOf(field);
  field.dataset.refused = words;
  said.hidden = false;
  said.replaceChildren(icon("circle-alert"), words);
  for (const one of alike(field)) {
    one.setAttribute("aria-invalid", "true");
    one.setAttribute("aria-describedby", said.id);
  }
}

/** @param {HTMLElement} field */
function clear(field) {
  const said = sentenceOf(field);
  delete field.dataset.refused;
  said.hidden = true;
  said.replaceChildren();
  for (const one of alike(field)) {
    one.setAttribute("aria-invalid", "false");
    one.removeAttribute("aria-describedby");
  }
}

/** A choice among boxes is several fields. @param {HTMLElement} field @returns {Iterable<Element>} */
function alike(field) {
  return placeOf(field).querySelectorAll(`[data-field="${field.dataset.field}"]`);
}

/** @param {HTMLElement} field @returns {HTMLElement} */
function placeOf(field) {
  return /** @type {HTMLElement} */ (field.closest(".evidence__part, .types, .verdict, .control"));
}

/** What is said below a field; made for those that have no place for it. @param {HTMLElement} field @returns {HTMLElement} */
function sentenceOf(field) {
  const place = placeOf(field);
  const said = /** @type {HTMLElement} */ (place.querySelector(":scope > .field__error") ?? place.appendChild(make("p", "field__error")));
  count += 1;
  said.id ||= `refused-${count}`;
  return said;
}
