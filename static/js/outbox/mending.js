import { mayMerge, mergeFields, saysAnew, saysOther } from "../marks/fields.js";

/**
 * @typedef {import("./queue.js").Item} Item
 * @typedef {import("./queue.js").Said} Said
 */

/**
 * Whether the server answered that it did nothing of an item. Only then may the item change: of
 * another that was tried the answer may have been lost.
 * @param {Item} item
 * @returns {boolean}
 */
export function isMendable(item) {
  return item.kind === "save" && item.state === "refused" && item.error?.status === 422;
}

/**
 * A refused item with what was said after it. It knows what is its own, so that this can be given
 * up without the rest.
 * @param {Item} item
 * @param {any} later an item that was never tried, or a change
 * @returns {Item | null} null where that has to go by itself
 */
export function withLater(item, later) {
  const isOpen = later.kind === "save" && (later.version ?? null) === null && (later.state ?? "queued") === "queued";
  if (!isMendable(item) || !isOpen || item.revision !== later.revision) return null;
  if (!saysAnew(item.fields, later.fields) && !mayMerge(item.fields, later.fields)) return null;
  const { own = item, rest = { fields: [], edits: [] } } = item;
  const isMended = saysAnew(own.fields, later.fields);
  return {
    ...item,
    ...together(item, later),
    own: isMended ? together(own, later) : { fields: own.fields, edits: own.edits },
    rest: isMended ? rest : together(rest, later),
  };
}

/**
 * Whether a change may go with a refused item past what has to wait behind that.
 * @param {Item} item
 * @param {Item[]} behind
 * @param {any} change
 * @returns {boolean}
 */
export function mayPass(item, behind, { fields }) {
  return behind.length === 0 || (saysAnew(item.fields, fields) && behind.every((one) => saysOther(one.fields, fields)));
}

/**
 * It goes as if never tried, yet with the version that it was made on: what changed elsewhere since
 * then it has to meet.
 * @param {Item} item
 * @returns {Item}
 */
export function afresh(item) {
  return { ...item, state: "queued", error: null, attempts: 0 };
}

/** @param {Item} item @returns {number} how many edits say what was refused of it, those that mend it included */
export function ownEdits({ own, edits }) {
  return (own?.edits ?? edits).length;
}

/** @param {Said} one @param {Said} other @returns {Said} */
function together(one, other) {
  return { fields: mergeFields(one.fields, other.fields), edits: [...one.edits, ...other.edits] };
}
