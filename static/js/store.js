import { applied, clashes, fieldsFor, keepingClaim, missing, newId } from "./edits.js";
import { History, inverseOf, onlyNew } from "./history.js";
import { Marks } from "./marks.js";

export { clashes, missing };

/** @typedef {import("./edits.js").Changes} Changes */
/** @typedef {import("./history.js").Step} Step */
/** @typedef {import("./marks.js").Filter} Filter */

/**
 * The single state of the workspace: what the server acknowledged, and on top of it the local
 * edits that it has not yet. `get` and `list` show both together.
 *
 * Events: "change" {ids, blocks}; "active" {id, previous}; "send", whose detail is what
 * `Outbox.enqueue` takes. Wire it so:
 * `store.addEventListener("send", (event) => outbox.enqueue(event.detail))`.
 */
export class Store extends EventTarget {
  #text;
  #data;
  #ratings;
  #marks;
  #active = null;
  #history = new History(100);

  /**
   * @param {any} data the page's workspace-data
   * @param {import("./text.js").TextModel} text
   */
  constructor(data, text) {
    super();
    this.#data = data;
    this.#text = text;
    this.#marks = new Marks(text);
    this.#ratings = new Map(data.scheme.ratings.map((rating) => [rating.id, rating]));
    for (const { n, ...annotation } of data.annotations) {
      this.#marks.add(annotation.id, annotation, n);
    }
  }

  /** @returns {import("./text.js").TextModel} */
  get text() {
    return this.#text;
  }

  /** The rating scale: {version, ratings: [{id, label, decisive, key, icon, tone}]}. */
  get scheme() {
    return this.#data.scheme;
  }

  get me() {
    return this.#data.me;
  }

  /** LAYER of the contract. */
  get layer() {
    return this.#data.layer;
  }

  /** @param {any} layer LAYER, as a submission or its withdrawal answers */
  setLayer(layer) {
    this.#data = { ...this.#data, layer };
    this.#tell([]);
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
    return (this.#marks.get(id)?.edits.length ?? 0) > 0;
  }

  /**
   * The live annotations in text order: by start, then longest, then number.
   * @param {{filter?: Filter | null}} [options]
   * @returns {any[]}
   */
  list({ filter = null } = {}) {
    return this.#marks.list(filter);
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
   * @returns {import("./segments.js").Span[]}
   */
  spansIn(blockIndex) {
    return this.#marks.spansIn(blockIndex);
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
    return this.#marks.neighbour(id, 1, unchecked ? "unchecked" : filter);
  }

  /**
   * The previous one; from null the last.
   * @param {string | null} id
   * @param {{unchecked?: boolean, filter?: Filter | null}} [options]
   * @returns {string | null}
   */
  previous(id, { unchecked = false, filter = null } = {}) {
    return this.#marks.neighbour(id, -1, unchecked ? "unchecked" : filter);
  }

  /**
   * @param {string} id
   * @param {{filter?: Filter | null}} [options]
   * @returns {string} "5 of 8", or "" when it is not in the list
   */
  position(id, { filter = null } = {}) {
    return this.#marks.position(id, filter);
  }

  /** @returns {{claims: number, checked: number}} checked: with a verdict that is not stale */
  progress() {
    return this.#marks.progress();
  }

  /**
   * Mark words.
   * @param {Changes & {label: string, start?: number, end?: number}} mark start and end, or fragments
   * @returns {string} the new annotation's UUID
   */
  create({ start, end, fragments = [{ part: "content", start, end }], ...rest }) {
    const id = newId();
    this.#edit(id, "save", { ...rest, fragments });
    this.#history.record({ id, kind: "removal" });
    return id;
  }

  /**
   * @param {string} id
   * @param {Changes} changes
   * @returns {boolean} false when that is how it is already
   */
  change(id, changes) {
    return this.#record({ id, kind: "save", changes });
  }

  /**
   * @param {string} id
   * @returns {boolean}
   */
  remove(id) {
    return this.#record({ id, kind: "removal" });
  }

  /**
   * @param {string} id
   * @returns {boolean}
   */
  restore(id) {
    return this.#record({ id, kind: "restoration" });
  }

  get canUndo() {
    return this.#history.canUndo;
  }

  get canRedo() {
    return this.#history.canRedo;
  }

  /**
   * Take the last change back by an inverse change, sent or not.
   * @returns {{id: string, kind: string, done: boolean} | null} null when there is none; done is
   *     false where it cannot be taken back: a first verdict stays, as judgements are kept
   */
  undo() {
    return outcome(this.#history.undo((step) => this.#perform(step)));
  }

  /** @returns {{id: string, kind: string, done: boolean} | null} as for undo */
  redo() {
    return outcome(this.#history.redo((step) => this.#perform(step)));
  }

  /**
   * Take in what the server says, below the local edits that it does not know yet.
   * @param {any} annotation ANNOTATION
   * @param {string[]} [edits] the local edits that it answers: `item.edits` of an "ack"
   */
  applyServer(annotation, edits = []) {
    const mark = this.#marks.get(annotation.id) ?? this.#marks.add(annotation.id, null);
    const known = mark.server;
    if (!known || annotation.version >= known.version) {
      mark.server = keepingClaim(annotation, known ?? mark.shown);
    }
    this.#withdraw(mark, edits);
  }

  /**
   * Forget local edits that were given up: the "dropped" event of the outbox.
   * @param {string} id
   * @param {string[]} edits
   * @param {any} [current] ANNOTATION that stands on the server, where it is known
   */
  drop(id, edits, current = null) {
    const mark = this.#marks.get(id);
    if (current) this.applyServer(current, edits);
    else if (mark) this.#withdraw(mark, edits);
  }

  /**
   * Show again what an earlier page left in the outbox; call it before `outbox.start()`.
   * @param {import("./sync.js").Item[]} items
   */
  replay(items) {
    for (const { annotation, kind, fields, edits, at } of items) {
      const edit = { id: edits[0], annotation, kind, fields, at };
      const known = this.#marks.get(annotation);
      if (!known && !applied(null, edit, this.#context(edit))) continue;
      this.#lay(known ?? this.#marks.add(annotation, null), edit);
    }
  }

  /** @param {Step} step */
  #record(step) {
    const inverse = this.#perform(step);
    if (inverse) this.#history.record(inverse);
    return inverse !== null;
  }

  /**
   * Do one change and say how to reverse it.
   * @param {Step} step
   * @returns {Step | null} null when it changes nothing
   */
  #perform({ id, kind, changes = {} }) {
    const now = this.get(id);
    if (!now) return null;
    if (kind === "save") {
      const fresh = onlyNew(now, changes, newId);
      if (Object.keys(fresh).length === 0) return null;
      const inverse = inverseOf(now, fresh);
      this.#edit(id, kind, fresh);
      return { id, kind, changes: inverse };
    }
    if (now.removed === (kind === "removal")) return null;
    if (kind === "removal") this.#leave(id);
    this.#edit(id, kind);
    return { id, kind: kind === "removal" ? "restoration" : "removal" };
  }

  #edit(id, kind, changes = {}) {
    const mark = this.#marks.get(id) ?? this.#marks.add(id, null);
    const fields = fieldsFor(changes, (start, end) => this.#text.slice(start, end));
    const edit = { id: newId(), annotation: id, kind, fields, at: new Date().toISOString() };
    this.#lay(mark, edit);
    const base = mark.server?.version ?? 0;
    this.#emit("send", { annotation: id, base, kind, fields, edits: [edit.id], at: edit.at });
  }

  /** Put one more local edit on top. */
  #lay(mark, edit) {
    mark.edits.push(edit);
    this.#show(mark, applied(mark.shown, edit, this.#context(edit)));
  }

  /** Take local edits away, and lay those that are left on what the server has. */
  #withdraw(mark, edits) {
    mark.edits = mark.edits.filter((edit) => !edits.includes(edit.id));
    const lay = (annotation, edit) => applied(annotation, edit, this.#context(edit));
    const shown = mark.edits.reduce(lay, mark.server);
    if (shown) this.#show(mark, shown);
    else this.#vanish(mark);
  }

  #show(mark, annotation) {
    this.#tell([mark.id], this.#marks.show(mark, annotation));
  }

  #vanish(mark) {
    this.#leave(mark.id);
    this.#history.forget(mark.id);
    this.#tell([mark.id], this.#marks.delete(mark));
  }

  #leave(id) {
    if (this.#active === id) this.setActive(this.next(id) ?? this.previous(id));
  }

  #context({ at }) {
    const { me, article } = this.#data;
    return { ratings: this.#ratings, me, articleUrl: article.url ?? "", at };
  }

  #tell(ids, blocks = []) {
    this.#emit("change", { ids, blocks });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function outcome(result) {
  return result && { id: result.step.id, kind: result.step.kind, done: result.done };
}
