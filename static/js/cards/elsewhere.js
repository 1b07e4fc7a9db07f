import { get } from "../common/api.js";
import { icon, make } from "../common/dom.js";
import { t, tn } from "../common/i18n.js";
import { dayWords } from "../common/particular-words.js";

/** What says nothing against a page is told more quietly. */
const QUIET = ["unseen", "back", "old_copy"];

/**
 * Tell beside each source which other claims it serves and what looks at its page found, as soon as
 * the server knows of it.
 * @param {ParentNode} root the inside of a card
 * @param {string} address where the server tells it
 * @param {any} annotation as the server last acknowledged it, or null
 */
export async function tellElsewhere(root, address, annotation) {
  const list = /** @type {HTMLElement | null} */ (root.querySelector(".sources"));
  const pages = (annotation?.claim?.sources ?? []).map(({ id, url }) => `${id} ${url}`).join("\n");
  if (!list || !pages || list.dataset.asked === pages) return;
  list.dataset.asked = pages;
  const { status, body } = await get(address);
  if (list.dataset.asked !== pages) return;
  if (status !== 200) delete list.dataset.asked;
  else for (const row of list.querySelectorAll("[data-source]")) showAll(row, body);
}

function showAll(row, { claims, found }) {
  const isOwn = ({ source }) => source === row.dataset.source;
  show(row, claims.filter(isOwn));
  const line = row.querySelector(".source__found");
  const told = found.filter(isOwn);
  line.hidden = told.length === 0;
  line.classList.toggle("source__found--quiet", told.every(({ finding }) => QUIET.includes(finding)));
  line.replaceChildren(icon("eye"), make("span", "", told.map(foundWords).join(" ")));
}

function foundWords({ words, looked_on: day }) {
  return day ? t("{words} Looked at on {day}.", { words, day: dayWords(day) }) : words;
}

function show(row, claims) {
  const line = row.querySelector(".source__elsewhere");
  line.hidden = claims.length === 0;
  if (line.hidden) return;
  const words = tn("Also evidence for {n} other claim:", "Also evidence for {n} other claims:", claims.length);
  line.replaceChildren(words, ...claims.flatMap(linkTo));
}

function linkTo({ words, title, href }) {
  const link = make("a", "", words);
  link.setAttribute("href", href);
  link.title = t("In “{title}”", { title });
  link.dir = "auto";
  return [" ", link];
}
