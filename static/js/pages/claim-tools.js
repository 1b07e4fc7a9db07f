import { isTyping } from "../common/dom.js";

/**
 * The tools of a claim's page: copy its permanent link, by button or Shift+L, and print it.
 * @param {HTMLElement} element with data-url, data-said and data-failed
 */
export function start(element) {
  const status = element.querySelector("[role=status]");
  const copy = async () => {
    const isDone = await navigator.clipboard.writeText(element.dataset.url ?? "").then(() => true, () => false);
    if (status) status.textContent = (isDone ? element.dataset.said : element.dataset.failed) ?? "";
  };
  element.querySelector("[data-action=copy]")?.addEventListener("click", copy);
  element.querySelector("[data-action=print]")?.addEventListener("click", () => print());
  addEventListener("keydown", (event) => {
    if (event.key !== "L" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    copy();
  });
  element.dataset.ready = "";
}
