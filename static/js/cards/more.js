import { tellChecked } from "./checked.js";
import { tellElsewhere } from "./elsewhere.js";
import { offerPast } from "./past.js";
import { offerTalk } from "./talk-fold.js";

/**
 * What an open card tells beside the mark itself: what others say of it, and its past.
 * @param {{id: string, inside: HTMLElement}} card
 * @param {{addressOf: (id: string, noun: string) => string, comments: Record<string, number>}} page
 * @param {any} annotation as the server last acknowledged it, or null
 */
export function tellMore({ id, inside }, { addressOf, comments }, annotation) {
  offerTalk(inside, addressOf(id, "comments"), id, comments);
  offerPast(inside, addressOf(id, "history"));
  tellElsewhere(inside, addressOf(id, "elsewhere"), annotation);
  tellChecked(inside, id, annotation);
}
