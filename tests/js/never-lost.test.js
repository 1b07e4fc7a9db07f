import assert from "node:assert/strict";
import test from "node:test";

import { draggedTo } from "../../static/js/marks/borders.js";
import { withEdge, withoutPiece, withPiece } from "../../static/js/marks/fragments.js";
import { Store } from "../../static/js/marks/store.js";
import { model, seeded, workspaceData } from "./fakes.js";

const LABELS = ["claim", "quote", "context"];
const text = model();
const slice = (start, end) => text.slice(start, end);

/** What a store should hold, told as simply as can be: states by mark, and whole states to go back to. */
class Expected {
  marks = new Map();
  back = [];
  forth = [];

  /** Change a mark; a new one is there before, as removed, since that is where an undo leads. */
  set(id, changes) {
    const before = this.marks.get(id) ?? { ...changes, removed: true };
    const after = { ...before, ...changes };
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    this.marks.set(id, after);
    this.back.push({ id, before, after });
    this.forth = [];
  }

  undo() {
    const step = this.back.pop();
    if (!step) return;
    this.marks.set(step.id, step.before);
    this.forth.push(step);
  }

  redo() {
    const step = this.forth.pop();
    if (!step) return;
    this.marks.set(step.id, step.after);
    this.back.push(step);
  }

  ids(removed) {
    return [...this.marks].filter(([, mark]) => mark.removed === removed).map(([id]) => id);
  }
}

/** A server that is asked now and then: it takes what came, or refuses it and takes it later. */
class Server {
  #waiting = [];
  #versions = new Map();

  constructor(store) {
    this.store = store;
    store.addEventListener("send", ({ detail }) => this.#waiting.push(detail));
  }

  takes() {
    const [{ annotation: id } = {}] = this.#waiting;
    if (!id) return;
    const edits = this.#waiting.filter(({ annotation }) => annotation === id).flatMap((item) => item.edits);
    this.#waiting = this.#waiting.filter(({ annotation }) => annotation !== id);
    const shown = { ...this.store.get(id) };
    delete shown.n;
    this.#versions.set(id, (this.#versions.get(id) ?? 0) + 1);
    this.store.applyServer({ ...shown, version: this.#versions.get(id) }, edits);
  }

  /** A refused save stays where it is, with all that came after it. */
  refuses() {
    this.#waiting.push(...this.#waiting.splice(0, 1));
  }
}

function open(seed) {
  const random = seeded(seed);
  const upTo = (count) => Math.floor(random() * count);
  const store = new Store(workspaceData(), model());
  return { store, expected: new Expected(), server: new Server(store), upTo, pick: (all) => all[upTo(all.length)] };
}

function extentIn(upTo) {
  for (;;) {
    const begin = upTo(text.length);
    const extent = text.snap(begin, Math.min(text.length, begin + 1 + upTo(20)), { words: false });
    if (extent) return extent;
  }
}

const content = (mark) => mark.fragments.map(({ part, start: from, end }) => ({ part, start: from, end }));

/** Each does one thing to the store and says the same to what is expected. */
const DEEDS = {
  mark({ store, expected, pick, upTo }) {
    const [label, extent] = [pick(LABELS), extentIn(upTo)];
    const id = store.create({ label, ...extent });
    expected.set(id, { label, fragments: [{ part: "content", ...extent }], removed: false });
    store.setActive(id);
  },
  relabel({ store, expected, pick }, id) {
    const label = pick(LABELS);
    store.change(id, { label });
    expected.set(id, { label });
  },
  addPiece(world, id) {
    reshape(world, id, (fragments) => withPiece(fragments, extentIn(world.upTo), slice));
  },
  removePiece(world, id) {
    reshape(world, id, (fragments) => withoutPiece(fragments, world.upTo(3)));
  },
  move(world, id) {
    const border = { index: world.upTo(2), edge: world.pick(["start", "end"]) };
    reshape(world, id, (fragments) => {
      const piece = fragments[border.index];
      if (!piece) return null;
      const offset = draggedTo(piece, border.edge, world.upTo(text.length), text, { words: false });
      return withEdge(fragments, border, offset, slice);
    });
  },
  remove({ store, expected }, id) {
    store.remove(id);
    expected.set(id, { removed: true });
  },
  restore({ store, expected, pick }) {
    const id = pick(expected.ids(true));
    if (!id) return;
    store.restore(id);
    expected.set(id, { removed: false });
  },
  undo({ store, expected }) {
    store.undo();
    expected.undo();
  },
  redo({ store, expected }) {
    store.redo();
    expected.redo();
  },
  save: ({ server }) => server.takes(),
  refuse: ({ server }) => server.refuses(),
};
const ON_A_MARK = new Set(["relabel", "addPiece", "removePiece", "move", "remove"]);

function reshape({ store, expected }, id, shape) {
  const fragments = shape(store.get(id).fragments);
  if (!fragments) return;
  store.change(id, { fragments });
  expected.set(id, { fragments });
}

function compare({ store, expected }, done) {
  const told = done.slice(-6).join(", ");
  for (const [id, { label, fragments, removed }] of expected.marks) {
    const mark = store.get(id);
    assert.ok(mark, `a mark is gone after ${told}`);
    assert.deepEqual({ label: mark.label, fragments: content(mark), removed: mark.removed }, { label, fragments, removed }, told);
    for (const piece of mark.fragments) assert.equal(piece.exact, slice(piece.start, piece.end), told);
  }
  const live = expected.ids(false).toSorted();
  assert.deepEqual(store.list().map(({ id }) => id).toSorted(), live, told);
  const painted = new Set();
  for (let block = 0; block < text.blockCount; block += 1) {
    for (const { n, start: from, end } of store.spansIn(block)) painted.add(`${n} ${from} ${end}`);
  }
  const wanted = live.flatMap((id) => content(store.get(id)).map((one) => `${store.get(id).n} ${one.start} ${one.end}`));
  assert.deepEqual([...painted].toSorted(), wanted.toSorted(), told);
}

test("no mark is lost, whatever is done, undone, saved and refused in whatever order", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const world = open(seed);
    const done = [];
    for (let step = 0; step < 90; step += 1) {
      const deed = world.pick(Object.keys(DEEDS));
      const id = ON_A_MARK.has(deed) ? world.pick(world.expected.ids(false)) : undefined;
      if (ON_A_MARK.has(deed) && !id) continue;
      done.push(deed);
      DEEDS[deed](world, id);
      compare(world, done);
    }
    for (let step = 0; step < 90; step += 1) DEEDS.undo(world);
    assert.deepEqual(world.store.list(), []);
    for (let step = 0; step < 90; step += 1) DEEDS.redo(world);
    compare(world, ["everything undone and done again"]);
  }
});
