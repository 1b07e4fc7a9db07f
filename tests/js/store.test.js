import assert from "node:assert/strict";
import test from "node:test";

import { Store, clashes, missing } from "../../static/js/marks/store.js";
import { annotationOf, model, settled, openOutbox, workspaceData } from "./fakes.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const RATED = {
  id: "v1",
  rating: "supported",
  label: "Supported",
  rationale: "Seen.",
  stale: false,
  stale_reason: null,
};
const SOURCE = {
  id: "s1",
  url: "https://stats.example/a",
  host: "stats.example",
  title: "Table",
  stance: "supports",
  is_article: false,
};
const CHECKED = {
  wording: "The ferry stops in May.",
  verdict: RATED,
  verdicts: [RATED],
  sources: [SOURCE],
};

function open(...annotations) {
  const store = new Store(workspaceData(annotations), model());
  const events = { send: [], change: [], active: [] };
  for (const type of Object.keys(events)) {
    store.addEventListener(type, ({ detail }) => events[type].push(detail));
  }
  return {
    store,
    events,
    last: () => events.send.at(-1),
    fields: () => Object.fromEntries(events.send.at(-1).fields),
  };
}

const claimed = (more = {}) => open(annotationOf("c", "claim", 4, 22, { claim: more }));

test("the marks are listed in text order: by start, then longest, then number", () => {
  const { store } = open(
    annotationOf("d", "claim", 45, 50),
    annotationOf("b", "quote", 4, 9),
    annotationOf("a", "claim", 4, 22),
    annotationOf("c", "context", 4, 9),
    annotationOf("gone", "claim", 0, 3, { removed: true }),
  );
  assert.deepEqual(
    store.list().map(({ id }) => id),
    ["a", "b", "c", "d"],
  );
  assert.deepEqual(
    store.list({ filter: "claim" }).map(({ id }) => id),
    ["a", "d"],
  );
  assert.deepEqual(
    store.list({ filter: ({ n }) => n > 2 }).map(({ id }) => id),
    ["a", "c"],
  );
});

test("the list is the caller's own to change", () => {
  const { store } = claimed();
  store.list().pop();
  assert.equal(store.list().length, 1);
});

test("a mark is found by its number and knows its blocks", () => {
  const { store } = open(annotationOf("a", "claim", 4, 22), annotationOf("b", "quote", 30, 60));
  assert.equal(store.byNumber(2).id, "b");
  assert.equal(store.byNumber(9), null);
  assert.deepEqual(store.blocksOf("b"), [0, 1]);
  assert.deepEqual(store.blocksOf("nobody"), []);
});

test("a block names the spans that touch it, fragment by fragment", () => {
  const two = annotationOf("b", "quote", 30, 36);
  two.fragments.push(
    { part: "content", start: 45, end: 50, exact: "Fares" },
    { part: "speaker", start: 51, end: 55, exact: "have" },
  );
  const { store } = open(
    annotationOf("a", "claim", 4, 22),
    two,
    annotationOf("x", "claim", 0, 3, { removed: true }),
  );
  assert.deepEqual(store.spansIn(0), [
    { n: 1, label: "claim", start: 4, end: 22, part: "content" },
    { n: 2, label: "quote", start: 30, end: 36, part: "content" },
  ]);
  assert.deepEqual(store.spansIn(1), [
    { n: 2, label: "quote", start: 45, end: 50, part: "content" },
    { n: 2, label: "quote", start: 51, end: 55, part: "speaker" },
  ]);
  assert.deepEqual(store.spansIn(2), []);
});

test("one goes from mark to mark in text order, from outside to the first or last", () => {
  const { store } = open(
    annotationOf("b", "quote", 30, 36),
    annotationOf("a", "claim", 4, 22),
    annotationOf("c", "claim", 45, 50),
  );
  assert.equal(store.next(null), "a");
  assert.equal(store.previous(null), "c");
  assert.equal(store.next("a"), "b");
  assert.equal(store.previous("a"), null);
  assert.equal(store.next("c"), null);
  assert.equal(store.next("b", { filter: "quote" }), null);
});

test("one goes on from a mark that is removed", () => {
  const { store } = open(
    annotationOf("a", "claim", 0, 3),
    annotationOf("b", "quote", 4, 9),
    annotationOf("c", "claim", 10, 14),
  );
  store.remove("b");
  assert.equal(store.next("b"), "c");
  assert.equal(store.previous("b"), "a");
});

test("unchecked are the claims without a verdict, or with a stale one", () => {
  const stale = { ...RATED, stale: true, stale_reason: "wording" };
  const { store } = open(
    annotationOf("done", "claim", 0, 3, { claim: CHECKED }),
    annotationOf("quote", "quote", 4, 9),
    annotationOf("stale", "claim", 10, 14, {
      claim: { ...CHECKED, verdict: stale, verdicts: [stale] },
    }),
    annotationOf("fresh", "claim", 45, 50),
  );
  assert.equal(store.next(null, { unchecked: true }), "stale");
  assert.equal(store.next("stale", { unchecked: true }), "fresh");
  assert.equal(store.previous("done", { unchecked: true }), null);
  assert.deepEqual(store.progress(), { claims: 3, checked: 1 });
});

test("a position is told in words", () => {
  const { store } = open(annotationOf("a", "claim", 0, 3), annotationOf("b", "quote", 4, 9));
  assert.equal(store.position("b"), "2 of 2");
  assert.equal(store.position("b", { filter: "quote" }), "1 of 1");
  assert.equal(store.position("nobody"), "");
});

test("the active mark is told once, with the one before it", () => {
  const { store, events } = open(
    annotationOf("a", "claim", 0, 3),
    annotationOf("b", "quote", 4, 9),
  );
  store.setActive("a");
  store.setActive("a");
  store.setActive("b");
  assert.deepEqual(events.active, [
    { id: "a", previous: null },
    { id: "b", previous: "a" },
  ]);
});

test("a new mark is there at once, under a fresh UUID and the next free number", () => {
  const { store, events, last, fields } = open(annotationOf("a", "quote", 4, 9, { n: 8 }));
  const id = store.create({ label: "claim", start: 45, end: 64 });
  assert.match(id, UUID);
  const made = store.get(id);
  assert.equal(made.n, 9);
  assert.equal(made.version, 0);
  assert.equal(made.fragments[0].exact, "Fares have risen by");
  assert.deepEqual(made.author, { id: 7, name: "Ada" });
  assert.deepEqual(events.change, [{ ids: [id], blocks: [1], isNews: true }]);
  assert.deepEqual(fields(), {
    label: "claim",
    "fragments-0-part": "content",
    "fragments-0-start": "45",
    "fragments-0-end": "64",
    "fragments-0-exact": "Fares have risen by",
  });
  assert.deepEqual([last().annotation, last().base, last().kind], [id, 0, "save"]);
  assert.equal(store.isUnsent(id), true);
});

test("ids are never the same twice", () => {
  const { store } = open();
  const ids = Array.from({ length: 500 }, () => store.create({ label: "claim", start: 0, end: 3 }));
  assert.equal(new Set(ids).size, 500);
});

test("a relabelled mark sends its label, and for a quote what the punctuation says", () => {
  const { store, fields, events } = claimed();
  assert.equal(store.change("c", { label: "quote" }), true);
  assert.deepEqual(fields(), { label: "quote", "quote-kind": "indirect" });
  assert.deepEqual(events.change.at(-1), { ids: ["c"], blocks: [0], isNews: true });
  assert.deepEqual(store.spansIn(0), [{ n: 1, label: "quote", start: 4, end: 22, part: "content" }]);
});

test("what changes nothing is not sent", () => {
  const { store, events } = claimed(CHECKED);
  const same = {
    label: "claim",
    note: "",
    wording: CHECKED.wording,
    rating: "supported",
    rationale: "Seen.",
  };
  const sources = [{ id: "s1", title: "Table" }, { id: "nobody", removed: true }, { url: "" }];
  assert.equal(store.change("c", { ...same, sources, fragments: [{ start: 4, end: 22 }] }), false);
  assert.equal(store.change("nobody", { label: "quote" }), false);
  assert.equal(store.restore("c"), false);
  assert.deepEqual(events.send, []);
  assert.equal(store.canUndo, false);
});

test("a claim that became a quote for a while has its wording, sources and verdict back", () => {
  const { store } = claimed(CHECKED);
  store.change("c", { label: "quote" });
  assert.equal(store.get("c").claim, null);
  store.applyServer({ ...annotationOf("c", "quote", 4, 22), version: 2 }, []);
  store.undo();
  assert.deepEqual(store.get("c").claim, CHECKED_CLAIM());
});

const CHECKED_CLAIM = () => ({ pending: null, ...CHECKED });

test("a moved border sends all fragments and patches the blocks it left and came to", () => {
  const { store, fields, events } = open(annotationOf("a", "quote", 30, 60));
  store.change("a", { fragments: [{ start: 30, end: 42 }] });
  assert.deepEqual(fields(), {
    "fragments-0-part": "content",
    "fragments-0-start": "30",
    "fragments-0-end": "42",
    "fragments-0-exact": "e mayor said",
  });
  assert.deepEqual(events.change.at(-1).blocks, [0, 1]);
  assert.deepEqual(store.spansIn(1), []);
});

test("a note is trimmed in what is shown and may be emptied", () => {
  const { store, fields } = claimed();
  store.change("c", { note: " Look up. " });
  assert.equal(store.get("c").note, "Look up.");
  store.change("c", { note: "" });
  assert.equal(store.get("c").note, null);
  assert.deepEqual(fields(), { note: "" });
});

test("a decisive rating is pending until it has its rationale and its source", () => {
  const { store, fields } = claimed();
  store.change("c", { rating: "refuted" });
  assert.match(fields()["verdict-uuid"], UUID);
  assert.deepEqual([fields()["verdict-rating"], fields()["verdict-rationale"]], ["refuted", ""]);
  assert.deepEqual(missing(store.get("c")), ["rationale", "source"]);
  assert.equal(store.get("c").claim.pending.label, "Refuted");
  store.change("c", { rationale: "The timetable says June." });
  assert.deepEqual(missing(store.get("c")), ["source"]);
  store.change("c", { sources: [{ url: "https://news.example/ferry#top" }] });
  assert.deepEqual(missing(store.get("c")), ["source"], "the article itself is no evidence");
  store.change("c", { sources: [{ url: "https://www.ferries.example/t" }] });
  const { verdict, verdicts, pending, sources } = store.get("c").claim;
  assert.equal(pending, null);
  assert.deepEqual(
    [verdict.rating, verdict.rationale, verdict.stale],
    ["refuted", "The timetable says June.", false],
  );
  assert.deepEqual(verdict.decided_by, { id: 7, name: "Ada" });
  assert.deepEqual(verdicts, [verdict]);
  assert.deepEqual(
    sources.map(({ host, is_article }) => [host, is_article]),
    [
      ["news.example", true],
      ["ferries.example", false],
    ],
  );
  assert.deepEqual(missing(store.get("c")), []);
});

test("a rating that is not decisive is a verdict at once", () => {
  const { store } = claimed();
  store.change("c", { rating: "uncheckable" });
  assert.equal(store.get("c").claim.verdict.label, "Uncheckable");
});

test("a rationale without a rating is kept as a draft and used by the rating", () => {
  const { store, fields } = claimed();
  store.change("c", { rationale: "Because." });
  assert.deepEqual(fields(), { "verdict-rationale": "Because." });
  assert.equal(store.get("c").claim.pending.rating, null);
  store.change("c", { rating: "refuted" });
  assert.deepEqual(missing(store.get("c")), ["source"]);
});

test("clearing the pending choice leaves the verdict", () => {
  const { store, fields } = claimed(CHECKED);
  store.change("c", { rating: "refuted" });
  assert.deepEqual(
    missing(store.get("c")),
    ["rationale"],
    "the reasons for another rating are not carried over",
  );
  store.change("c", { rating: "" });
  assert.deepEqual(fields(), { "verdict-rating": "" });
  assert.equal(store.get("c").claim.pending, null);
  assert.equal(store.get("c").claim.verdict.rating, "supported");
});

test("new wording makes the verdict stale until the same rating is chosen again", () => {
  const { store, fields } = claimed(CHECKED);
  store.change("c", { wording: "The ferry ends in June." });
  const { verdict, verdicts } = store.get("c").claim;
  assert.deepEqual([verdict.stale, verdict.stale_reason], [true, "wording"]);
  assert.deepEqual(verdicts, [verdict]);
  store.change("c", { rating: "supported" });
  assert.equal(fields()["verdict-rationale"], "Seen.");
  assert.equal(store.get("c").claim.verdict.stale, false);
  assert.deepEqual(
    store.get("c").claim.verdicts.map(({ stale }) => stale),
    [false, false],
  );
});

test("evidence that comes, goes or says something else makes the verdict stale, a title does not", () => {
  for (const [row, stale] of [
    [{ url: "https://new.example/" }, true],
    [{ id: "s1", removed: true }, true],
    [{ id: "s1", stance: "refutes" }, true],
    [{ id: "s1", title: "Another title" }, false],
  ]) {
    const { store } = claimed(CHECKED);
    store.change("c", { sources: [row] });
    assert.equal(store.get("c").claim.verdict.stale, stale);
    assert.equal(store.get("c").claim.verdict.stale_reason, stale ? "evidence" : null);
  }
});

test("without a wording it is the marked words that were judged", () => {
  const { store } = claimed({ ...CHECKED, wording: null });
  store.change("c", { fragments: [{ start: 4, end: 26 }] });
  assert.equal(store.get("c").claim.verdict.stale_reason, "wording");
  const worded = claimed(CHECKED);
  worded.store.change("c", { fragments: [{ start: 4, end: 26 }] });
  assert.equal(worded.store.get("c").claim.verdict.stale, false);
});

test("a verdict is stale when its mark moved while it was no claim", () => {
  const moves = [
    [{ label: "context" }, { fragments: [{ start: 4, end: 26 }] }, { label: "claim" }],
    [{ label: "context", fragments: [{ start: 4, end: 26 }] }, { label: "claim" }],
    [{ label: "context" }, { label: "claim", fragments: [{ start: 4, end: 26 }] }],
  ];
  for (const steps of moves) {
    const { store } = claimed({ ...CHECKED, wording: null });
    const worded = claimed(CHECKED);
    for (const step of steps) store.change("c", step);
    for (const step of steps) worded.store.change("c", step);
    assert.equal(store.get("c").claim.verdict.stale_reason, "wording");
    assert.equal(store.get("c").claim.verdicts.at(-1).stale, true);
    assert.equal(worded.store.get("c").claim.verdict.stale, false);
  }
});

test("a verdict is stale too when the move was acknowledged before the mark is a claim again", () => {
  const { store, last } = claimed({ ...CHECKED, wording: null });
  store.change("c", { label: "context" });
  store.applyServer({ ...annotationOf("c", "context", 4, 22), version: 2 }, last().edits);
  store.change("c", { fragments: [{ start: 4, end: 26 }] });
  store.applyServer({ ...annotationOf("c", "context", 4, 26), version: 3 }, last().edits);
  store.change("c", { label: "claim" });
  assert.equal(store.get("c").claim.verdict.stale_reason, "wording");
});

test("a change that was made before somebody else's says on which version", () => {
  const { store, last } = claimed();
  store.change("c", { note: "n" }, { madeOn: 1 });
  assert.equal(last().version, 1);
  store.change("c", { note: "m" });
  assert.equal("version" in last(), false);
});

test("the first reason for a stale verdict stays", () => {
  const { store } = claimed(CHECKED);
  store.change("c", { sources: [{ id: "s1", removed: true }] });
  store.change("c", { wording: "Other." });
  assert.equal(store.get("c").claim.verdict.stale_reason, "evidence");
});

test("a new rationale for a verdict is a new verdict with the same rating", () => {
  const { store, fields } = claimed(CHECKED);
  store.change("c", { rationale: "Seen twice." });
  assert.equal(fields()["verdict-rating"], "supported");
  assert.deepEqual(
    store.get("c").claim.verdicts.map(({ rationale }) => rationale),
    ["Seen.", "Seen twice."],
  );
});

test("only the source rows that change are sent, new ones under a fresh UUID", () => {
  const { store, fields } = claimed(CHECKED);
  store.change("c", {
    sources: [{ id: "s1", title: "Table", stance: "refutes" }, { url: "https://b.example/" }],
  });
  const sent = fields();
  assert.match(sent["sources-1-uuid"], UUID);
  assert.deepEqual(
    { ...sent, "sources-1-uuid": "" },
    {
      "sources-0-uuid": "s1",
      "sources-0-stance": "refutes",
      "sources-1-uuid": "",
      "sources-1-url": "https://b.example/",
    },
  );
  assert.equal(store.get("c").claim.sources[0].title, "Table");
});

test("a quote takes no claim's fields", () => {
  const { store, events } = open(annotationOf("q", "quote", 4, 9));
  assert.equal(
    store.change("q", {
      wording: "w",
      rating: "refuted",
      sources: [{ url: "https://a.example/" }],
    }),
    false,
  );
  assert.deepEqual(events.send, []);
});

test("a removed mark is off the list, and all of it is back when restored", () => {
  const { store, last, events } = claimed({ ...CHECKED });
  const before = store.get("c");
  store.setActive("c");
  assert.equal(store.remove("c"), true);
  assert.deepEqual([last().kind, last().fields, last().base], ["removal", [], 1]);
  assert.deepEqual(store.list(), []);
  assert.deepEqual(store.spansIn(0), []);
  assert.equal(store.active, null);
  assert.equal(store.remove("c"), false);
  store.restore("c");
  assert.equal(last().kind, "restoration");
  assert.deepEqual({ ...store.get("c"), updated_at: "" }, { ...before, updated_at: "" });
  assert.equal(events.send.length, 2);
});

test("removing the active mark makes the next one active, or the one before", () => {
  const { store } = open(annotationOf("a", "claim", 0, 3), annotationOf("b", "quote", 4, 9));
  store.setActive("a");
  store.remove("a");
  assert.equal(store.active, "b");
  store.restore("a");
  store.remove("b");
  assert.equal(store.active, "a");
});

test("undo and redo walk through every kind of change and keep everything", () => {
  const { store } = claimed(CHECKED);
  const shape = () => {
    const { claim, ...rest } = store.get("c");
    Object.assign(rest, { updated_at: "", keptClaim: null, keptQuote: null, keptContext: null });
    const sources = claim?.sources.map(({ id, url, title, stance }) => ({
      id,
      url,
      title,
      stance,
    }));
    return JSON.stringify({
      ...rest,
      claim: claim && { ...claim, verdict: null, verdicts: null, pending: null, sources },
    });
  };
  const steps = [
    { "claim-short": "s", "claim-types": "causal numerical", "claim-checkworthy": "no" },
    { "claim-speaker": "p1", "claim-speaker_name": "Ana Ruiz", "claim-voice": "speaker" },
    { "claim-speaker": "", "claim-voice": "outlet" },
    { "claim-made_on": "2026-11-20", "claim-made_on_basis": "relative" },
    { label: "context" },
    { "context-role": "background" },
    { links: [{ to: "d", kind: "explains" }] },
    { label: "quote" },
    { quoteKind: "mixed" },
    { "quote-addressee": "reporters", "quote-language": "es" },
    { note: "n" },
    { fragments: [{ start: 0, end: 9 }] },
    { label: "claim" },
    { wording: "w" },
    { sources: [{ id: "s1", title: "t", stance: "" }] },
    { sources: [{ url: "https://b.example/", title: "b" }] },
    { sources: [{ id: "s1", removed: true }] },
  ];
  const seen = [shape()];
  for (const step of steps) {
    assert.equal(store.change("c", step), true);
    seen.push(shape());
  }
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    assert.deepEqual(store.undo(), { id: "c", kind: "save", done: true, changed: false });
    if (i !== steps.length - 1) assert.equal(shape(), seen[i], `back before ${JSON.stringify(steps[i])}`);
    else assert.equal(JSON.parse(shape()).claim.sources.length, 2);
  }
  assert.equal(store.canUndo, false);
  assert.equal(store.undo(), null);
  for (let i = 0; i < steps.length; i += 1) {
    store.redo();
    assert.equal(shape(), seen[i + 1], `forth over ${JSON.stringify(steps[i])}`);
  }
  assert.equal(store.redo(), null);
});

test("a source that was removed comes back under its own id", () => {
  const { store, fields } = claimed(CHECKED);
  store.change("c", { sources: [{ id: "s1", removed: true }] });
  assert.deepEqual(fields(), { "sources-0-uuid": "s1", "sources-0-removed": "y" });
  store.undo();
  assert.equal(fields()["sources-0-uuid"], "s1");
  assert.equal(fields()["sources-0-removed"], "");
  assert.equal(store.get("c").claim.sources[0].title, "Table");
});

test("undoing a creation removes the mark, and redoing it restores the same one", () => {
  const { store, last } = open();
  const id = store.create({ label: "claim", start: 0, end: 3 });
  assert.deepEqual(store.undo(), { id, kind: "removal", done: true, changed: false });
  assert.deepEqual(store.list(), []);
  store.redo();
  assert.equal(last().kind, "restoration");
  assert.equal(store.list()[0].id, id);
  store.undo();
  assert.deepEqual(store.list(), []);
});

test("undoing another verdict records the one before it again", () => {
  const { store } = claimed(CHECKED);
  store.change("c", { rating: "refuted", rationale: "No." });
  assert.equal(store.get("c").claim.verdict.rating, "refuted");
  store.undo();
  assert.deepEqual(
    store.get("c").claim.verdicts.map(({ rating }) => rating),
    ["supported", "refuted", "supported"],
  );
});

test("undoing a pending choice clears it", () => {
  const { store, fields } = claimed();
  store.change("c", { rating: "refuted" });
  store.undo();
  assert.equal(store.get("c").claim.pending, null);
  assert.deepEqual(fields(), { "verdict-rating": "" });
});

test("a first verdict cannot be undone, and undo says so", () => {
  const { store, events } = claimed();
  store.change("c", { rating: "uncheckable" });
  const sent = events.send.length;
  assert.deepEqual(store.undo(), { id: "c", kind: "save", done: false, changed: false });
  assert.equal(events.send.length, sent);
  assert.equal(store.get("c").claim.verdict.rating, "uncheckable");
});

test("a new change ends what could be redone", () => {
  const { store } = claimed();
  store.change("c", { note: "a" });
  store.undo();
  assert.equal(store.canRedo, true);
  store.change("c", { note: "b" });
  assert.equal(store.canRedo, false);
});

test("a hundred steps can be undone, and no more", () => {
  const { store } = claimed();
  for (let i = 1; i <= 130; i += 1) store.change("c", { note: `${i}` });
  let count = 0;
  while (store.undo()) count += 1;
  assert.equal(count, 100);
  assert.equal(store.get("c").note, "30");
});

test("a step that the server has acknowledged is undone on top of its version", () => {
  const { store, last } = claimed();
  store.change("c", { note: "n" });
  store.applyServer({ ...annotationOf("c", "claim", 4, 22), version: 2, note: "n" }, last().edits);
  store.undo();
  assert.equal(last().base, 2);
  assert.equal(store.get("c").note, null);
});

test("an acknowledgement takes its edits away and leaves the newer ones on top", () => {
  const { store, events } = claimed();
  store.change("c", { note: "first" });
  store.change("c", { wording: "mine", note: "second" });
  store.applyServer(
    { ...annotationOf("c", "claim", 4, 22), version: 2, note: "first" },
    events.send[0].edits,
  );
  assert.equal(store.isUnsent("c"), true);
  assert.deepEqual(
    [store.get("c").note, store.get("c").claim.wording, store.get("c").version],
    ["second", "mine", 2],
  );
  assert.equal(store.acknowledged("c").note, "first");
  const done = annotationOf("c", "claim", 4, 22, { claim: { wording: "mine" } });
  store.applyServer({ ...done, version: 3, note: "second" }, events.send[1].edits);
  assert.equal(store.isUnsent("c"), false);
});

test("an older answer never replaces a newer one", () => {
  const { store } = claimed();
  store.applyServer({ ...annotationOf("c", "claim", 4, 22), version: 5, note: "new" });
  store.applyServer({ ...annotationOf("c", "claim", 4, 22), version: 4, note: "old" });
  assert.equal(store.get("c").note, "new");
});

test("a mark that another tab made comes in under a number of its own", () => {
  const { store } = claimed();
  store.applyServer(annotationOf("z", "quote", 45, 50));
  assert.equal(store.get("z").n, 2);
  assert.deepEqual(store.spansIn(1), [{ n: 2, label: "quote", start: 45, end: 50, part: "content" }]);
});

test("a dropped change is taken back, and a dropped creation vanishes", () => {
  const { store, events, last } = claimed();
  store.change("c", { note: "mine" });
  store.drop("c", last().edits);
  assert.equal(store.get("c").note, null);
  const id = store.create({ label: "claim", start: 45, end: 50 });
  const [creation] = last().edits;
  store.change(id, { note: "n" });
  store.setActive(id);
  store.drop(id, [creation, ...last().edits]);
  assert.equal(store.get(id), null);
  assert.deepEqual(store.spansIn(1), []);
  assert.equal(store.active, "c");
  assert.deepEqual(events.change.at(-1), { ids: [id], blocks: [1], isNews: true });
  store.undo();
  assert.equal(store.get(id), null);
});

test("taking theirs shows what stands on the server", () => {
  const { store, last } = claimed();
  store.change("c", { note: "mine" });
  store.drop("c", last().edits, {
    ...annotationOf("c", "claim", 4, 22),
    version: 4,
    note: "theirs",
  });
  assert.deepEqual([store.get("c").note, store.get("c").version], ["theirs", 4]);
});

test("what an earlier page left unsent is shown again, and acknowledged as its own", async () => {
  const first = claimed(CHECKED);
  const { outbox, server } = await openOutbox();
  server.script.push(...Array(3).fill(500));
  first.store.addEventListener("send", ({ detail }) => outbox.enqueue(detail));
  const made = first.store.create({ label: "claim", start: 45, end: 64 });
  first.store.change(made, { wording: "w", sources: [{ url: "https://a.example/" }] });
  first.store.change(made, { rating: "refuted", rationale: "r" });
  first.store.remove("c");
  await settled();
  const again = claimed(CHECKED);
  again.store.replay(outbox.pending());
  assert.deepEqual(again.events.send, []);
  const { verdict: mine, ...rest } = again.store.get(made).claim;
  assert.equal(mine.rating, "refuted");
  assert.deepEqual(
    rest.sources.map(({ id }) => id),
    first.store.get(made).claim.sources.map(({ id }) => id),
  );
  assert.deepEqual(
    again.store.list().map(({ id }) => id),
    [made],
  );
  for (const item of outbox.pending()) {
    again.store.applyServer({ ...first.store.get(item.annotation), version: 9 }, item.edits);
  }
  assert.equal(again.store.isUnsent(made), false);
  assert.equal(again.store.get(made).claim.verdicts.length, 1);
});

test("of what an earlier page left, what was refused can be given up without what was said since", () => {
  const { store } = claimed();
  const own = { fields: [["wording", "far too long"]], edits: ["e1"] };
  const rest = { fields: [["note", "Ask the office."]], edits: ["e2"] };
  const both = { fields: [...own.fields, ...rest.fields], edits: ["e1", "e2"] };
  const before = store.get("c").claim.wording;
  store.replay([{ annotation: "c", kind: "save", ...both, own, rest, at: "" }]);
  assert.equal(store.get("c").claim.wording, "far too long");

  store.drop("c", own.edits);
  assert.equal(store.get("c").claim.wording, before);
  assert.equal(store.get("c").note, "Ask the office.");
  assert.equal(store.isUnsent("c"), true);
});

test("an item about a mark that is nowhere is passed over", () => {
  const { store } = claimed();
  store.replay([
    { annotation: "nobody", kind: "save", fields: [["note", "n"]], edits: ["e"], at: "" },
  ]);
  assert.equal(store.get("nobody"), null);
});

test("a verdict that arrived although its answer was lost is not shown twice", () => {
  const { store } = claimed(CHECKED);
  const fields = [
    ["verdict-uuid", "v1"],
    ["verdict-rating", "supported"],
    ["verdict-rationale", "Seen."],
  ];
  store.replay([{ annotation: "c", kind: "save", fields, edits: ["e"], at: "" }]);
  assert.equal(store.get("c").claim.verdicts.length, 1);
});

test("a layer that was submitted can no longer be edited", () => {
  const { store, events } = claimed();
  assert.equal(store.editable, true);
  store.setLayer({ ...store.layer, editable: false, state: "submitted" });
  assert.equal(store.editable, false);
  assert.equal(events.change.length, 1);
});

test("changes of different fields clash in nothing", () => {
  const before = annotationOf("c", "claim", 4, 22);
  const current = { ...before, version: 2, note: "theirs" };
  const edit = (fields) => ({ kind: "save", fields });
  assert.deepEqual(clashes(before, current, edit([["wording", "mine"]])), []);
  assert.deepEqual(clashes(before, current, edit([["note", "mine"]])), ["note"]);
  assert.deepEqual(clashes(before, { ...current, removed: true }, edit([["wording", "w"]])), [
    "removed",
  ]);
  assert.deepEqual(clashes(before, current, { kind: "removal", fields: [] }), ["note"]);
});

test("a verdict clashes with a change of what it was given on, a relabelling with work on the claim", () => {
  const before = annotationOf("c", "claim", 4, 22);
  const now = (more) => ({ ...before, version: 2, ...more, claim: { ...before.claim, ...more.claim } });
  const judge = { kind: "save", fields: [["verdict-rating", "refuted"]] };
  assert.deepEqual(clashes(before, now({ note: "theirs" }), judge), []);
  assert.deepEqual(clashes(before, now({ claim: { wording: "Other." } }), judge), ["wording"]);
  assert.deepEqual(clashes(before, now({ claim: { sources: [SOURCE] } }), judge), ["sources"]);
  const relabel = { kind: "save", fields: [["label", "quote"]] };
  assert.deepEqual(clashes(before, now({ claim: CHECKED }), relabel), ["wording", "verdict", "sources"]);
  const reword = { kind: "save", fields: [["wording", "Mine."]] };
  assert.deepEqual(clashes(before, now({ claim: { verdicts: [RATED] } }), reword), []);
});

test("of sources only what was changed on both sides clashes", () => {
  const before = { ...annotationOf("c", "claim", 4, 22), claim: { ...CHECKED, sources: [SOURCE] } };
  const now = (...sources) => ({ ...before, version: 2, claim: { ...before.claim, sources } });
  const edit = (row) => ({ kind: "save", fields: Object.entries(row).map(([key, value]) => [`sources-0-${key}`, value]) });
  const publisher = edit({ uuid: "s1", publisher: "Mine" });
  assert.deepEqual(clashes(before, now({ ...SOURCE, title: "Theirs" }), publisher), []);
  assert.deepEqual(clashes(before, now(SOURCE, { ...SOURCE, id: "s2" }), publisher), []);
  assert.deepEqual(clashes(before, now({ ...SOURCE, publisher: "Theirs" }), publisher), ["sources"]);
  assert.deepEqual(clashes(before, now(), publisher), ["sources"]);
  assert.deepEqual(clashes(before, now(SOURCE, { ...SOURCE, id: "s2" }), edit({ uuid: "s3", url: "https://mine.example/" })), []);
  assert.deepEqual(clashes(before, now({ ...SOURCE, title: "Theirs" }), edit({ uuid: "s1", removed: "y" })), ["sources"]);
  assert.deepEqual(clashes(before, now({ ...SOURCE, id: "s2" }, SOURCE), edit({ uuid: "s1", position: "2" })), ["sources"]);
});

test("store and outbox together save a day's work, through lost answers, once each", async () => {
  const { store } = open();
  const { outbox, server, clock } = await openOutbox();
  store.addEventListener("send", ({ detail }) => outbox.enqueue(detail));
  outbox.addEventListener("ack", ({ detail: { item, answer } }) => {
    store.applyServer(
      { ...store.get(item.annotation), version: answer.annotation.version },
      item.edits,
    );
  });
  const ids = [];
  for (let i = 0; i < 12; i += 1) {
    server.script.push(...(i % 4 === 0 ? ["lost"] : []));
    ids.push(store.create({ label: "claim", start: i, end: i + 3 }));
    await settled();
    store.change(ids[i], { wording: `w${i}` });
    if (i % 3 === 0) store.remove(ids[i]);
    if (i % 6 === 0) store.undo();
    await clock.pass(3_000);
  }
  assert.equal(outbox.status.state, "saved");
  for (const [i, id] of ids.entries()) {
    assert.equal(server.annotations.get(id).wording, `w${i}`);
    assert.equal(Boolean(server.annotations.get(id).removed), i % 3 === 0 && i % 6 !== 0);
    assert.equal(store.isUnsent(id), false);
  }
});

test("the steps of an earlier page can be undone and redone on the next one", () => {
  const first = claimed(CHECKED);
  const kept = [];
  first.store.addEventListener("steps", ({ detail }) => kept.push(structuredClone(detail)));
  first.store.change("c", { note: "one" });
  first.store.change("c", { note: "two" });
  first.store.undo();
  const next = open({ ...first.store.get("c"), version: 3 });
  next.store.resumeSteps(kept.at(-1));
  assert.deepEqual([next.store.canUndo, next.store.canRedo], [true, true]);
  next.store.redo();
  assert.equal(next.store.get("c").note, "two");
  next.store.undo();
  next.store.undo();
  assert.equal(next.store.get("c").note ?? "", "");
});

test("a step about something that changed elsewhere is told and not done", () => {
  const { store, events } = claimed(CHECKED);
  store.change("c", { wording: "mine" });
  store.change("c", { note: "mine too" });
  store.applyServer({ ...annotationOf("c", "claim", 4, 22, { claim: CHECKED }), version: 4, note: "theirs" }, [
    events.send[0].edits[0],
    events.send[1].edits[0],
  ]);
  const sent = events.send.length;
  assert.deepEqual(store.undo(), { id: "c", kind: "save", done: false, changed: true });
  assert.equal(store.get("c").note, "theirs");
  assert.deepEqual(store.undo(), { id: "c", kind: "save", done: false, changed: true });
  assert.equal(events.send.length, sent);
  assert.equal(store.canUndo, false);
});

test("a mark deleted before this page was loaded comes back by undo", () => {
  const earlier = claimed(CHECKED);
  let kept = null;
  earlier.store.addEventListener("steps", ({ detail }) => { kept = structuredClone(detail); });
  earlier.store.remove("c");
  const { store, last } = open({ ...earlier.store.get("c"), version: 2 });
  store.resumeSteps(kept);
  assert.deepEqual(store.list(), []);
  assert.deepEqual(store.deleted().map(({ id }) => id), ["c"]);
  assert.deepEqual(store.undo(), { id: "c", kind: "restoration", done: true, changed: false });
  assert.equal(last().kind, "restoration");
  assert.deepEqual(store.deleted(), []);
});

test("a source takes another place, and goes back to its own", () => {
  const sources = ["a", "b", "c"].map((id) => ({ ...SOURCE, id, url: `https://${id}.example/` }));
  const { store, fields } = claimed({ ...CHECKED, sources });
  const order = () => store.get("c").claim.sources.map(({ id }) => id).join("");
  assert.equal(store.change("c", { sources: [{ id: "c", position: 1 }] }), true);
  assert.deepEqual(fields(), { "sources-0-uuid": "c", "sources-0-position": "1" });
  assert.equal(order(), "cab");
  assert.equal(store.get("c").claim.verdict.stale, false);
  assert.equal(store.change("c", { sources: [{ id: "c", position: 1 }] }), false);
  store.undo();
  assert.equal(order(), "abc");
  store.change("c", { sources: [{ id: "b", removed: true }] });
  store.undo();
  assert.equal(order(), "abc");
});

test("parts of the local edits are given up for what stands on the server", () => {
  const { store } = claimed(CHECKED);
  store.change("c", { note: "mine", wording: "mine" });
  store.trim("c", ["note"], { ...annotationOf("c", "claim", 4, 22, { claim: CHECKED }), version: 2, note: "theirs" });
  assert.equal(store.get("c").note, "theirs");
  assert.equal(store.get("c").claim.wording, "mine");
});

test("an answer that says what is shown already is no news", () => {
  const { store, events, last } = open();
  const id = store.create({ label: "claim", start: 4, end: 22 });
  const shown = store.get(id);
  const claim = { ...shown.claim, warnings: [], advice: null };

  store.applyServer({ ...shown, version: 1, updated_at: "2026-01-02T03:04:05Z", claim }, last().edits);
  assert.deepEqual(events.change.map(({ isNews }) => isNews), [true, false]);

  store.applyServer({ ...shown, version: 2, claim: { ...claim, warnings: [{ doubt: "no_archive" }] } });
  store.applyServer({ ...shown, version: 3, claim: { ...claim, wording: "It was so." } });
  store.applyServer({ ...shown, version: 4, removed: true });
  assert.deepEqual(events.change.map(({ isNews }) => isNews).slice(2), [true, true, true]);
});
