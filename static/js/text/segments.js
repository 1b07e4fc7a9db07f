import { cpToU16, hasAstral, u16ToCp } from "./offsets.js";
import { segmenterFor } from "./snap.js";

/**
 * @typedef {{n: number, label: string, start: number, end: number}} Span
 * @typedef {object} Piece
 * @property {number} start first code point, counted in the document
 * @property {number} end
 * @property {number[]} ids numbers of the covering marks; empty where nothing is marked
 * @property {string | null} tint label of the shortest covering mark
 * @property {Record<string, string>} lanes label of the line in each lane that is in use, 0 to 2
 */

const LAST_LANE = 2;

// The list of annotator/text/graphemes.py, where it is explained; the shared fixture holds both.
const JOINING_SCRIPTS = [
  "Arab",
  "Syrc",
  "Mand",
  "Nkoo",
  "Mong",
  "Phag",
  "Adlm",
  "Rohg",
  "Deva",
  "Beng",
  "Guru",
  "Gujr",
  "Orya",
  "Taml",
  "Telu",
  "Knda",
  "Mlym",
  "Sinh",
];
const TATWEEL = "\\u0640";
const LETTER = JOINING_SCRIPTS.map((script) => `\\p{sc=${script}}`).join("") + TATWEEL;
const JOINED_WORD = new RegExp(
  `(?=[\\p{L}\\p{M}\\p{N}${TATWEEL}])[${LETTER}]` +
    `(?:(?=[\\p{L}\\p{M}\\p{N}${TATWEEL}\\u200c\\u200d])[${LETTER}\\p{sc=Zinh}\\u200c\\u200d])*`,
  "gu",
);

/**
 * Cut one block at the edges of the marks that touch it. annotator/text/segments.py does the
 * same on the server.
 * @param {{start: number, text: string}} block
 * @param {Span[]} spans in document code points; what lies outside the block is passed over
 * @param {{graphemes?: boolean}} [options] graphemes: false paints at the stored offsets, even
 *     inside a sign or a joined word
 * @returns {Piece[]} in order; together they are the whole block
 */
export function cut(block, spans, { graphemes = true } = {}) {
  const places = new Places(block.text);
  const [first, last] = [block.start, block.start + places.length];
  if (first === last) return [];
  const clipped = spans
    .filter((span) => span.start < span.end && span.start < last && span.end > first)
    .map((span) => ({ ...span, start: Math.max(span.start, first), end: Math.min(span.end, last) }))
    .sort((x, y) => x.start - y.start || y.end - x.end || x.n - y.n);
  return piecesOf(first, last, paint(clipped, first, graphemes ? places : null));
}

/** Grow each span to where it may be painted, and give it a lane. */
function paint(clipped, first, places) {
  const laneEnds = [];
  return clipped.map(({ n, label, start, end }) => {
    const from = places ? first + places.atOrBefore(start - first) : start;
    const to = places ? first + places.atOrAfter(end - first) : end;
    return {
      n,
      label,
      start: from,
      end: to,
      length: end - start,
      lane: takeLane(laneEnds, from, to),
    };
  });
}

function takeLane(laneEnds, start, end) {
  const free = laneEnds.findIndex((takenUntil) => takenUntil <= start);
  const lane = free < 0 ? laneEnds.length : free;
  if (lane > LAST_LANE) return LAST_LANE; // shared: below it no order is kept
  laneEnds[lane] = end;
  return lane;
}

function piecesOf(first, last, painted) {
  const edges = new Set([first, last, ...painted.flatMap(({ start, end }) => [start, end])]);
  const sorted = [...edges].sort((x, y) => x - y);
  let covering = [];
  let upcoming = 0;
  return sorted.slice(0, -1).map((start, i) => {
    covering = covering.filter((span) => span.end > start);
    // Growing keeps the order of the starts, so those still to come stand in order too.
    while (painted[upcoming]?.start === start) covering.push(painted[upcoming++]);
    return pieceOf(start, sorted[i + 1], covering);
  });
}

function pieceOf(start, end, covering) {
  // The shortest comes last, and among equals the one that sorts later: the last word holds.
  const byLength = [...covering].sort((x, y) => y.length - x.length);
  return {
    start,
    end,
    ids: covering.map((span) => span.n),
    tint: byLength.at(-1)?.label ?? null,
    lanes: Object.fromEntries(byLength.map((span) => [String(span.lane), span.label])),
  };
}

/** Where one block may be cut without breaking a sign or a joined word, in its code points. */
class Places {
  #text;
  #astral;
  #graphemes = null;
  #words = null;

  constructor(text) {
    this.#text = text;
    this.#astral = hasAstral(text);
    this.length = this.#astral ? u16ToCp(text, text.length) : text.length;
  }

  atOrBefore(place) {
    return this.#grow(place, (extent) => extent.start);
  }

  atOrAfter(place) {
    return this.#grow(place, (extent) => extent.end);
  }

  #grow(place, side) {
    let at = this.#astral ? cpToU16(this.#text, place) : place;
    for (let inside = this.#around(at); inside; inside = this.#around(at)) at = side(inside);
    return this.#astral ? u16ToCp(this.#text, at) : at;
  }

  /** The sign or joined word that a cut here would break; null when it breaks none. */
  #around(at) {
    if (at <= 0 || at >= this.#text.length || isPlain(this.#text, at)) return null;
    this.#graphemes ??= segmenterFor(undefined, "grapheme").segment(this.#text);
    const sign = this.#graphemes.containing(at);
    if (sign.index < at) return { start: sign.index, end: sign.index + sign.segment.length };
    this.#words ??= joinedWords(this.#text);
    return this.#words.find((word) => word.start < at && at < word.end) ?? null;
  }
}

/** Nothing below U+0300 joins its neighbour, but for CR with LF: most texts need no more. */
function isPlain(text, at) {
  const before = text.charCodeAt(at - 1);
  return before < 0x300 && before !== 0x0d && text.charCodeAt(at) < 0x300;
}

function joinedWords(text) {
  return Array.from(text.matchAll(JOINED_WORD), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
