/**
 * What a mark rarely has beside its words. A field more is one row here, a field of the form that
 * reads it, its words in common/particular-words.js and its place in the card.
 * @typedef {object} Particular
 * @property {string} name in changes, in the form and as a part that two versions may differ in
 * @property {"claim" | "quote" | "context"} of what kind of mark has it
 * @property {string} key in that part of the ANNOTATION
 * @property {"text" | "list" | "answer" | "speaker"} as what it is
 */

/** @type {Particular[]} */
export const PARTICULARS = [
  row("claim", "short"),
  row("claim", "types", "list"),
  row("claim", "voice"),
  row("claim", "speaker", "speaker"),
  row("claim", "place"),
  row("claim", "made_on"),
  row("claim", "made_on_basis"),
  row("claim", "checkworthy", "answer"),
  row("claim", "checkworthy_reason"),
  row("quote", "speaker", "speaker"),
  row("quote", "addressee"),
  row("quote", "language"),
  row("quote", "original_words"),
  row("context", "role"),
];

const BY_NAME = new Map(PARTICULARS.map((one) => [one.name, one]));
/** What is only said with another: of two versions both or none are taken. */
const TOGETHER = { "claim-made_on_basis": "claim-made_on", "claim-voice": "claim-speaker" };
const KEPT = { claim: "keptClaim", quote: "keptQuote", context: "keptContext" };

function row(of, key, as = "text") {
  return /** @type {Particular} */ ({ name: `${of}-${key}`, of, key, as });
}

/** @param {string} name @returns {Particular | undefined} */
export function particular(name) {
  return BY_NAME.get(name);
}

/**
 * The part of an annotation that a field of a save is about.
 * @param {string} field
 * @returns {string}
 */
export function partOf(field) {
  const name = field.replace(/_name$/, "");
  return TOGETHER[name] ?? (BY_NAME.has(name) ? name : field.split("-")[0]);
}

/**
 * What stands there, as a form sends it; what hangs on a mark of another kind counts as well.
 * @param {any} annotation or null
 * @param {Particular} one
 * @returns {string}
 */
export function valueOf(annotation, { of, key, as }) {
  const held = (annotation?.[of] ?? annotation?.[KEPT[of]])?.[key];
  if (held === undefined || held === null) return "";
  if (as === "list") return held.join(" ");
  if (as === "answer") return held ? "yes" : "no";
  return as === "speaker" ? held.id : held;
}

/**
 * The annotation after a save, as the server will answer.
 * @param {any} annotation that is changed
 * @param {Map<string, string>} single the fields of the save
 */
export function takeParticulars(annotation, single) {
  for (const one of PARTICULARS) {
    const { name, of, key } = one;
    if (!single.has(name) || !annotation[of]) continue;
    annotation[of] = { ...annotation[of], [key]: heldOf(one, single) };
    if (key === "made_on" && !single.get(name)) delete annotation[of].made_on_basis;
    if (annotation[of][key] === undefined) delete annotation[of][key];
  }
}

function heldOf({ name, as }, single) {
  const value = single.get(name)?.trim() ?? "";
  if (as === "list") return value ? value.split(" ") : undefined;
  if (as === "answer") return value ? value === "yes" : undefined;
  if (as === "speaker") return value ? { id: value, name: single.get(`${name}_name`) ?? "", role: null } : undefined;
  return value || undefined;
}

/**
 * What of the changes is really new.
 * @param {any} annotation as it is shown
 * @param {Record<string, any>} changes
 * @param {string} label that the mark has then
 * @returns {Record<string, string>}
 */
export function newParticulars(annotation, changes, label) {
  const fresh = {};
  for (const one of PARTICULARS) {
    const wanted = changes[one.name];
    if (wanted === undefined || one.of !== label || wanted === valueOf(annotation, one)) continue;
    fresh[one.name] = wanted;
    if (one.as === "speaker" && wanted) fresh[`${one.name}_name`] = changes[`${one.name}_name`] ?? "";
  }
  return fresh;
}

/**
 * The changes that lead back to how it is now.
 * @param {any} annotation
 * @param {Record<string, any>} changes
 * @returns {Record<string, string>}
 */
export function particularsBack(annotation, changes) {
  const back = {};
  for (const one of PARTICULARS) {
    if (changes[one.name] === undefined) continue;
    back[one.name] = valueOf(annotation, one);
    if (one.as === "speaker" && back[one.name]) back[`${one.name}_name`] = annotation[one.of].speaker.name;
  }
  return back;
}

/** @param {Record<string, any>} changes @returns {[string, string][]} the fields that they travel as */
export function particularFields(changes) {
  const names = PARTICULARS.flatMap(({ name, as }) => (as === "speaker" ? [name, `${name}_name`] : [name]));
  return names.filter((name) => changes[name] !== undefined).map((name) => [name, changes[name]]);
}
