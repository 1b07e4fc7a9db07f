import { make } from "../common/dom.js";
import { t } from "../common/i18n.js";

/** @typedef {{url: string, fields: [string, string][], said?: string[]}} Decision */

/**
 * What a kept decision said, a line each. One that was kept without its words has those that were
 * typed.
 * @param {Decision} decision
 * @returns {string[]}
 */
export function linesOf({ fields, said }) {
  if (said?.length) return said;
  const typed = ["rationale", "evidence", "reason"];
  return fields.filter(([name, value]) => typed.includes(name) && value.trim()).map(([, value]) => value);
}

/**
 * Tells of a decision that is not sent any more, and lets it be copied or thrown away.
 * @param {Decision} decision
 * @param {() => void} forget
 * @returns {HTMLElement}
 */
export function lostNotice(decision, forget) {
  const lines = linesOf(decision);
  const copied = make("span", "soft small");
  copied.setAttribute("role", "status");
  const copy = button(t("Copy"), async () => {
    const isDone = await navigator.clipboard.writeText(lines.join("\n")).then(() => true, () => false);
    copied.textContent = isDone ? t("Copied.") : t("It could not be copied: select the words instead.");
  });
  const discard = button(t("Discard"), () => {
    forget();
    notice.remove();
  });
  const words = make("ul", "lost__words", ...lines.map((line) => bidi(make("li", "", line))));
  const why = t("A decision of yours was not sent, and what it was about has changed since. It is kept here until you discard it.");
  const notice = make("div", "notice notice--warning lost", make("div", "", make("p", "notice__title", why), words, make("div", "notice__actions", copy, discard, copied)));
  return notice;
}

/**
 * @param {string} words
 * @param {() => void} onPress
 * @returns {HTMLElement}
 */
function button(words, onPress) {
  const made = Object.assign(make("button", "button button--plain button--small", words), { type: "button" });
  made.addEventListener("click", onPress);
  return made;
}

/** @param {HTMLElement} element */
function bidi(element) {
  element.dir = "auto";
  return element;
}
