import { isTyping } from "../common/dom.js";
import { nameOf } from "./keys.js";

/** Which way a key leads; borders of marks, which the same keys move, are not moved while looking back. */
const WAYS = { "[": "previous", "]": "next", "shift+[": "first", "shift+]": "last" };

/**
 * Keys for the ways through what happened, which are links.
 * @param {HTMLElement} element the bar, with its links [data-step]
 */
export function start(element) {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const way = WAYS[nameOf(event)];
    const link = way && element.querySelector(`a[data-step="${way}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
}
