import { fillRelations } from "./relations.js";
import { clone, find, make } from "../common/dom.js";
import { showStanding } from "./standing.js";
import { fillHistory } from "./verdict-history.js";

/**
 * The inside of a card that may only be read.
 * @param {import("../marks/store.js").Store} store
 * @param {string} id
 */
export function viewOf(store, id) {
  const { note, claim } = store.get(id);
  const view = clone("view-template");
  const tell = (selector, words) => {
    const element = find(view, selector);
    element.hidden = !words;
    element.textContent = words ?? "";
  };
  fillRelations(view, store, store.get(id));
  tell(".view__wording", claim?.wording);
  tell(".view__rationale", (claim?.pending ?? claim?.verdict)?.rationale);
  tell(".view__note", note);
  showStanding(view, claim);
  for (const source of claim?.sources ?? []) {
    const link = make("a", "", source.title || source.host);
    Object.assign(link, { href: source.url, target: "_blank", rel: "noopener noreferrer" });
    const words = make("div", "source__words", link, make("small", "", source.host));
    const initial = make("span", "source__initial", source.host.charAt(0).toUpperCase());
    initial.setAttribute("aria-hidden", "true");
    find(view, ".sources").append(make("li", "source", initial, words));
  }
  fillHistory(view, store, claim);
  return view;
}
