import { concerns } from "../marks/edits.js";
import { make } from "../common/dom.js";
import { nameOfSource, sourceFieldName, sourceFieldWords } from "../common/evidence-words.js";
import { t } from "../common/i18n.js";
import { particularName, particularWords } from "../common/particular-words.js";
import { linkWords } from "../common/relation-words.js";
import { asSent, SOURCE_FIELDS } from "../marks/evidence.js";
import { PARTICULARS, partOf } from "../marks/particulars.js";
import { judgement } from "../marks/standing.js";
import { exactWords, kindName, quoteKindName } from "../common/words.js";
import { besideWords } from "./verdict-beside.js";

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
 * @param {(id: string) => any} markOf gives the ANNOTATION at the other end of a link
 * @param {any} [scheme] what the project offers
 * @returns {Comparison}
 */
export function comparison(item, mine, theirs, markOf, scheme = {}) {
  if (!mine || !theirs) return { rows: [], parts: [] };
  if (item.kind !== "save" || theirs.removed) {
    const state = (one) => (one.removed ? t("deleted") : t("kept"));
    return { rows: [row({ part: "removed", name: t("Mark"), here: state(mine), there: state(theirs) })], parts: [] };
  }
  const { about, restsOn } = concerns(item);
  const facts = factsOf(mine, theirs, markOf, scheme).filter(({ here, there }) => here !== there);
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

function factsOf(mine, theirs, markOf, scheme) {
  const facts = [
    ["fragments", t("Words"), wordsOf],
    ["label", t("Kind"), (one) => kindName(one.label)],
    ["quote", t("Kind of quote"), (one) => quoteKindName(one.quote?.kind)],
    ["wording", t("Wording"), (one) => one.claim?.wording],
    ...PARTICULARS.filter(({ name }) => partOf(name) === name).map((fact) => [fact.name, particularName(fact.name), (one) => togetherWords(one, fact, scheme.labels ?? {})]),
    ["verdict", t("Verdict"), (one) => judged(one.claim)],
    ["sources", t("Sources"), (one) => sourcesOf(one, one === mine ? theirs : mine, scheme)],
    ["links", t("Links between marks"), (one) => (one.links ?? []).map((link) => linked(link, markOf)).sort().join("\n")],
    ["note", t("Note"), (one) => one.note],
  ];
  return facts.map(([part, name, read]) => ({ part, name, here: read(mine) || "", there: read(theirs) || "" }));
}

/** What stands there with what is only said together with it. */
function togetherWords(annotation, fact, labels) {
  const own = particularWords(annotation, fact, labels);
  // Whoever is named speaks.
  if (own && fact.as === "speaker") return own;
  const others = PARTICULARS.filter(({ name }) => name !== fact.name && partOf(name) === fact.name);
  return [own, ...others.map((one) => particularWords(annotation, one, labels))].filter(Boolean).join(", ");
}

/** Each source of one side; of one that both have, also every field in which the two differ. */
function sourcesOf({ claim }, other, scheme) {
  const sources = claim?.sources ?? [];
  const others = other.claim?.sources ?? [];
  return sources.flatMap((source) => {
    const twin = others.find(({ id }) => id === source.id);
    const differing = SOURCE_FIELDS.filter(({ name }) => twin && asSent(source, name) !== asSent(twin, name));
    const said = differing.map(({ name }) => t("{field}: {words}", { field: sourceFieldName(name), words: sourceFieldWords(source, name, sources, scheme) || t("nothing") }));
    return [nameOfSource(source), ...said];
  }).join("\n");
}

/** The words of a mark, with the cue and the speaker of a quote. */
function wordsOf(annotation) {
  const parts = annotation.fragments.filter(({ part = "content" }) => part !== "content");
  const said = parts.map(({ part, exact: words }) => part === "cue" ? t("Cue: {words}", { words }) : t("Speaker: {words}", { words }));
  return [exactWords(annotation), ...said].join("\n");
}

/** A link to a mark that was made elsewhere leads to words that this page does not know yet. */
function linked({ kind, to }, markOf) {
  const mark = markOf(to);
  return `${linkWords(kind, true)}: ${mark ? exactWords(mark) : "…"}`;
}

/** A rating, its reason and what is said beside it are one judgement. */
function judged(claim) {
  const said = judgement(claim) ?? {};
  return [said.rating && standingWords(claim, said.label), said.rationale, besideWords(said)].filter(Boolean).join("\n");
}

function standingWords(claim, rating) {
  if (claim.pending?.rating) return t("{rating}, not complete", { rating });
  return claim.verdict.stale ? t("{rating}, to be confirmed", { rating }) : rating;
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
