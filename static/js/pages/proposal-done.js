import { find } from "../common/dom.js";
import { ownStorage, ProposalDraft } from "./proposal-draft.js";

/**
 * What was changed on the page of a proposal is in its article now, and the browser forgets it.
 * @param {HTMLElement} element what says so, with data-proposal
 */
export function start(element) {
  const storage = ownStorage();
  const user = find(document, "[data-user]").dataset.user ?? "";
  if (storage) new ProposalDraft(storage, user, element.dataset.proposal ?? "").drop();
}
