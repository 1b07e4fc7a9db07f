/**
 * What a source says of itself, field by field: read, sent, undone, compared and foretold from
 * here. `bears`: a verdict feels it (annotator/sources/rules.py, BEARING, decides for good).
 * @typedef {object} SourceField
 * @property {string} name on the wire and in the page's data
 * @property {boolean} [bears]
 * @property {"list" | "number"} [kind] absent: words
 */

/** @type {SourceField[]} */
export const SOURCE_FIELDS = [
  { name: "url", bears: true },
  { name: "title" },
  { name: "stance", bears: true },
  { name: "publisher" },
  { name: "published_on" },
  { name: "excerpt", bears: true },
  { name: "retrieved_on" },
  { name: "archive_url" },
  { name: "archived_on" },
  { name: "medium" },
  { name: "location" },
  { name: "question", bears: true },
  { name: "answer", bears: true },
  { name: "answer_type", bears: true },
  { name: "boolean_explanation", bears: true },
  { name: "set", bears: true, kind: "number" },
  { name: "same_origin_as", bears: true },
  { name: "primary" },
  { name: "flags", bears: true, kind: "list" },
  { name: "expert" },
  { name: "affiliation" },
  { name: "interest" },
];

/** What a verdict has beside its rating and its rationale. */
export const BESIDE = ["confidence", "effective_on", "correction_note", "public_state"];

/**
 * Whether a verdict says all that the one before it said: somebody confirmed that one.
 * @param {any} verdict
 * @param {any} before undefined for the first of a claim
 * @returns {boolean}
 */
export function confirms(verdict, before) {
  const said = ["rating", "rationale", ...BESIDE];
  return before !== undefined && said.every((name) => (verdict[name] ?? "") === (before[name] ?? ""));
}

/**
 * A field of a source as a form sends it.
 * @param {any} source or none
 * @param {string} name
 * @returns {string}
 */
export function asSent(source, name) {
  const value = source?.[name];
  return Array.isArray(value) ? value.join(" ") : String(value ?? "");
}

/**
 * Which fields of a source a change names otherwise than they are.
 * @param {any} source
 * @param {Record<string, any>} row
 * @returns {string[]}
 */
export function changedFields(source, row) {
  const named = SOURCE_FIELDS.filter(({ name }) => row[name] !== undefined);
  return named.filter(({ name }) => String(row[name]) !== asSent(source, name)).map(({ name }) => name);
}

/**
 * The source with what a row of a form says of it; its address is another's concern.
 * @param {any} source
 * @param {Record<string, string>} row
 * @returns {any} a new object
 */
export function withFields(source, row) {
  const next = { ...source };
  for (const { name, kind } of SOURCE_FIELDS) {
    if (row[name] !== undefined && name !== "url") next[name] = read(row[name], kind);
  }
  return next;
}

/** @param {any} source @returns {boolean} whether it counts, as annotator/sources/rules.py says */
export function isEvidence(source) {
  return Boolean(source.url) && !source.is_article && source.answer_type !== "unanswerable";
}

/** @param {any[]} sources @returns {string} what a verdict feels of them */
export function groundOf(sources) {
  const felt = SOURCE_FIELDS.filter(({ bears }) => bears);
  return JSON.stringify(sources.map((source) => [source.id, ...felt.map(({ name }) => asSent(source, name))]).sort());
}

function read(value, kind) {
  const text = value.trim();
  if (kind === "list") return text ? text.split(/\s+/) : [];
  if (!text) return null;
  return kind === "number" ? Number(text) : text;
}
