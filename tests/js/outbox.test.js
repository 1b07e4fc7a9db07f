import assert from "node:assert/strict";
import test from "node:test";

import { openOutbox } from "../../static/js/outbox/outbox.js";
import { Store } from "../../static/js/marks/store.js";
import { annotationOf, model, settled, workspaceData } from "./fakes.js";

const BEFORE = annotationOf("c", "claim", 4, 22);
const URLS = { annotations: "/annotations", csrf: "/csrf-token" };

/** A page with one claim, and a server on which that claim has changed meanwhile. */
async function page(t, elsewhere, { known = BEFORE } = {}) {
  const standing = { ...BEFORE, ...elsewhere, version: 2, claim: { ...BEFORE.claim, ...elsewhere.claim } };
  const requests = [];
  t.mock.method(globalThis, "fetch", async (_url, { body }) => {
    const fields = Object.fromEntries(body);
    requests.push(fields);
    const isOnTop = fields.version === "2";
    const annotation = isOnTop ? { ...standing, version: 3 } : standing;
    if (isOnTop && fields.note) annotation.note = fields.note;
    return Response.json({ annotation }, { status: isOnTop ? 200 : 412 });
  });
  const store = new Store(workspaceData([known]), model());
  const outbox = await openOutbox({ ...workspaceData(), urls: URLS }, store);
  t.after(() => outbox.close());
  const conflicts = [];
  outbox.addEventListener("conflict", ({ detail }) => conflicts.push(detail));
  return { store, outbox, requests, conflicts };
}

test("changes of different parts of a mark are kept both, without a question", async (t) => {
  const { store, outbox, requests, conflicts } = await page(t, { claim: { wording: "Theirs." } });
  store.change("c", { note: "Mine." });
  await settled();
  assert.deepEqual(requests.map(({ version }) => version), ["1", "2"]);
  assert.deepEqual(conflicts, []);
  assert.equal(outbox.status.state, "saved");
  const { note, claim } = store.get("c");
  assert.deepEqual([note, claim.wording], ["Mine.", "Theirs."]);
});

test("two changes of the same part are asked about", async (t) => {
  const { store, conflicts } = await page(t, { note: "Theirs." });
  store.change("c", { note: "Mine." });
  await settled();
  assert.equal(conflicts.length, 1);
  assert.equal(store.get("c").note, "Mine.");
});

test("what waits behind the change counts too", async (t) => {
  const { store, conflicts } = await page(t, { claim: { wording: "Theirs." } });
  store.change("c", { rating: "uncheckable" });
  store.change("c", { wording: "Mine." });
  await settled();
  assert.equal(conflicts.length, 1);
});

test("a verdict on other words than those that stand there now is asked about", async (t) => {
  const { store, conflicts } = await page(t, { claim: { wording: "Theirs." } });
  store.change("c", { rating: "uncheckable" });
  await settled();
  assert.equal(conflicts.length, 1);
});

test("a mark that was deleted elsewhere is asked about", async (t) => {
  const { store, conflicts } = await page(t, { removed: true });
  store.change("c", { note: "Mine." });
  await settled();
  assert.equal(conflicts.length, 1);
});

test("a page that does not know what a change was made on asks", async (t) => {
  const known = { ...BEFORE, version: 2, note: "Theirs." };
  const { store, outbox, conflicts } = await page(t, { note: "Theirs." }, { known });
  const change = { annotation: "c", base: 1, kind: "save", fields: [["note", "Mine."]] };
  await outbox.enqueue(change);
  await settled();
  assert.equal(conflicts.length, 1);
  assert.equal(store.get("c").note, "Theirs.");
});

test("words typed before the same was changed elsewhere are asked about, not put on top", async (t) => {
  const { store, outbox, requests, conflicts } = await page(t, { claim: { wording: "Theirs." } });
  store.change("c", { note: "Mine." });
  await settled();
  store.change("c", { wording: "Typed." }, { madeOn: 1 });
  await settled();
  assert.equal(conflicts.length, 1);
  assert.equal(conflicts[0].current.claim.wording, "Theirs.");
  assert.equal(store.get("c").claim.wording, "Typed.");
  await outbox.resolve(conflicts[0].item, "mine");
  await settled();
  assert.equal(outbox.status.state, "saved");
  assert.deepEqual(requests.map(({ version }) => version), ["1", "2", "1", "2"]);
});
