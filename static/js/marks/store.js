import { applied, clashes, keepingClaim, missing } from "./edits.js";
import { fieldsFor } from "./fields.js";
import { History, inverseOf, onlyNew } from "./history.js";
import { looksSame, Marks } from "./marks.js";
import { partOf } from "./particulars.js";
import { Reading } from "./reading.js";
import { standingOf } from "./standing.js";
import { withKind } from "./quote.js";
import { newId } from "../common/uuid.js";

export { clashes, missing };

/** @typedef {import("./fields.js").Changes} Changes */
/** @typedef {import("./history.js").Step} Step */
/**
 * @typedef {object} Outcome of an undo or redo
 * @property {string} id the annotation
 * @property {string} kind
 * @property {boolean} done false where it cannot be taken back: a first verdict stays, as judgements
 *     are kept; or where it was changed elsewhere
 * @property {boolean} changed somebody else changed since what the step is about
 */

/**
 * The single state of the workspace: what the server acknowledged, and on top of it the local
 * edits that it has not yet. `get` and `list` show both together.
 *
 * Events: "change" {ids, blocks, isNews}, which is no news where the server only acknowledged what
 * is shown already; "active" {id, previous}; "steps" {back, forth}, what can be undone
 * and redone from now on; "send", whose detail is what
 * `Outbox.enqueue` takes. Wire it so:
 * `store.addEventListener("send", (event) => outbox.enqueue(event.detail))`.
 */
export class Store extends Reading {
  #ratings;
  #marks;
  #history = new History(100);

  /**
   * @param {any} data the page's workspace-data
   * @param {import("../text/text.js").TextModel} text
   */
  constructor(data, text) {
    const marks = new Marks(text);
    super(data, text, marks);
    this.#marks = marks;
    this.#ratings = new Map(data.scheme.ratings.map((rating) => [rating.id, rating]));
    for (const { n, ...annotation } of data.annotations) marks.add(annotation.id, annotation, n);
  }

  /**
   * Mark words.
   * @param {Changes & {label: string, start?: number, end?: number}} mark start and end, or fragments
   * @returns {string} the new annotation's UUID
   */
  create({ start, end, fragments = [{ part: "content", start, end }], ...rest }) {
    const id = newId();
    this.#edit(id, "save", withKind(null, { ...rest, fragments }, this.text));
    this.#keep({ id, kind: "removal" });
    return id;
  }

  /**
   * @param {string} id
   * @param {Changes} changes
   * @param {{madeOn?: number}} [options] madeOn: the version that they were made on, where somebody
   *     else has changed the same since; then the server is made to see the conflict
   * @returns {boolean} false when that is how it is already
   */
  change(id, changes, { madeOn } = {}) {
    return this.#record({ id, kind: "save", changes }, madeOn);
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
   * @returns {Outcome | null} null when there is none
   */
  undo() {
    return this.#walk((perform) => this.#history.undo(perform));
  }

  /** @returns {Outcome | null} as for undo */
  redo() {
    return this.#walk((perform) => this.#history.redo(perform));
  }

  /**
   * Go on with the steps that an earlier page kept.
   * @param {{back: import("./history.js").Step[], forth: import("./history.js").Step[]}} steps
   */
  resumeSteps(steps) {
    this.#history.resume(steps);
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
   * Give up parts of the local edits of a mark: the "trimmed" event of the outbox.
   * @param {string} id
   * @param {string[]} parts as `partOf` names them
   * @param {any} current ANNOTATION that stands on the server
   */
  trim(id, parts, current) {
    const mark = this.#marks.get(id);
    if (!mark) return;
    const isKept = ([name]) => !parts.includes(partOf(name));
    mark.edits = mark.edits.map((edit) => ({ ...edit, fields: edit.fields.filter(isKept) }));
    this.applyServer(current);
  }

  /**
   * Show again what an earlier page left in the outbox; call it before `outbox.start()`.
   * @param {import("../outbox/sync.js").Item[]} items
   */
  replay(items) {
    for (const { annotation, kind, fields, edits, at } of items.flatMap(apart)) {
      const edit = { id: edits[0], annotation, kind, fields, at };
      const known = this.#marks.get(annotation);
      if (!known && !applied(null, edit, this.#context(edit))) continue;
      this.#lay(known ?? this.#marks.add(annotation, null), edit);
    }
  }

  /** @param {Step} step @param {number} [madeOn] */
  #record(step, madeOn) {
    const inverse = this.#perform(step, madeOn);
    if (inverse) this.#keep(inverse);
    return inverse !== null;
  }

  #keep(inverse) {
    this.#history.record(this.#seen(inverse));
    this.#emit("steps", this.#history.steps);
  }

  /** A step with what it rests on, as it stands now. */
  #seen(step) {
    return { ...step, seen: standingOf(this.get(step.id), step) };
  }

  /** Do a step of the history, unless somebody else has changed what it is about. */
  #walk(go) {
    let changed = false;
    const result = go((step) => {
      const now = this.get(step.id);
      changed = !now || (step.seen !== undefined && standingOf(now, step) !== step.seen);
      const inverse = changed ? null : this.#perform(step);
      return inverse && this.#seen(inverse);
    });
    this.#emit("steps", this.#history.steps);
    return result && { id: result.step.id, kind: result.step.kind, done: result.done, changed };
  }

  /**
   * Do one change and say how to reverse it.
   * @param {Step} step
   * @param {number} [madeOn]
   * @returns {Step | null} null when it changes nothing
   */
  #perform({ id, kind, changes = {} }, madeOn) {
    const now = this.get(id);
    if (!now) return null;
    if (kind === "save") {
      const fresh = withKind(now, onlyNew(now, changes, newId), this.text);
      if (Object.keys(fresh).length === 0) return null;
      const inverse = inverseOf(now, fresh);
      this.#edit(id, kind, fresh, madeOn);
      return { id, kind, changes: inverse };
    }
    if (now.removed === (kind === "removal")) return null;
    if (kind === "removal") this.#leave(id);
    this.#edit(id, kind);
    return { id, kind: kind === "removal" ? "restoration" : "removal" };
  }

  #edit(id, kind, changes = {}, madeOn = undefined) {
    const mark = this.#marks.get(id) ?? this.#marks.add(id, null);
    const fields = fieldsFor(changes, (start, end) => this.text.slice(start, end));
    const edit = { id: newId(), annotation: id, kind, fields, at: new Date().toISOString() };
    this.#lay(mark, edit);
    const base = mark.server?.version ?? 0;
    const version = madeOn === undefined ? {} : { version: madeOn };
    this.#emit("send", { annotation: id, base, kind, fields, ...version, edits: [edit.id], at: edit.at });
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
    const before = mark.shown;
    const blocks = this.#marks.show(mark, annotation);
    this.#tell([mark.id], blocks, !looksSame(before, mark.shown));
  }

  #vanish(mark) {
    this.#leave(mark.id);
    this.#history.forget(mark.id);
    this.#tell([mark.id], this.#marks.delete(mark));
  }

  #leave(id) {
    if (this.active === id) this.setActive(this.next(id) ?? this.previous(id));
  }

  #context({ at }) {
    return { ratings: this.#ratings, me: this.me, articleUrl: this.article.url ?? "", at };
  }

  #tell(ids, blocks, isNews = true) {
    this.#emit("change", { ids, blocks, isNews });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** What was refused of an item and what was said of other things since: each may be given up alone. */
function apart(item) {
  const { own, rest } = item;
  return own && rest.edits.length > 0 ? [{ ...item, ...own }, { ...item, ...rest }] : [item];
}
