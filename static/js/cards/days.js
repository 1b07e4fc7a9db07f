import { icon, make } from "../common/dom.js";
import { t } from "../common/i18n.js";

let told = 0;

/**
 * Say under a day what is wrong with it, or nothing any more. One that is right, or is no day at all, is let pass.
 * @param {any} field
 * @returns {boolean} whether it may be kept
 */
export function checkDay(field) {
  if (field.type !== "date") return field.checkValidity();
  const words = faultOf(field);
  const said = saidUnder(field, words);
  if (said) {
    said.hidden = !words;
    said.replaceChildren(...(words ? [icon("circle-alert"), words] : []));
  }
  if (words) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  return !words;
}

/**
 * Every day is looked at when it is left, and one that was wrong as soon as it is right.
 * @param {HTMLElement} root the editor
 * @param {() => void} onTold called when something may have been said, or is said no more
 */
export function watchDays(root, onTold) {
  const look = ({ target }, isTold) => {
    if (target.type !== "date" || !isTold(target)) return;
    checkDay(target);
    onTold();
  };
  root.addEventListener("focusout", (event) => look(event, () => true));
  root.addEventListener("input", (event) => look(event, (day) => day.ariaInvalid === "true" && day.validity.valid));
}

/**
 * @param {HTMLElement} root
 * @returns {HTMLElement | null} the first day that is not kept, as it is wrong
 */
export function wrongDay(root) {
  return root.querySelector("input[type=date][aria-invalid=true]");
}

function faultOf({ validity }) {
  if (validity.badInput) return t("This day is not whole: fill in its day, month and year, or clear it.");
  return validity.valid ? "" : t("This day cannot be right: look at its year.");
}

/** The sentence stands behind the label, as inside of it it would be part of the field's name. */
function saidUnder(field, words) {
  const part = field.closest(".evidence__part, .control");
  const there = part.querySelector(":scope > .field__error");
  if (there && !there.id) there.id = `day-error-${(told += 1)}`;
  if (there) field.setAttribute("aria-describedby", there.id);
  if (there || !words) return there;
  part.append(make("p", "field__error"));
  return saidUnder(field, words);
}
