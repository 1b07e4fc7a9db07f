/** Letters of the first reviewers; the others have the digit of their column. */
const LETTERS = ["a", "b", "c"];

/** @typedef {{does: "next" | "previous" | "reason" | "reopen" | "drop" | "both" | "union" | "overlap"} | {does: "take", column: number}} Action */

/** @type {Record<string, Action>} */
const ACTIONS = {
  j: { does: "next" },
  k: { does: "previous" },
  r: { does: "reason" },
  z: { does: "reopen" },
  u: { does: "union" },
  o: { does: "overlap" },
  d: { does: "both" },
  x: { does: "drop" },
};

/**
 * What a key does on the screen of adjudication.
 * @param {{key: string, ctrlKey: boolean, altKey: boolean, metaKey: boolean}} event
 * @param {number} columns how many reviewers there are
 * @returns {Action | null}
 */
export function actionOf({ key, ctrlKey, altKey, metaKey }, columns) {
  if (ctrlKey || altKey || metaKey) return null;
  const said = key.toLowerCase();
  const column = (/^[1-9]$/.test(said) ? Number(said) : LETTERS.indexOf(said) + 1) || 0;
  if (column) return column <= columns ? { does: "take", column } : null;
  return ACTIONS[said] ?? null;
}
