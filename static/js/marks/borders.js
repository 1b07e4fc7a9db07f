import { bordered, contentOf, partsOf, withEdge } from "./fragments.js";

/** @typedef {import("./fragments.js").Fragment} Fragment */

/**
 * The pieces of a mark with its first or last border in the text moved, or one of a part of it.
 * @param {Fragment[]} fragments
 * @param {"start" | "end"} edge
 * @param {(offset: number) => number} move
 * @param {import("./fragments.js").Slice} slice
 * @param {number | null} [part] index among the cue and the speaker; null for the words themselves
 * @returns {Fragment[] | null} null where nothing would be left of the piece, and for a mark that
 *     has no words of the text
 */
export function withBorder(fragments, edge, move, slice, part = null) {
  const count = contentOf(fragments).length;
  const outermost = edge === "start" ? 0 : count - 1;
  const index = part === null ? outermost : count + part;
  const isThere = part === null ? count > 0 : part < partsOf(fragments).length;
  return isThere ? withEdge(fragments, { index, edge }, move(bordered(fragments)[index][edge]), slice) : null;
}

/**
 * Where a border goes that is dragged to a place: to the border of a word, or to the very
 * character; never so far that nothing would be left between it and its other end.
 * @param {{start: number, end: number}} piece as it is before
 * @param {"start" | "end"} edge
 * @param {number} place the code point that it is dragged to
 * @param {import("../text/text.js").TextModel} text
 * @param {{words?: boolean}} [options] words: false (Alt held) stops at any character
 * @returns {number}
 */
export function draggedTo(piece, edge, place, text, { words = true } = {}) {
  const other = edge === "start" ? piece.end : piece.start;
  const isBeyond = edge === "start" ? place >= other : place <= other;
  const extent = isBeyond ? null : text.snap(Math.min(place, other), Math.max(place, other), { words });
  if (extent) return extent[edge];
  const direction = edge === "start" ? -1 : 1;
  const least = text.wordEdge(other, direction, { by: words ? "word" : "character", edge });
  if (least === other) return piece[edge];
  // A last word that the mark holds only in part is kept as it is.
  return edge === "start" ? Math.max(least, Math.min(piece.start, other)) : Math.min(least, Math.max(piece.end, other));
}
