import { concerns } from "../marks/edits.js";
import { make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { exactWords, kindName } from "../common/words.js";

/**
 * @typedef {object} Comparison both versions of a mark, side by side
 * @property {HTMLElement[]} rows
 * @property {string[]} parts those about which there is something to choose
 */

/**
 * Both versions, for what the waiting change is about and where they differ. All else of theirs
 * stays whatever is chosen; it is shown where the change rests on it. Where there are several
 * parts, each has its own choice.
 * @param {import("../outbox/sync.js").Item} item
 * @param {any} mine ANNOTATION
 * @param {any} theirs ANNOTATION
 * @returns {Comparison}
 */
export function comparison(item, mine, theirs) {
  if (!mine || !theirs) return { rows: [], parts: [] };
  if (item.kind !== "save" || theirs.removed) {
    const state = (one) => (one.removed ? t("deleted") : t("kept"));
    return { rows: [row({ part: "removed", name: t("Mark"), here: state(mine), there: state(theirs) })], parts: [] };
  }
  const { about, restsOn } = concerns(item);
  const facts = factsOf(mine, theirs).filter(({ here, there }) => here !== there);
  const open = facts.filter(({ part }) => about.has(part));
  const given = facts.filter(({ part }) => !about.has(part) && restsOn.has(part));
  const choices = open.length > 1;
  const rows = [...open.map((fact) => row(fact, choices)), ...given.map(nowRow)];
  return { rows, parts: choices ? open.map(({ part }) => part) : [] };
}

/**
 * @param {ParentNode} root that holds the rows
 * @returns {string[]} the parts for which theirs was chosen
 */
export function chosenTheirs(root) {
  const chosen = /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("input[value=theirs]:checked"));
  return [...chosen].map(({ dataset }) => dataset.part ?? "");
}

function factsOf(mine, theirs) {
  const facts = [
    ["fragments", t("Words"), exactWords],
    ["label", t("Kind"), (one) => kindName(one.label)],
    ["wording", t("Wording"), (one) => one.claim?.wording],
    ["verdict", t("Verdict"), (one) => judged(one.claim)],
    ["sources", t("Sources"), (one) => one.claim?.sources.map((source) => source.title || source.url).join("\n")],
    ["note", t("Note"), (one) => one.note],
  ];
  return facts.map(([part, name, read]) => ({ part, name, here: read(mine) || "", there: read(theirs) || "" }));
}

/** A rating and its reason are one judgement. */
function judged(claim) {
  const { rating, label, rationale } = claim?.pending?.rating ? claim.pending : (claim?.verdict ?? claim?.pending ?? {});
  const words = claim?.pending?.rating ? t("{rating}, not complete", { rating: label }) : rating && label;
  return [words, rationale].filter(Boolean).join("\n");
}

function row({ part, name, here, there }, isChoice = false) {
  const cells = [value(t("Mine"), here, isChoice && [part, "mine"]), value(t("Theirs"), there, isChoice && [part, "theirs"])];
  const group = make("div", "trouble__row", make("h4", "", name), ...cells);
  if (isChoice) {
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-label", name);
  }
  return group;
}

/** What stands there now, about which nothing is to be chosen. */
function nowRow({ name, there }) {
  return make("div", "trouble__row", make("h4", "", name), value(t("Now"), there, null));
}

function value(whose, words, choice) {
  const cell = make(choice ? "label" : "div", "trouble__value");
  if (choice) cell.append(radio(choice));
  cell.append(make("small", "", whose), words || t("nothing"));
  cell.dir = "auto";
  return cell;
}

function radio([part, whose]) {
  const input = /** @type {HTMLInputElement} */ (make("input"));
  Object.assign(input, { type: "radio", name: `conflict-${part}`, value: whose, checked: whose === "mine" });
  input.dataset.part = part;
  return input;
}
