import { hasAstral, Pairs } from "./offsets.js";
import { segmenterFor } from "./snap.js";

/**
 * @typedef {{n: number, label: string, start: number, end: number, part?: string}} Span
 * @typedef {{kind: string, start: number, end: number, href: string | null}} Inline
 * @typedef {object} Piece
 * @property {number} start first code point, counted in the document
 * @property {number} end
 * @property {number[]} ids numbers of the covering marks; empty where nothing is marked
 * @property {string | null} tint label of the shortest covering mark
 * @property {Record<string, string>} lanes label of the line in each lane that is in use, 0 to 2
 * @property {string | null} part which part of its mark the shortest covering one is here
 * @property {string[]} styles "emphasis" and "strong" of the article itself
 * @property {string | null} href where the article's link leads
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
 * @param {{start: number, text: string, inline?: Inline[]}} block
 * @param {Span[]} spans in document code points; what lies outside the block is passed over
 * @param {{graphemes?: boolean}} [options] graphemes: false paints at the stored offsets, even
 *     inside a sign or a joined word
 * @returns {Piece[]} in order; together they are the whole block
 */
export function cut(block, spans, { graphemes = true } = {}) {
  const places = new Places(block.text);
  const [first, last] = [block.start, block.start + places.length];
  if (first === last) return [];
  const painted = paint(clip(spans, first, last), first, graphemes ? places : null);
  const formatted = clip(block.inline ?? [], first, last).map((one) => {
    return { ...one, ...grown(one, first, graphemes ? places : null) };
  });
  formatted.sort((x, y) => x.start - y.start || y.end - x.end);
  return piecesOf(first, last, painted, formatted);
}

/** What lies in the block, cut off at its ends, and in order. */
function clip(all, first, last) {
  return all
    .filter((one) => one.start < one.end && one.start < last && one.end > first)
    .map((one) => ({ ...one, start: Math.max(one.start, first), end: Math.min(one.end, last) }))
    .sort((x, y) => x.start - y.start || y.end - x.end || (x.n ?? 0) - (y.n ?? 0));
}

/** Where it may be painted without breaking a sign or a joined word. */
function grown({ start, end }, first, places) {
  if (!places) return { start, end };
  return { start: first + places.atOrBefore(start - first), end: first + places.atOrAfter(end - first) };
}

/** Grow each span to where it may be painted, and give it a lane. */
function paint(clipped, first, places) {
  const laneEnds = [];
  return clipped.map((span) => {
    const { start, end } = grown(span, first, places);
    const length = span.end - span.start;
    return { n: span.n, label: span.label, part: span.part ?? "content", start, end, length, lane: takeLane(laneEnds, start, end) };
  });
}

function takeLane(laneEnds, start, end) {
  const free = laneEnds.findIndex((takenUntil) => takenUntil <= start);
  const lane = free < 0 ? laneEnds.length : free;
  if (lane > LAST_LANE) return LAST_LANE; // shared: below it no order is kept
  laneEnds[lane] = end;
  return lane;
}

function piecesOf(first, last, painted, formatted) {
  const edges = new Set([first, last, ...[...painted, ...formatted].flatMap(({ start, end }) => [start, end])]);
  const sorted = [...edges].sort((x, y) => x - y);
  const [marked, written] = [sweep(painted), sweep(formatted)];
  return sorted.slice(0, -1).map((start, i) => pieceOf(start, sorted[i + 1], marked(start), written(start)));
}

/** For one start of a piece after another: what covers it, out of what is sorted by its start. */
function sweep(all) {
  let here = [];
  let upcoming = 0;
  return (start) => {
    here = here.filter((one) => one.end > start);
    // Growing keeps the order of the starts, so those still to come stand in order too.
    while (all[upcoming]?.start === start) here.push(all[upcoming++]);
    return here;
  };
}

function pieceOf(start, end, covering, formats) {
  // The shortest comes last, and among equals the one that sorts later: the last word holds.
  const byLength = [...covering].sort((x, y) => y.length - x.length);
  const styles = new Set(formats.filter(({ kind }) => kind !== "link").map(({ kind }) => kind));
  return {
    start,
    end,
    // A quote and its own cue may overlap: one mark is one number.
    ids: [...new Set(covering.map((span) => span.n))],
    tint: byLength.at(-1)?.label ?? null,
    lanes: Object.fromEntries(byLength.map((span) => [String(span.lane), span.label])),
    part: byLength.at(-1)?.part ?? null,
    styles: [...styles].sort(),
    // Of links that lie over one another, which no article means, the innermost leads.
    href: formats.findLast(({ kind }) => kind === "link")?.href ?? null,
  };
}

/** Where one block may be cut without breaking a sign or a joined word, in its code points. */
class Places {
  #text;
  /** @type {Pairs | null} none where both countings are the same */
  #pairs;
  #graphemes = null;
  #words = null;

  constructor(text) {
    this.#text = text;
    this.#pairs = hasAstral(text) ? new Pairs(text) : null;
    this.length = this.#pairs?.toCp(text.length) ?? text.length;
  }

  atOrBefore(place) {
    return this.#grow(place, (extent) => extent.start);
  }

  atOrAfter(place) {
    return this.#grow(place, (extent) => extent.end);
  }

  #grow(place, side) {
    let at = this.#pairs?.toU16(place) ?? place;
    for (let inside = this.#around(at); inside; inside = this.#around(at)) at = side(inside);
    return this.#pairs?.toCp(at) ?? at;
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
