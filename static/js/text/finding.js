import { Folded } from "./folding.js";

/** Looks for words in a text. The text is folded once, when it is first asked. */
export class WordFinder {
  #text;
  #folded = null;

  /** @param {import("./text.js").TextModel} text */
  constructor(text) {
    this.#text = text;
  }

  /**
   * Where these words stand, however they are written: letter case, accents, quote marks, hidden
   * signs and the length of spaces make no difference.
   * @param {string} words
   * @returns {import("./offsets.js").Extent[]} in text order
   */
  find(words) {
    this.#folded ??= new Folded(this.#text.text);
    return this.#folded.find(words).map(([start, end]) => ({ start: this.#text.toCp(start), end: this.#text.toCp(end) }));
  }
}
