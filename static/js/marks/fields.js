import { newId } from "../common/uuid.js";
import { BESIDE, SOURCE_FIELDS } from "./evidence.js";
import { particularFields } from "./particulars.js";

/**
 * @typedef {[name: string, value: string]} Field
 * @typedef {{id?: string, removed?: boolean, position?: number} & Record<string, any>} SourceChange
 *     without id: a new source; removed false brings a removed one back; position: its new place
 *     among the sources, from 1; and the fields of `SOURCE_FIELDS` as a form sends them
 * @typedef {{id?: string, to?: string, kind?: import("./links.js").LinkKind, removed?: boolean}} LinkChange
 *     without id: a new link; removed false brings a removed one back
 * @typedef {object} Changes every key optional; an absent one leaves things as they are
 * @property {"claim" | "quote" | "context"} [label]
 * @property {{start: number, end: number, part?: string}[]} [fragments]
 * @property {string} [note]
 * @property {string} [wording]
 * @property {string} [rating] "" clears the pending choice
 * @property {string} [rationale]
 * @property {string} [confidence] low, medium, high or "", as the next three beside a rating
 * @property {string} [effective_on] YYYY-MM-DD or ""
 * @property {string} [correction_note]
 * @property {string} [public_state] draft, published, corrected, void or ""
 * @property {"confirm" | "reopen"} [answer] to the verdict in force
 * @property {SourceChange[]} [sources] only the rows that change
 * @property {string} [quoteKind] direct, indirect, mixed or ""
 * @property {string} [claim-speaker] as each of PARTICULARS: by its own name, as a form sends it
 * @property {LinkChange[]} [links] only those that come or go
 */

const ROW = /^(fragments|sources|links)-(\d+)-(\w+)$/;
/** A place counts among the sources as they are when it is given. */
const PLACE = /^sources-\d+-position$/;

/**
 * The form fields for a set of changes; only the groups that change.
 * @param {Changes} changes
 * @param {(start: number, end: number) => string} slice the article's text between code points
 * @returns {Field[]}
 */
export function fieldsFor(changes, slice) {
  /** @type {Field[]} */
  const fields = [];
  for (const name of ["label", "note", "wording"]) {
    if (changes[name] !== undefined) fields.push([name, changes[name]]);
  }
  if (changes.quoteKind !== undefined) fields.push(["quote-kind", changes.quoteKind]);
  fields.push(...particularFields(changes));
  const said = ["rating", "rationale", ...BESIDE, "answer"].filter((name) => changes[name] !== undefined);
  if (said.some((name) => name !== "rationale" && (name !== "rating" || changes.rating))) fields.push(["verdict-uuid", newId()]);
  for (const name of said) fields.push([`verdict-${name}`, changes[name]]);
  const fragments = changes.fragments?.map(({ part = "content", start, end }) => {
    return { part, start, end, exact: slice(start, end) };
  });
  return [
    ...fields,
    ...rows("fragments", fragments),
    ...rows("sources", changes.sources?.map(sourceRow)),
    ...rows("links", changes.links?.map(linkRow)),
  ];
}

/**
 * The fields of two saves in one: what the later says holds, fragments as a whole, sources one
 * by one.
 * @param {Field[]} earlier
 * @param {Field[]} later
 * @returns {Field[]}
 */
export function mergeFields(earlier, later) {
  const single = singleFields([...earlier, ...later]);
  const fragments = rowsOf(later, "fragments");
  return [
    ...single,
    ...rows("fragments", fragments.length > 0 ? fragments : rowsOf(earlier, "fragments")),
    ...rows("sources", oneByOne("sources", earlier, later)),
    ...rows("links", oneByOne("links", earlier, later)),
  ];
}

function oneByOne(group, earlier, later) {
  const all = new Map(rowsOf(earlier, group).map((row) => [row.uuid, row]));
  for (const row of rowsOf(later, group)) all.set(row.uuid, { ...all.get(row.uuid), ...row });
  return [...all.values()];
}

/**
 * Whether two saves may go as one: together they must do what they do one after the other. The
 * server takes the sources before the verdict, so nothing goes back before a verdict given, and
 * what a claim has needs the label that it came with.
 * @param {Field[]} earlier
 * @param {Field[]} later
 * @returns {boolean}
 */
export function mayMerge(earlier, later) {
  if ([...earlier, ...later].some(([name]) => PLACE.test(name))) return false;
  const groups = new Set(earlier.map(([name]) => name.split("-")[0]));
  if (groups.has("verdict")) return false;
  // A mark that was made meanwhile may be at its other end: it waits its turn behind that one.
  if (rowsOf(later, "links").length > 0) return false;
  const relabels = later.some(([name]) => name === "label");
  return !relabels || !(["wording", "sources", "links", "quote", "claim", "context"].some((group) => groups.has(group)));
}

/**
 * Whether a save says nothing but what an earlier one says too, in other words: then it may stand in
 * its place. A kind is none of this, as it decides what else may be said.
 * @param {Field[]} earlier
 * @param {Field[]} later
 * @returns {boolean}
 */
export function saysAnew(earlier, later) {
  if (later.some(([name]) => name === "label" || PLACE.test(name) || name.startsWith("links-"))) return false;
  const said = new Set(topicsOf(earlier));
  return topicsOf(later).every((topic) => said.has(topic));
}

/** Whether two saves are about different things. @param {Field[]} one @param {Field[]} other @returns {boolean} */
export function saysOther(one, other) {
  const said = new Set(topicsOf(one));
  return !topicsOf(other).some((topic) => said.has(topic));
}

/** What a save is about: its single fields, fragments as a whole, and of each source its fields. */
function topicsOf(fields) {
  const single = [...singleFields(fields).keys()].filter((name) => name !== "verdict-uuid");
  const sources = rowsOf(fields, "sources").flatMap(({ uuid, ...row }) => Object.keys(row).map((key) => `${uuid} ${key}`));
  return [...single, ...(rowsOf(fields, "fragments").length > 0 ? ["fragments"] : []), ...sources];
}

/**
 * The fields that are no part of a row.
 * @param {Field[]} fields
 * @returns {Map<string, string>} the last value of each
 */
export function singleFields(fields) {
  return new Map(fields.filter(([name]) => !ROW.test(name)));
}

/**
 * The rows of a group in their order.
 * @param {Field[]} fields
 * @param {"fragments" | "sources" | "links"} group
 * @returns {Record<string, string>[]}
 */
export function rowsOf(fields, group) {
  const found = new Map();
  for (const [name, value] of fields) {
    const [, of, i, key] = ROW.exec(name) ?? [];
    if (of === group) found.set(Number(i), { ...found.get(Number(i)), [key]: value });
  }
  return [...found].sort(([i], [j]) => i - j).map(([, row]) => row);
}

/** @returns {Field[]} */
function rows(group, entries = []) {
  return entries.flatMap((row, i) =>
    Object.entries(row)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => /** @type {Field} */ ([`${group}-${i}-${name}`, String(value)])),
  );
}

function linkRow({ id, to, kind, removed }) {
  return { uuid: id, to, kind, removed: { true: "y", false: "" }[String(removed)] };
}

function sourceRow({ id, removed, position, ...said }) {
  const gone = { true: "y", false: "" }[String(removed)];
  const fields = Object.fromEntries(SOURCE_FIELDS.map(({ name }) => [name, said[name]]));
  return { uuid: id, ...fields, removed: gone, position };
}
