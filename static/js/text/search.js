import { u16ToCp } from "./offsets.js";

/** @typedef {import("./offsets.js").Extent} Extent */

const QUOTES = { "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'", "‹": "'", "›": "'", "ʼ": "'" };
/** Accents of the alphabets that can be read without them: vowel signs of Indic scripts are letters. */
const ACCENTS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]/gu;
const UNSEEN = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\ufe00-\ufe0f]/gu;
const MARK = /^\p{M}/u;
const SPACE = /\s/u;

/**
 * What counts as the same when words are looked for: letters of either case, with or without
 * accents, quote marks of any style, spaces of any kind.
 * @param {string} character one code point
 * @returns {string} maybe empty, maybe longer
 */
export function foldOne(character) {
  const quote = QUOTES[character];
  if (quote) return quote;
  if (SPACE.test(character)) return " ";
  const plain = character.toLowerCase().normalize("NFKD").replaceAll(ACCENTS, "").replaceAll(UNSEEN, "");
  return plain.toLowerCase();
}

/** A text that words are looked for in, folded once. */
export class Searchable {
  #text;
  #folded = "";
  /** For each unit of the folded text where its character starts in the text, in UTF-16 units. */
  #from = new Int32Array(0);
  #isReady = false;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
  }

  /**
   * @param {string} words
   * @param {number} [most] stop after so many
   * @returns {Extent[]} code points, in order, never overlapping
   */
  find(words, most = Infinity) {
    const wanted = folded(words).text.trim();
    if (!wanted) return [];
    this.#prepare();
    const found = [];
    for (let at = this.#folded.indexOf(wanted); at >= 0 && found.length < most;) {
      const fits = this.#isWhole(at) && this.#isWhole(at + wanted.length);
      if (fits) found.push({ start: this.#from[at], end: this.#from[at + wanted.length] });
      at = this.#folded.indexOf(wanted, fits ? at + wanted.length : at + 1);
    }
    return this.#asCodePoints(found);
  }

  /** A hit may not begin or end inside a character that folds to several, or before its vowel sign. */
  #isWhole(at) {
    if (at === 0 || at === this.#folded.length) return true;
    const place = this.#from[at];
    return place !== this.#from[at - 1] && !MARK.test(this.#text.slice(place, place + 2));
  }

  #prepare() {
    if (this.#isReady) return;
    const { text, from } = folded(this.#text);
    this.#folded = text;
    this.#from = Int32Array.from(from);
    this.#isReady = true;
  }

  #asCodePoints(found) {
    let [unit, cp] = [0, 0];
    const on = (to) => {
      cp += u16ToCp(this.#text.slice(unit, to), to - unit);
      unit = to;
      return cp;
    };
    return found.map(({ start, end }) => ({ start: on(start), end: on(this.#trimmed(start, end)) }));
  }

  /** What folds to nothing belongs to the hit only where it leans on its last letter. */
  #trimmed(start, end) {
    const piece = this.#text.slice(start, end);
    return end - (piece.length - piece.replace(/[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+$/u, "").length);
  }
}

/** Runs of spaces fold to one, so that words are found over a line break. */
function folded(text) {
  const known = new Map();
  const from = [];
  let result = "";
  let at = 0;
  for (const character of text) {
    let plain = known.get(character);
    if (plain === undefined) known.set(character, (plain = foldOne(character)));
    if (plain !== " " || !result.endsWith(" ")) {
      result += plain;
      for (let unit = 0; unit < plain.length; unit += 1) from.push(at);
    }
    at += character.length;
  }
  from.push(at);
  return { text: result, from };
}
