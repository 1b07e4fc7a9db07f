import { make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { momentWords } from "../common/words.js";

/**
 * @typedef {object} Removal
 * @property {string | null} by null where its writer removed it
 * @property {string} at
 * @property {string | null} reason
 */

/** @param {Removal} removal @returns {string} what stands in the place of the words */
export function removalWords({ by, at, reason }) {
  if (by === null) return t("Removed by its writer");
  return t("Removed by {name} on {date}: {reason}", { name: by, date: momentWords(at), reason });
}

/**
 * A small form that asks a lead why another's comment is to go.
 * @param {(reason: string) => void} onReason
 * @param {() => void} onCancel
 * @returns {HTMLFormElement}
 */
export function reasonForm(onReason, onCancel) {
  const field = document.createElement("input");
  Object.assign(field, { type: "text", maxLength: 1000, required: true, dir: "auto", autocomplete: "off" });
  const label = make("label", "", make("span", "", t("Why it is removed; its writer is told")), field);
  const cancel = make("button", "button button--small button--quiet", t("Cancel"));
  cancel.setAttribute("type", "button");
  cancel.addEventListener("click", onCancel);
  const buttons = make("p", "talk__send", make("button", "button button--small", t("Remove the comment")), cancel);
  const form = /** @type {HTMLFormElement} */ (make("form", "talk__reason control", label, buttons));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onReason(field.value);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onCancel();
  });
  return form;
}
