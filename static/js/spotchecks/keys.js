/** @typedef {"next" | "previous" | "accept" | "return" | "reason" | "whole" | "send"} Action */

/** @type {Record<string, Action>} */
const ACTIONS = { j: "next", k: "previous", a: "accept", x: "return", r: "reason", w: "whole" };

/**
 * What a key does on an item of a sample.
 * @param {{key: string, ctrlKey: boolean, altKey: boolean, metaKey: boolean}} event
 * @param {{typing: boolean, off: boolean}} where whether somebody types, or wants no keys of one letter
 * @returns {Action | null}
 */
export function actionOf({ key, ctrlKey, altKey, metaKey }, { typing, off }) {
  if (key === "Enter") return (ctrlKey || metaKey) && !altKey ? "send" : null;
  if (ctrlKey || altKey || metaKey || typing || off) return null;
  return ACTIONS[key.toLowerCase()] ?? null;
}
