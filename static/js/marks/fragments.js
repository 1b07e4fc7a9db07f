/**
 * The pieces of one mark. Its content pieces stand in text order, apart from each other; a cue and
 * a speaker stand where they stand.
 * @typedef {{part: string, start: number, end: number, exact?: string}} Fragment
 * @typedef {(start: number, end: number) => string} Slice the article's text between code points
 */

/**
 * @param {Fragment[]} fragments
 * @returns {Fragment[]} those that hold the words themselves
 */
export function contentOf(fragments) {
  return fragments.filter(({ part }) => part === "content");
}

/**
 * The pieces with one more. Pieces that overlap it, or that only space keeps apart from it, become
 * one with it.
 * @param {Fragment[]} fragments
 * @param {{start: number, end: number}} extent
 * @param {Slice} slice
 * @returns {Fragment[]} without `exact`
 */
export function withPiece(fragments, { start, end }, slice) {
  return arranged(fragments, [...contentOf(fragments), { part: "content", start, end }], slice);
}

/**
 * The pieces without one of the content pieces.
 * @param {Fragment[]} fragments
 * @param {number} index among the content pieces
 * @returns {Fragment[] | null} null where no words would be left, or there is no such piece
 */
export function withoutPiece(fragments, index) {
  const content = contentOf(fragments);
  if (content.length < 2 || !content[index]) return null;
  return fragments.filter((fragment) => fragment !== content[index]).map(bare);
}

/**
 * The pieces with one border of a content piece put elsewhere.
 * @param {Fragment[]} fragments
 * @param {{index: number, edge: "start" | "end"}} border index among the content pieces
 * @param {number} offset where it goes
 * @param {Slice} slice
 * @returns {Fragment[] | null} null where the piece would hold nothing, or there is no such piece
 */
export function withEdge(fragments, { index, edge }, offset, slice) {
  const content = contentOf(fragments).map(bare);
  if (!content[index]) return null;
  content[index][edge] = offset;
  return content[index].start < content[index].end ? arranged(fragments, content, slice) : null;
}

/**
 * The pieces of a quote with another cue or speaker, or without one.
 * @param {Fragment[]} fragments
 * @param {string} part
 * @param {{start: number, end: number} | null} extent
 * @returns {Fragment[]} without `exact`
 */
export function withPart(fragments, part, extent) {
  const others = fragments.filter((fragment) => fragment.part !== part).map(bare);
  return extent ? [...others, { part, start: extent.start, end: extent.end }] : others;
}

/** The new content where the old one began, the rest around it as it was. */
function arranged(fragments, content, slice) {
  const first = fragments.findIndex(({ part }) => part === "content");
  const others = (some) => some.filter(({ part }) => part !== "content").map(bare);
  return [...others(fragments.slice(0, first)), ...joined(content, slice), ...others(fragments.slice(first))];
}

function joined(content, slice) {
  const all = [];
  for (const piece of content.map(bare).sort((one, other) => one.start - other.start)) {
    const last = all.at(-1);
    const together = last && (piece.start <= last.end || slice(last.end, piece.start).trim() === "");
    if (together) last.end = Math.max(last.end, piece.end);
    else all.push(piece);
  }
  return all;
}

function bare({ part, start, end }) {
  return { part, start, end };
}
