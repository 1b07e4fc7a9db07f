import { get } from "../common/api.js";
import { make } from "../common/dom.js";
import { t, tn } from "../common/i18n.js";

/**
 * Tell beside each source which other claims it serves, as soon as the server knows of it.
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
  else for (const row of list.querySelectorAll("[data-source]")) show(row, body.claims.filter(({ source }) => source === row.dataset.source));
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
