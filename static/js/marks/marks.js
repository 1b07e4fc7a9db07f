import { t } from "../common/i18n.js";

/** @typedef {"claim" | "quote" | "context" | "unchecked" | ((annotation: any) => boolean)} Filter */
/**
 * @typedef {object} Mark one annotation in the page
 * @property {string} id
 * @property {number} n its number, local to the page
 * @property {any} server ANNOTATION as the server last acknowledged it, or null
 * @property {{id: string, annotation: string, kind: string, fields: [string, string][], at: string}[]} edits
 *     local edits that the server has not acknowledged
 * @property {any} shown ANNOTATION with its number, local edits included
 */

/** The marks of one article: by id, by number, by block and in text order. */
export class Marks {
  #text;
  #byId = new Map();
  #byNumber = new Map();
  #byBlock = new Map();
  #order = null;

  /** @param {import("../text/text.js").TextModel} text */
  constructor(text) {
    this.#text = text;
  }

  /**
   * @param {string | undefined} id
   * @returns {Mark | undefined}
   */
  get(id) {
    return this.#byId.get(id);
  }

  /**
   * @param {number} n
   * @returns {Mark | undefined}
   */
  byNumber(n) {
    return this.#byId.get(this.#byNumber.get(n));
  }

  /**
   * Add a mark, under the next free number where none is given.
   * @param {string} id
   * @param {any} server ANNOTATION, or null for one that the server does not know yet
   * @param {number} [n]
   * @returns {Mark}
   */
  add(id, server, n = Math.max(0, ...this.#byNumber.keys()) + 1) {
    const mark = { id, n, server, edits: [], shown: null };
    this.#byId.set(id, mark);
    this.#byNumber.set(n, id);
    if (server) this.show(mark, server);
    return mark;
  }

  /**
   * Show a mark in a new state.
   * @param {Mark} mark
   * @param {any} annotation
   * @returns {number[]} the blocks that it left, stayed in and came to
   */
  show(mark, annotation) {
    const before = this.#unindex(mark);
    mark.shown = { ...annotation, n: mark.n };
    const now = this.blocksOf(mark);
    for (const block of now) {
      if (!this.#byBlock.has(block)) this.#byBlock.set(block, new Set());
      this.#byBlock.get(block).add(mark);
    }
    return [...new Set([...before, ...now])].sort((x, y) => x - y);
  }

  /**
   * @param {Mark} mark
   * @returns {number[]} the blocks that it was in
   */
  delete(mark) {
    const before = this.#unindex(mark);
    this.#byId.delete(mark.id);
    this.#byNumber.delete(mark.n);
    return before;
  }

  /**
   * @param {Mark | undefined} mark
   * @returns {number[]} indices of the blocks that it and its parts touch, in order
   */
  blocksOf(mark) {
    const blocks = new Set();
    for (const { start, end } of mark?.shown?.fragments ?? []) {
      const last = this.#text.blockAt(end - 1);
      for (let i = this.#text.blockAt(start); i >= 0 && i <= last; i += 1) blocks.add(i);
    }
    return [...blocks].sort((x, y) => x - y);
  }

  /**
   * @param {number} blockIndex
   * @returns {import("../text/segments.js").Span[]} of the live marks that touch the block
   */
  spansIn(blockIndex) {
    const block = this.#text.blockExtent(blockIndex);
    const live = [...(this.#byBlock.get(blockIndex) ?? [])].filter(({ shown }) => !shown.removed);
    return live.flatMap(({ n, shown }) =>
      shown.fragments
        .filter(({ start, end }) => start < block.end && end > block.start)
        .map(({ start, end, part }) => ({ n, label: shown.label, start, end, part })),
    );
  }

  /**
   * @param {Filter | null} [filter]
   * @returns {any[]} what the live marks show, in text order
   */
  list(filter = null) {
    this.#order ??= this.#sorted();
    return filter ? this.#order.filter(passing(filter)) : [...this.#order];
  }

  /**
   * The live mark nearest before or behind another in text order.
   * @param {string | null} id null: from outside, so the first or the last
   * @param {-1 | 1} direction
   * @param {Filter | null} filter
   * @returns {string | null}
   */
  neighbour(id, direction, filter) {
    const all = this.list(filter);
    if (direction < 0) all.reverse();
    const from = id === null ? null : (this.get(id)?.shown ?? null);
    const place = from && placeOf(from);
    return (
      all.find((one) => !place || inTextOrder(placeOf(one), place) * direction > 0)?.id ?? null
    );
  }

  /**
   * @param {string} id
   * @param {Filter | null} filter
   * @returns {string} "5 of 8", or "" when it is not in the list
   */
  position(id, filter) {
    const all = this.list(filter);
    const at = all.findIndex((annotation) => annotation.id === id);
    return at < 0 ? "" : t("{position} of {total}", { position: at + 1, total: all.length });
  }

  /** @returns {{claims: number, checked: number}} checked: with a verdict that is not stale */
  progress() {
    const claims = this.list("claim");
    return { claims: claims.length, checked: claims.filter((claim) => !isUnchecked(claim)).length };
  }

  #unindex(mark) {
    this.#order = null;
    const before = this.blocksOf(mark);
    for (const block of before) this.#byBlock.get(block)?.delete(mark);
    return before;
  }

  #sorted() {
    const live = [...this.#byId.values()].filter(({ shown }) => shown && !shown.removed);
    const places = live.map(({ shown }) => ({ ...placeOf(shown), shown }));
    return places.sort(inTextOrder).map(({ shown }) => shown);
  }
}

function contentOf(annotation) {
  return (annotation?.fragments ?? []).filter((fragment) => fragment.part === "content");
}

function placeOf(annotation) {
  const fragments = contentOf(annotation);
  return { start: fragments[0]?.start ?? 0, end: fragments.at(-1)?.end ?? 0, n: annotation.n };
}

function inTextOrder(one, other) {
  return one.start - other.start || other.end - one.end || one.n - other.n;
}

function isUnchecked({ label, claim }) {
  return label === "claim" && (!claim?.verdict || claim.verdict.stale);
}

function passing(filter) {
  if (typeof filter === "function") return filter;
  return filter === "unchecked" ? isUnchecked : (annotation) => annotation.label === filter;
}
