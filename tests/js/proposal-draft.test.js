import assert from "node:assert/strict";
import { test } from "node:test";
import { ProposalDraft } from "../../static/js/pages/proposal-draft.js";

const DAY = 86_400_000;

function storage() {
  const held = new Map();
  return {
    get length() {
      return held.size;
    },
    key: (place) => [...held.keys()][place] ?? null,
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => held.set(key, value),
    removeItem: (key) => held.delete(key),
  };
}

test("what was changed is there for the next page, and nobody else's", () => {
  const shared = storage();
  new ProposalDraft(shared, "1", "p").keep("words-3", "New words");
  assert.deepEqual(new ProposalDraft(shared, "1", "p").changes, { "words-3": "New words" });
  assert.deepEqual(new ProposalDraft(shared, "2", "p").changes, {});
  assert.deepEqual(new ProposalDraft(shared, "1", "q").changes, {});
});

test("two tabs add to each other, and each paragraph has the words typed last", () => {
  const shared = storage();
  const [one, other] = [new ProposalDraft(shared, "1", "p"), new ProposalDraft(shared, "1", "p")];
  one.keep("words-3", "One");
  other.keep("words-4", "Other");
  one.keep("words-3", "One more");
  assert.deepEqual(other.changes, { "words-3": "One more", "words-4": "Other" });
});

test("what is put back leaves nothing behind", () => {
  const shared = storage();
  const draft = new ProposalDraft(shared, "1", "p");
  draft.keep("words-3", "New");
  draft.keep("words-3", null);
  assert.equal(shared.length, 0);
});

test("what nobody came back to for long is forgotten, and what cannot be read", () => {
  const shared = storage();
  let now = 0;
  new ProposalDraft(shared, "1", "old", () => now).keep("kept-1", "true");
  now = 50 * DAY;
  new ProposalDraft(shared, "1", "young", () => now).keep("kept-1", "true");
  shared.setItem("annotator-proposal 1 torn", "{");
  shared.setItem("theme", "dark");
  now = 61 * DAY;
  new ProposalDraft(shared, "1", "young", () => now).prune();
  assert.deepEqual([shared.length, shared.key(0), shared.key(1)], [2, "annotator-proposal 1 young", "theme"]);
});
