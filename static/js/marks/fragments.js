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
 * @param {Fragment[]} fragments
 * @returns {Fragment[]} the cue and the speaker of a quote
 */
export function partsOf(fragments) {
  return fragments.filter(({ part }) => part !== "content");
}

/**
 * All pieces in the order in which their borders are counted: the words themselves, then the parts.
 * @param {Fragment[]} fragments
 * @returns {Fragment[]}
 */
export function bordered(fragments) {
  return [...contentOf(fragments), ...partsOf(fragments)];
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
 * The pieces with one border put elsewhere. What it reaches of the same part is joined.
 * @param {Fragment[]} fragments
 * @param {{index: number, edge: "start" | "end"}} border index as `bordered` counts
 * @param {number} offset where it goes
 * @param {Slice} slice
 * @returns {Fragment[] | null} null where the piece would hold nothing, or there is no such piece
 */
export function withEdge(fragments, { index, edge }, offset, slice) {
  const piece = bordered(fragments)[index];
  const moved = piece && { ...bare(piece), [edge]: offset };
  if (!moved || moved.start >= moved.end) return null;
  const all = fragments.map((fragment) => (fragment === piece ? moved : bare(fragment)));
  return arranged(all, all.filter(({ part }) => part === piece.part), slice, piece.part);
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

/** The new pieces of one part where the old ones began, the rest around them as it was. */
function arranged(fragments, own, slice, of = "content") {
  const first = fragments.findIndex(({ part }) => part === of);
  const others = (some) => some.filter(({ part }) => part !== of).map(bare);
  return [...others(fragments.slice(0, first)), ...joined(own, slice), ...others(fragments.slice(first))];
}

function joined(pieces, slice) {
  const all = [];
  for (const piece of pieces.map(bare).sort((one, other) => one.start - other.start)) {
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
