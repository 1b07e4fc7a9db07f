import { find, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { hostOf, pathOf } from "../common/links.js";

/** A question mark of any script that the interface is read in. */
const ASKED = /\s\S*[?\u061f\uff1f]$/u;
const TONES = { supports: "supported", refutes: "refuted", context: "unknown" };

/** @param {string} text @returns {boolean} whether it asks something, and is no address */
export function isQuestion(text) {
  const trimmed = text.trim();
  return ASKED.test(trimmed) && !/https?:/iu.test(trimmed);
}

/**
 * The calm line of a source: what it is, what it says, and what is doubtful about it.
 * @param {HTMLElement} row
 * @param {any} source
 * @param {string[]} doubts
 */
export function fillLine(row, source, doubts) {
  const host = source.url ? source.host || hostOf(source.url) : "";
  find(row, ".source__initial").textContent = host ? host.replace(/^www\./, "").charAt(0).toUpperCase() : "?";
  fillLink(row, source, host);
  tell(row, ".source__stance", stanceWords(source.stance));
  find(row, ".source__stance").className = `source__stance tone--${TONES[source.stance] ?? "unknown"}`;
  tell(row, ".source__answer", source.url ? answerWords(source) : (source.answer ?? ""));
  tell(row, ".source__doubts", doubts.join(" "));
  const remove = row.querySelector(".source__remove span");
  if (remove) remove.textContent = t("Remove the source {title}", { title: source.title || host || source.question });
}

function fillLink(row, source, host) {
  const link = find(row, "a");
  const small = find(row, "small");
  if (!source.url) {
    link.removeAttribute("href");
    link.textContent = source.question ?? "";
    small.replaceChildren(t("no answer found: no evidence for a verdict"));
    small.dir = "auto";
    return;
  }
  const page = pathOf(source.url);
  link.setAttribute("href", source.url);
  link.textContent = source.title || page || host;
  link.title = source.url;
  small.dir = source.is_article ? "auto" : "ltr";
  const warning = make("span", "source__warning", t("the article itself: no evidence for a verdict"));
  small.replaceChildren(source.is_article ? warning : source.title ? host + page : host);
}

/** @param {string | null} stance @returns {string} "" where nobody said it */
export function stanceWords(stance) {
  return { supports: t("supports"), refutes: t("refutes"), context: t("gives context") }[stance ?? ""] ?? "";
}

function answerWords({ question, answer, answer_type: kind }) {
  if (kind === "unanswerable") return question ? t("{question} No answer found.", { question }) : t("No answer found.");
  return [question, answer].filter(Boolean).join(" ");
}

function tell(row, selector, words) {
  const element = find(row, selector);
  element.hidden = !words;
  const inner = element.querySelector("span") ?? element;
  if (inner.textContent !== words) inner.textContent = words;
}
