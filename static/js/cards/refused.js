import { find, icon } from "../common/dom.js";

/**
 * Say under a field why the server refused what stood in it.
 * @param {HTMLElement} field
 * @param {string[]} errors none where it was not refused
 */
export function showRefused(field, errors) {
  field.setAttribute("aria-invalid", String(errors.length > 0));
  const said = find(/** @type {HTMLElement} */ (field.closest(".control")), ".field__error");
  said.hidden = errors.length === 0;
  said.replaceChildren(...(errors.length > 0 ? [icon("circle-alert"), errors.join(" ")] : []));
}

/**
 * @param {Record<string, string[]>} errors by field
 * @returns {string} why a source was refused; empty where none was
 */
export function wrongSource(errors) {
  return Object.entries(errors).filter(([name]) => name.startsWith("sources")).flatMap(([, said]) => said).join(" ");
}
