import { listParticulars } from "./particulars.js";
import { fillRelations } from "./relations.js";
import { clone, find } from "../common/dom.js";
import { judgement } from "../marks/standing.js";
import { showDoubts } from "./doubts.js";
import { sourceView } from "./source-view.js";
import { showStanding } from "./standing.js";
import { besideWords } from "./verdict-beside.js";
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
  listParticulars(find(view, ".view__particulars"), store, store.get(id));
  tell(".view__rationale", (claim?.pending ?? claim?.verdict)?.rationale);
  tell(".view__beside", besideWords(judgement(claim) ?? {}));
  tell(".view__note", note);
  showDoubts(view, claim);
  showStanding(view, claim);
  for (const source of claim?.sources ?? []) {
    find(view, ".sources").append(sourceView(source, claim, store.scheme));
  }
  fillHistory(view, store, claim);
  find(view, "[data-claim]").hidden = !claim;
  return view;
}
