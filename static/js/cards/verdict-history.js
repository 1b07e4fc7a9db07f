import { badge, ratingBadge } from "./card.js";
import { clone, find, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { confirms } from "../marks/evidence.js";
import { besideWords } from "./verdict-beside.js";
import { isolated, momentWords, scaleWords, staleWords } from "../common/words.js";

/**
 * Every verdict of a claim, the newest first.
 * @param {HTMLElement} root holds the <details class="history">
 * @param {import("../marks/store.js").Store} store
 * @param {any} claim null for quotes and context
 */
export function fillHistory(root, store, claim) {
  const details = find(root, ".history");
  const verdicts = claim?.verdicts ?? [];
  details.hidden = verdicts.length === 0;
  const entries = verdicts.map((verdict, place) => entry(store, verdict, verdicts[place - 1]));
  find(details, "ol").replaceChildren(...entries.toReversed());
}

function entry(store, verdict, before) {
  const item = clone("verdict-template");
  find(item, ".badge").replaceWith(ratingBadge(store, verdict));
  find(item, "small").textContent = t("{person}, {moment}", { person: isolated(verdict.decided_by.name), moment: momentWords(verdict.decided_at) });
  find(item, "p").textContent = verdict.rationale ?? "";
  const beside = find(item, ".history__beside");
  beside.textContent = confirms(verdict, before) ? t("confirmed") : besideWords(verdict);
  beside.hidden = !beside.textContent;
  if (verdict.scale) find(item, ".history__head").after(make("small", "soft", scaleWords(verdict.scale.version)));
  if (verdict.stale) {
    const stale = badge("history", t("To be confirmed"), "warning");
    stale.title = staleWords(verdict.stale_reason);
    find(item, ".history__head").append(stale);
  }
  return item;
}
