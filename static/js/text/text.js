import { hasAstral, Pairs } from "./offsets.js";
import { segmenterFor, snap, trimSpaces } from "./snap.js";

export * from "./offsets.js";
export { snap };

/** @typedef {import("./offsets.js").Extent} Extent */

/** The article's text by code point, and what can be asked about it without the page. */
export class TextModel {
  #text;
  #length;
  #language;
  #blocks;
  #runs = [];

  /**
   * @param {{blocks: {start: number, text: string}[], gaps: string[], language?: string}} parts
   *     one gap before each block and one after the last
   */
  constructor({ blocks, gaps, language = "" }) {
    this.#language = language;
    let [cp, u16] = [0, 0];
    const add = (text) => {
      const run = { cp, u16, text, pairs: hasAstral(text) ? new Pairs(text) : null };
      this.#runs.push(run);
      cp += run.pairs?.toCp(text.length) ?? text.length;
      u16 += text.length;
      return run;
    };
    this.#blocks = blocks.map((block, i) => {
      add(gaps[i] ?? "");
      if (block.start !== cp) {
        throw new RangeError(`block ${i} starts at ${block.start}, not ${cp}`);
      }
      const run = add(block.text);
      return { start: run.cp, end: cp, text: block.text, pairs: run.pairs };
    });
    add(gaps[blocks.length] ?? "");
    this.#text = this.#runs.map((run) => run.text).join("");
    this.#length = cp;
  }

  /**
   * The model of the article that stands in the page.
   * @param {ParentNode} root
   * @param {string[]} gaps
   * @param {string} [language]
   * @returns {TextModel}
   */
  static fromPage(root, gaps, language) {
    const blocks = Array.from(root.querySelectorAll("[data-s]"), (element) => ({
      start: Number(/** @type {HTMLElement} */ (element).dataset.s),
      text: element.textContent ?? "",
    }));
    return new TextModel({ blocks, gaps, language });
  }

  /** @returns {string} the whole text */
  get text() {
    return this.#text;
  }

  /** @returns {number} length in code points */
  get length() {
    return this.#length;
  }

  /** @returns {number} */
  get blockCount() {
    return this.#blocks.length;
  }

  /** @returns {string} "" when none was given */
  get language() {
    return this.#language;
  }

  /** @param {number} u16 a place in `text` as JavaScript counts @returns {number} the same in code points */
  toCp(u16) {
    const run = this.#runs[lastIndex(this.#runs, (one) => one.u16 <= u16)];
    return run.cp + (run.pairs?.toCp(u16 - run.u16) ?? u16 - run.u16);
  }

  /**
   * @param {number} start
   * @param {number} end
   * @returns {string} the text between two code points
   */
  slice(start, end) {
    return this.#text.slice(this.#toU16(start), this.#toU16(end));
  }

  /**
   * Index of the block that holds a code point; a place in a gap belongs to the block behind it,
   * one behind the last block to the last.
   * @param {number} cp
   * @returns {number} -1 when there is no block
   */
  blockAt(cp) {
    const next = firstIndex(this.#blocks, (block) => block.end > cp);
    return Math.min(next, this.#blocks.length - 1);
  }

  /**
   * @param {number} index
   * @returns {string}
   */
  blockText(index) {
    return this.#blocks[index].text;
  }

  /**
   * @param {number} index
   * @returns {Extent}
   */
  blockExtent(index) {
    const { start, end } = this.#blocks[index];
    return { start, end };
  }

  /**
   * Snap an extent to words, over several blocks too; each end is snapped in its own block.
   * @param {number} start
   * @param {number} end
   * @param {{words?: boolean}} [options] words: false (Alt held) only leaves spaces behind
   * @returns {Extent | null} null when nothing but spaces and stray punctuation is left
   */
  snap(start, end, { words = true } = {}) {
    const shrink = words ? snap : trimSpaces;
    for (let first = this.blockAt(start); first >= 0 && first < this.#blocks.length; first += 1) {
      if (this.#blocks[first].start >= end) return null;
      const from = this.#shrinkIn(first, start, end, shrink);
      if (from) return { start: from.start, end: this.#snappedEnd(first, from, end, shrink) };
    }
    return null;
  }

  /**
   * The next place for one border of a mark.
   * @param {number} cp where the border is
   * @param {-1 | 1} direction
   * @param {{by?: "word" | "character", edge?: "start" | "end"}} [options] edge: which border
   *     moves, as a start stops before a word and an end behind one; by default -1 is a start
   * @returns {number} `cp` itself when there is no further place
   */
  wordEdge(cp, direction, { by = "word", edge = direction < 0 ? "start" : "end" } = {}) {
    const granularity = by === "word" ? "word" : "grapheme";
    for (let i = this.#blockNear(cp, direction); this.#blocks[i]; i += direction) {
      const found = this.#edgeIn(this.#blocks[i], cp, direction, granularity, edge);
      if (found !== null) return found;
    }
    return cp;
  }

  #toU16(cp) {
    const run = this.#runs[lastIndex(this.#runs, (one) => one.cp <= Math.max(0, cp))];
    const inside = Math.max(0, cp - run.cp);
    return run.u16 + (run.pairs?.toU16(inside) ?? Math.min(inside, run.text.length));
  }

  #shrinkIn(index, start, end, shrink) {
    const block = this.#blocks[index];
    const unit = (cp) => {
      const inside = Math.min(Math.max(cp, block.start), block.end) - block.start;
      return block.pairs?.toU16(inside) ?? inside;
    };
    const found = shrink(block.text, unit(start), unit(end), this.#language || undefined);
    if (!found) return null;
    const [from, to] = found.map((u16) => block.pairs?.toCp(u16) ?? u16);
    return { start: block.start + from, end: block.start + to };
  }

  #snappedEnd(first, from, end, shrink) {
    for (let last = this.blockAt(end - 1); last > first; last -= 1) {
      const to = this.#shrinkIn(last, this.#blocks[last].start, end, shrink);
      if (to) return to.end;
    }
    return from.end;
  }

  #blockNear(cp, direction) {
    if (direction > 0) return firstIndex(this.#blocks, (block) => block.end >= cp);
    return lastIndex(this.#blocks, (block) => block.start <= cp);
  }

  #edgeIn(block, cp, direction, granularity, edge) {
    const inside = Math.min(Math.max(cp, block.start), block.end) - block.start;
    const from = block.pairs?.toU16(inside) ?? inside;
    const clamped = cp < block.start || cp > block.end;
    const pieces = segmenterFor(this.#language, granularity).segment(block.text);
    let at = direction > 0 ? from : from - 1;
    if (direction > 0 && from > 0) at = pieces.containing(from - 1).index;
    if (direction < 0 && from < block.text.length) at = from;
    for (let piece = pieces.containing(at); piece;) {
      const next = piece.index + piece.segment.length;
      const place = edge === "start" ? piece.index : next;
      const further = clamped || (place - from) * direction > 0;
      if (further && (granularity === "grapheme" || piece.isWordLike)) {
        return block.start + (block.pairs?.toCp(place) ?? place);
      }
      const step = direction > 0 ? next : piece.index - 1;
      piece = step < 0 ? undefined : pieces.containing(step);
    }
    return null;
  }
}

/** Index of the first entry that passes, where all behind it pass too; the length when none. */
function firstIndex(entries, passes) {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(entries[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the last entry that passes, where all before it pass too; -1 when none. */
function lastIndex(entries, passes) {
  return firstIndex(entries, (entry) => !passes(entry)) - 1;
}
