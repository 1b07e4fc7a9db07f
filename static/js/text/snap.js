/** Closing marks that each opening mark accepts; several languages turn the same mark round. */
const CLOSERS = {
  "“": "”",
  "„": "“”",
  "‟": "”",
  "”": "”",
  "‘": "’",
  "‚": "‘’",
  "‛": "’",
  "’": "’",
  "«": "»",
  "»": "«»",
  "‹": "›",
  "›": "‹›",
  "「": "」",
  "『": "』",
  "《": "》",
  '"': '"',
  "'": "'",
  "(": ")",
  "[": "]",
  "{": "}",
  "（": "）",
  "【": "】",
};
const ENCLOSING = new Set([...Object.keys(CLOSERS), ...Object.values(CLOSERS).join("")]);
const APOSTROPHES = new Set(["'", "’"]);
const WORD = /[\p{L}\p{N}\p{M}]/u;
const SPACE = /[\s\u200b]/;
const OPENS_AFTER = /[\s\u200b([{“„‘‚«‹—–-]/;
const LEADING = /[\s\u200b.,;:!?。，、；：！？،؛؟]/;
const TRAILING = /[\s\u200b,;:，、；：،؛]/;
const FULL_STOP = /[.。．।۔]/;
const INITIALS = /(?:^|[^\p{L}\p{N}])(?:\p{L}\.){2,}$/u;

/** @type {Map<string, Intl.Segmenter>} */
const segmenters = new Map();

/**
 * A segmenter for a language, made once. A tag that the browser does not take counts as none.
 * @param {string | undefined} lang
 * @param {"word" | "grapheme" | "sentence"} granularity
 * @returns {Intl.Segmenter}
 */
export function segmenterFor(lang, granularity) {
  const key = `${lang ?? ""} ${granularity}`;
  let segmenter = segmenters.get(key);
  if (!segmenter) {
    try {
      segmenter = new Intl.Segmenter(lang || undefined, { granularity });
    } catch {
      segmenter = new Intl.Segmenter(undefined, { granularity });
    }
    segmenters.set(key, segmenter);
  }
  return segmenter;
}

/**
 * Move both ends out to whole words and leave stray punctuation behind.
 * @param {string} text one block's text
 * @param {number} a UTF-16 index of the start
 * @param {number} b UTF-16 index of the end
 * @param {string} [lang]
 * @returns {[number, number] | null} null when only spaces and stray punctuation were chosen
 */
export function snap(text, a, b, lang) {
  const block = new Block(text, lang);
  let [start, end] = [Math.max(0, a), Math.min(text.length, b)];
  for (let before = ""; before !== `${start} ${end}`;) {
    before = `${start} ${end}`;
    start = block.trimStart(start, end);
    if (start >= end) return null;
    start = block.wordStart(start);
    end = block.trimEnd(start, end);
    if (start >= end) return null;
    end = block.wordEnd(end);
  }
  return wholeGraphemes(text, start, end, lang);
}

/**
 * Leave the spaces at both ends behind and keep graphemes whole: the snapping of who wants none.
 * @param {string} text
 * @param {number} a
 * @param {number} b
 * @param {string} [lang]
 * @returns {[number, number] | null}
 */
export function trimSpaces(text, a, b, lang) {
  let [start, end] = [Math.max(0, a), Math.min(text.length, b)];
  while (start < end && SPACE.test(text[start])) start += 1;
  while (end > start && SPACE.test(text[end - 1])) end -= 1;
  return start < end ? wholeGraphemes(text, start, end, lang) : null;
}

/** @returns {[number, number]} */
function wholeGraphemes(text, start, end, lang) {
  const graphemes = segmenterFor(lang, "grapheme").segment(text);
  const last = graphemes.containing(end - 1);
  return [graphemes.containing(start).index, last.index + last.segment.length];
}

/** One block's text while an extent is snapped in it. */
class Block {
  #text;
  #lang;
  #words;
  #partners;

  constructor(text, lang) {
    this.#text = text;
    this.#lang = lang;
    this.#words = segmenterFor(lang, "word").segment(text);
  }

  trimStart(start, end) {
    let at = start;
    while (at < end && !this.#inWord(at) && this.#strayAtStart(at, end)) at += 1;
    return at;
  }

  trimEnd(start, end) {
    let at = end;
    while (at > start && !this.#inWord(at - 1) && this.#strayAtEnd(start, at)) at -= 1;
    return at;
  }

  wordStart(at) {
    const piece = this.#words.containing(at);
    return piece.isWordLike ? piece.index : at;
  }

  wordEnd(at) {
    const piece = this.#words.containing(at - 1);
    return piece.isWordLike ? piece.index + piece.segment.length : at;
  }

  /** A comma in 1,000 or a stop in 3.5 belongs to the word. */
  #inWord(at) {
    return Boolean(this.#words.containing(at).isWordLike);
  }

  #strayAtStart(at, end) {
    const mark = this.#text[at];
    if (ENCLOSING.has(mark)) return !this.#pairs(at, at, end) && !this.#elides(at, at + 1, end);
    if (mark === "." && /\d/.test(this.#text[at + 1] ?? "")) return false; // the stop of .5
    return LEADING.test(mark);
  }

  #strayAtEnd(start, end) {
    const mark = this.#text[end - 1];
    if (ENCLOSING.has(mark)) {
      return !this.#pairs(end - 1, start, end) && !this.#elides(end - 1, start, end - 1);
    }
    return TRAILING.test(mark) || (FULL_STOP.test(mark) && this.#dropsStop(start, end));
  }

  #pairs(at, start, end) {
    this.#partners ??= partnersIn(this.#text);
    const partner = this.#partners.get(at);
    return partner !== undefined && partner >= start && partner < end;
  }

  /** The mark of ’90s or workers’ is part of the word, as long as it pairs with nothing. */
  #elides(at, start, end) {
    if (!APOSTROPHES.has(this.#text[at]) || this.#partners?.has(at) || start >= end) return false;
    return WORD.test(at < start ? this.#text[start] : this.#text[end - 1]);
  }

  #dropsStop(start, end) {
    const before = this.#text[end - 2];
    if (before === "." || INITIALS.test(this.#text.slice(Math.max(0, end - 16), end))) return false;
    const sentences = segmenterFor(this.#lang, "sentence").segment(this.#text);
    const first = sentences.containing(start);
    const last = sentences.containing(end - 1);
    const rest = this.#text.slice(end, last.index + last.segment.length);
    // A stop with more of its sentence behind it closes an abbreviation, not a sentence.
    if (!onlyEnclosing(rest)) return false;
    return !onlyEnclosing(this.#text.slice(first.index, start));
  }
}

function onlyEnclosing(text) {
  return [...text].every((mark) => SPACE.test(mark) || ENCLOSING.has(mark));
}

/**
 * Which quote mark or bracket belongs to which, both ways, by place in the text.
 * @param {string} text
 * @returns {Map<number, number>}
 */
function partnersIn(text) {
  const partners = new Map();
  const open = [];
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (!ENCLOSING.has(mark) || isApostrophe(text, at)) continue;
    const opener = open.findLastIndex((place) => CLOSERS[text[place]].includes(mark));
    const symmetric = CLOSERS[mark]?.includes(mark);
    const looksOpening = mayOpen(text, at);
    if (opener >= 0 && !(symmetric && looksOpening && text[open[opener]] === mark)) {
      partners.set(at, open[opener]).set(open[opener], at);
      open.length = opener;
    } else if (CLOSERS[mark] && (!symmetric || looksOpening)) {
      open.push(at);
    }
  }
  return partners;
}

function isApostrophe(text, at) {
  return (
    APOSTROPHES.has(text[at]) && WORD.test(text[at - 1] ?? "") && WORD.test(text[at + 1] ?? "")
  );
}

function mayOpen(text, at) {
  const [before, after] = [text[at - 1] ?? " ", text[at + 1] ?? " "];
  return OPENS_AFTER.test(before) && !SPACE.test(after);
}
