import { t } from "../common/i18n.js";
import { TextOrder } from "./order.js";

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
  /** @type {Set<Mark>} so that nobody has to ask all marks for the few that are removed */
  #removed = new Set();
  /** @type {TextOrder | null} made when it is first asked for, kept up from then on */
  #order = null;
  #highest = 0;

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
  add(id, server, n = this.#highest + 1) {
    this.#highest = Math.max(this.#highest, n);
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
    if (mark.shown.removed) {
      this.#order?.delete(mark.id);
      this.#removed.add(mark);
    } else {
      this.#order?.put(mark.shown);
      this.#removed.delete(mark);
    }
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
    this.#order?.delete(mark.id);
    this.#removed.delete(mark);
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
    const { entries } = this.inOrder;
    const passes = filter && passing(filter);
    return (passes ? entries.filter(passes) : entries).map(({ shown }) => shown);
  }

  /** @returns {TextOrder} the live marks */
  get inOrder() {
    if (!this.#order) {
      const all = [...this.#byId.values()].map(({ shown }) => shown);
      this.#order = new TextOrder();
      this.#order.take(all.filter((shown) => shown && !shown.removed));
    }
    return this.#order;
  }

  /** @returns {any[]} what the removed marks show, the last removed first */
  removed() {
    const gone = [...this.#removed].map(({ shown }) => shown);
    return gone.sort((one, other) => Date.parse(other.updated_at) - Date.parse(one.updated_at));
  }

  /**
   * The live mark nearest before or behind another in text order.
   * @param {string | null} id null: from outside, so the first or the last
   * @param {-1 | 1} direction
   * @param {Filter | null} filter
   * @returns {string | null}
   */
  neighbour(id, direction, filter) {
    const { entries } = this.inOrder;
    const passes = filter ? passing(filter) : () => true;
    for (let at = this.#besides(id, direction); entries[at]; at += direction) {
      if (passes(entries[at])) return entries[at].id;
    }
    return null;
  }

  /**
   * @param {string} id
   * @param {Filter | null} filter
   * @returns {string} "5 of 8", or "" when it is not in the list
   */
  position(id, filter) {
    const order = this.inOrder;
    const passes = filter && passing(filter);
    const own = order.indexOf(id);
    if (own < 0 || (passes && !passes(order.entries[own]))) return "";
    const before = passes ? order.entries.slice(0, own).filter(passes).length : own;
    const total = passes ? order.entries.filter(passes).length : order.counts.all;
    return t("{position} of {total}", { position: before + 1, total });
  }

  /** @returns {{claims: number, checked: number}} checked: with a verdict that is not stale */
  progress() {
    const { claim, unchecked } = this.inOrder.counts;
    return { claims: claim, checked: claim - unchecked };
  }

  /** Where to begin looking; a mark that is not in the order has a place between two others. */
  #besides(id, direction) {
    const order = this.inOrder;
    const own = id === null ? null : this.get(id)?.shown;
    if (!own) return direction > 0 ? 0 : order.entries.length - 1;
    const before = order.countBefore(own);
    const isThere = order.indexOf(id ?? "") >= 0;
    if (direction < 0) return before - 1;
    return isThere ? before + 1 : before;
  }

  #unindex(mark) {
    const before = this.blocksOf(mark);
    for (const block of before) this.#byBlock.get(block)?.delete(mark);
    return before;
  }
}

/** @param {Filter} filter @returns {(entry: import("./order.js").Entry) => boolean} */
function passing(filter) {
  if (typeof filter === "function") return ({ shown }) => filter(shown);
  if (filter === "unchecked") return ({ unchecked }) => unchecked;
  return ({ label }) => label === filter;
}

/** What the server counts and dates, and nobody sees in a mark. */
const UNSEEN = { n: 0, version: 0, created_at: "", updated_at: "" };

/**
 * Whether two states of a mark look the same, as when the server acknowledges what is shown already.
 * @param {any} one
 * @param {any} other
 */
export function looksSame(one, other) {
  return seenOf(one) === seenOf(other);
}

/** Nothing, an empty list and what is not said at all are the same. */
function seenOf(annotation) {
  const isSaid = (value) => value !== null && !(Array.isArray(value) && value.length === 0);
  return JSON.stringify({ ...annotation, ...UNSEEN }, (_, value) => (isSaid(value) ? value : undefined));
}
