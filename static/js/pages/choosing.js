import { find } from "../common/dom.js";

/**
 * One box that ticks all the boxes of the page.
 * @param {HTMLElement} form
 */
export function start(form) {
  const all = /** @type {HTMLInputElement} */ (find(form, "#choose-all"));
  const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[name=article]")]);
  const settle = () => {
    const ticked = boxes.filter(({ checked }) => checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener("change", settle);
  find(form, "label[hidden]").hidden = false;
  settle();
}
