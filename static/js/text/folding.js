/** Scripts whose accents and vowel points a reader may leave out; elsewhere such signs are letters. */
const MAY_BE_BARE = /[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Arab}\p{sc=Hebr}]/u;
const ACCENTS = /\p{M}/gu;
/** One letter with its accents, one syllable of Hangul jamo, or accents that follow nothing. */
const LETTER = /[\u1100-\u115f]+[\u1160-\u11a7]*[\u11a8-\u11ff]*|\P{M}\p{M}*|\p{M}+/suy;
const HIDDEN = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
const SPACE = /\s/;
const ALIKE = new Map(
  [
    ['"', "“”„‟«»″"],
    ["'", "‘’‚‛‹›′`´"],
    ["-", "‐‑‒–—―−"],
    ["...", "…"],
    ["σ", "ς"],
    ["ss", "ßẞ"],
  ].flatMap(([plain, others]) => Array.from(others, (other) => [other, plain])),
);
const GOES_ON = /^[\u200d\p{Emoji_Modifier}]/u;

/**
 * A text as it is searched: letter case, accents, kinds of quote marks and dashes, hidden signs and
 * the length of spaces make no difference. Each sign knows where in the text it came from, so that
 * what is found is told by the places of the text itself.
 */
export class Folded {
  #text;
  #folded = "";
  #starts = [];
  #ends = [];

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
    const signs = [];
    const add = (sign, start, end) => {
      for (const unit of sign.split("")) {
        signs.push(unit);
        this.#starts.push(start);
        this.#ends.push(end);
      }
    };
    for (let at = 0; at < text.length;) {
      const end = at + lengthAt(text, at);
      const sign = fold(text.slice(at, end));
      const repeats = sign === " " && signs.at(-1) === " ";
      if (repeats) this.#ends[this.#ends.length - 1] = end;
      else add(sign, at, end);
      at = end;
    }
    this.#folded = signs.join("");
  }

  /**
   * @param {string} words
   * @returns {[number, number][]} UTF-16 start and end of each place, in order, none inside another
   */
  find(words) {
    const wanted = new Folded(words.trim()).#folded.trim();
    const found = [];
    if (!wanted) return found;
    for (let at = this.#folded.indexOf(wanted); at >= 0;) {
      const last = at + wanted.length - 1;
      const isWhole = this.#isWhole(at, last);
      if (isWhole) found.push([this.#starts[at], this.#ends[last]]);
      at = this.#folded.indexOf(wanted, isWhole ? last + 1 : at + 1);
    }
    return found;
  }

  /** Neither end may be inside a sign, nor inside an emoji that is made of several. */
  #isWhole(first, last) {
    if (this.#starts[first - 1] === this.#starts[first]) return false;
    if (this.#starts[last + 1] === this.#starts[last]) return false;
    if (this.#text[this.#starts[first] - 1] === "\u200d") return false;
    return !GOES_ON.test(this.#text.slice(this.#ends[last], this.#ends[last] + 2));
  }
}

/** How long the letter with its accents is that starts here. */
function lengthAt(text, at) {
  // Below U+0300 nothing joins its neighbour: most of most texts.
  const isAlone = text.charCodeAt(at) < 0x300 && !(text.charCodeAt(at + 1) >= 0x300);
  if (isAlone) return 1;
  LETTER.lastIndex = at;
  return LETTER.exec(text)?.[0].length ?? 1;
}

function fold(sign) {
  if (SPACE.test(sign)) return " ";
  if (HIDDEN.test(sign)) return sign.length === 1 ? "" : fold(sign.slice(1));
  if (sign.length === 1 && sign.charCodeAt(0) < 0x80) return ALIKE.get(sign) ?? sign.toLowerCase();
  const bare = MAY_BE_BARE.test(sign) ? sign.normalize("NFD").replace(ACCENTS, "") : sign;
  const plain = bare.normalize("NFC").toLowerCase();
  return ALIKE.get(plain) ?? plain;
}
