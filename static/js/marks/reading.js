import { checkedThroughParts, isChecked } from "./compounds.js";

/** @typedef {import("./marks.js").Filter} Filter */

/**
 * What can be read of the workspace: one reviewer's layer of marks on one article, and which mark
 * is active. Events: "change" {ids, blocks}; "active" {id, previous}.
 */
export class Reading extends EventTarget {
  #text;
  #data;
  #marks;
  #active = null;

  /**
   * @param {any} data the page's workspace-data
   * @param {import("../text/text.js").TextModel} text
   * @param {import("./marks.js").Marks} marks
   */
  constructor(data, text, marks) {
    super();
    this.#data = data;
    this.#text = text;
    this.#marks = marks;
  }

  /** @returns {import("../text/text.js").TextModel} */
  get text() {
    return this.#text;
  }

  /** The rating scale: {version, ratings: [{id, label, decisive, key, icon, tone}]}. */
  get scheme() {
    return this.#data.scheme;
  }

  /** Where else to ask and send, by name. */
  get addresses() {
    return this.#data.urls;
  }

  get me() {
    return this.#data.me;
  }

  get article() {
    return this.#data.article;
  }

  /** LAYER of the contract: whose marks these are, and whether they may be changed. */
  get layer() {
    return this.#data.layer;
  }

  /** @param {any} layer LAYER, as a submission or its withdrawal answers */
  setLayer(layer) {
    this.#data = { ...this.#data, layer };
    this.#emit("change", { ids: [], blocks: [] });
  }

  /** @returns {boolean} */
  get editable() {
    return Boolean(this.#data.layer.editable);
  }

  /**
   * The annotation as it is to be shown, local edits included; removed ones are still here.
   * @param {string} id
   * @returns {any} ANNOTATION with its number `n`, or null
   */
  get(id) {
    return this.#marks.get(id)?.shown ?? null;
  }

  /** @returns {any} ANNOTATION of the active mark, or null: one that is removed is none */
  get activeMark() {
    const annotation = this.#active === null ? null : this.get(this.#active);
    return annotation && !annotation.removed ? annotation : null;
  }

  /**
   * The annotation as the server last acknowledged it.
   * @param {string} id
   * @returns {any} ANNOTATION, or null
   */
  acknowledged(id) {
    return this.#marks.get(id)?.server ?? null;
  }

  /**
   * @param {string} id
   * @returns {boolean} true while the server has not acknowledged all of it
   */
  isUnsent(id) {
    return this.unsent(id).length > 0;
  }

  /**
   * @param {string} id
   * @returns {{kind: string, fields: [string, string][]}[]} the local edits that the server has not
   *     acknowledged, in order
   */
  unsent(id) {
    return [...(this.#marks.get(id)?.edits ?? [])];
  }

  /**
   * The live annotations in text order: by start, then longest, then number.
   * @param {{filter?: Filter | null}} [options]
   * @returns {any[]}
   */
  list({ filter = null } = {}) {
    return this.#marks.list(filter);
  }

  /** @returns {import("./order.js").TextOrder} the live marks by place and by count; read only */
  get inOrder() {
    return this.#marks.inOrder;
  }

  /** @returns {any[]} ANNOTATIONs that are deleted and may come back, the last deleted first */
  deleted() {
    return this.#marks.removed();
  }

  /**
   * @param {number} n
   * @returns {any}
   */
  byNumber(n) {
    return this.#marks.byNumber(n)?.shown ?? null;
  }

  /**
   * @param {string} id
   * @returns {number[]} indices of the blocks that the mark touches, in order
   */
  blocksOf(id) {
    return this.#marks.blocksOf(this.#marks.get(id));
  }

  /**
   * What `cut` wants for one block.
   * @param {number} blockIndex
   * @returns {import("../text/segments.js").Span[]}
   */
  spansIn(blockIndex) {
    return this.#marks.spansIn(blockIndex);
  }

  /** The article's own formatting: {kind, start, end, href}, only with links that may be opened. */
  get inline() {
    return this.#data.inline ?? [];
  }

  /** @returns {string | null} */
  get active() {
    return this.#active;
  }

  /** @param {string | null} id */
  setActive(id) {
    if (id === this.#active) return;
    const previous = this.#active;
    this.#active = id;
    this.#emit("active", { id, previous });
  }

  /**
   * The next live annotation in text order; from null the first.
   * @param {string | null} id
   * @param {{unchecked?: boolean, filter?: Filter | null}} [options] unchecked: claims only that
   *     have no verdict, or a stale one
   * @returns {string | null} null at the end
   */
  next(id, { unchecked = false, filter = null } = {}) {
    return this.#marks.neighbour(id, 1, unchecked ? this.#isUnchecked : filter);
  }

  /**
   * The previous one; from null the last.
   * @param {string | null} id
   * @param {{unchecked?: boolean, filter?: Filter | null}} [options]
   * @returns {string | null}
   */
  previous(id, { unchecked = false, filter = null } = {}) {
    return this.#marks.neighbour(id, -1, unchecked ? this.#isUnchecked : filter);
  }

  /**
   * @param {string} id
   * @param {{filter?: Filter | null}} [options]
   * @returns {string} "5 of 8", or "" when it is not in the list
   */
  position(id, { filter = null } = {}) {
    return this.#marks.position(id, filter);
  }

  /** @returns {{claims: number, checked: number}} checked: with a verdict that is not stale, or through their parts */
  progress() {
    const { claims, checked } = this.#marks.progress();
    return { claims, checked: checked + checkedThroughParts(this) };
  }

  #isUnchecked = (annotation) => annotation.label === "claim" && !isChecked(this, annotation);

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
