import assert from "node:assert/strict";
import { test } from "node:test";
import { Kept } from "../../static/js/adjudication/kept.js";
import { actionOf } from "../../static/js/adjudication/keys.js";
import { linesOf } from "../../static/js/adjudication/lost.js";
import { Sending } from "../../static/js/adjudication/sending.js";
import { decisionWords, progressWords } from "../../static/js/adjudication/words.js";

const press = (key, more = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, ...more });

test("letters and digits take a reviewer's column, as far as there are any", () => {
  assert.deepEqual(actionOf(press("a"), 2), { does: "take", column: 1 });
  assert.deepEqual(actionOf(press("B"), 2), { does: "take", column: 2 });
  assert.deepEqual(actionOf(press("2"), 2), { does: "take", column: 2 });
  assert.equal(actionOf(press("c"), 2), null);
  assert.equal(actionOf(press("3"), 2), null);
  assert.deepEqual(actionOf(press("5"), 5), { does: "take", column: 5 });
});

test("D keeps both, however many reviewers there are, and keys with Ctrl are the browser's", () => {
  assert.deepEqual(actionOf(press("d"), 6), { does: "both" });
  assert.equal(actionOf(press("d", { ctrlKey: true }), 6), null);
  assert.equal(actionOf(press("q"), 6), null);
});

test("a decision is sent under one identifier until it is answered", async () => {
  const sent = [];
  const answers = [{ status: 0 }, { status: 503, retryAfter: 7 }, { status: 200, body: { total: 3 } }];
  const waited = [];
  let told = 0;
  const sending = new Sending({
    user: "1",
    csrf: "/csrf-token",
    send: async (url) => {
      sent.push(url);
      return { body: null, retryAfter: null, ...answers[sent.length - 1] };
    },
    wait: async (ms) => void waited.push(ms),
  });
  const answer = await sending.through("/decisions/one", [], () => (told += 1));
  assert.equal(answer.status, 200);
  assert.deepEqual(sent, ["/decisions/one", "/decisions/one", "/decisions/one"]);
  assert.deepEqual(waited, [2_000, 7_000]);
  assert.equal(told, 2);
});

test("a refusal is an answer, and is not sent again", async () => {
  let sent = 0;
  const send = async () => ({ status: (sent += 1) && 412, body: null, retryAfter: null });
  const sending = new Sending({ user: "1", csrf: "/", send, wait: async () => {} });
  assert.equal((await sending.through("/d", [], () => {})).status, 412);
  assert.equal(sent, 1);
});

test("what is kept belongs to one person and one article, and has no token", () => {
  const held = new Map();
  const storage = { getItem: (name) => held.get(name) ?? null, setItem: (name, value) => held.set(name, value) };
  const kept = new Kept("article", "7", storage);
  kept.put("item", { url: "/d", fields: [["csrf_token", "secret"], ["words", "union"]] });
  assert.deepEqual(new Kept("article", "7", storage).all(), { item: { url: "/d", fields: [["words", "union"]] } });
  assert.deepEqual(new Kept("article", "8", storage).all(), {});
  kept.put("item", null);
  assert.deepEqual(kept.all(), {});
});

test("what is kept and not to be sent any more is told in the words that it was chosen in", () => {
  const fields = [["words", "union"], ["reason", "The logs end there."], ["evidence", " "]];
  assert.deepEqual(linesOf({ url: "/d", fields }), ["The logs end there."]);
  assert.deepEqual(linesOf({ url: "/d", fields, said: ["2 · Edges differ", "Boundary"] }), ["2 · Edges differ", "Boundary"]);
});

test("a browser without room, or with something else under the name, is no hindrance", () => {
  const full = { getItem: () => "{", setItem: () => { throw new Error("full"); } };
  const kept = new Kept("article", "7", full);
  assert.deepEqual(kept.all(), {});
  kept.put("item", { url: "/d", fields: [] });
});

test("decisions and progress have words", () => {
  assert.equal(decisionWords({ decision: "taken", like: "B" }), "took B");
  assert.equal(decisionWords({ decision: "taken", like: null }), "took one");
  assert.equal(decisionWords({ decision: "dropped", like: null }), "dropped");
  assert.equal(progressWords(3, 6), "3 of 6 differences settled");
});
