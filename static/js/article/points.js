import { pointToOffset } from "../text/text.js";

/**
 * The place in the text nearest to a point of the window; one beside the article counts as on its
 * edge.
 * @param {HTMLElement} root the article
 * @param {number} x in pixels, in the window
 * @param {number} y
 * @returns {[Node, number] | null} null where the engine finds none
 */
export function pointUnder(root, x, y) {
  const box = root.getBoundingClientRect();
  const inside = (value, low, high) => Math.max(low + 1, Math.min(high - 1, value));
  const left = inside(x, Math.max(0, box.left), Math.min(innerWidth, box.right));
  const top = inside(y, Math.max(0, box.top), Math.min(innerHeight, box.bottom));
  const [node, offset] = caretAt(left, top);
  return node && root.contains(node) ? [node, offset] : null;
}

/**
 * @param {HTMLElement} root
 * @param {number} x
 * @param {number} y
 * @returns {number | null} the code point there
 */
export function offsetUnder(root, x, y) {
  const point = pointUnder(root, x, y);
  return point && (pointToOffset(root, ...point, false)?.cp ?? null);
}

/** Safari before 26.2 knows only the older of the two ways. @returns {[Node | null, number]} */
function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const place = document.caretPositionFromPoint(x, y);
    return [place?.offsetNode ?? null, place?.offset ?? 0];
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return [range?.startContainer ?? null, range?.startOffset ?? 0];
}
