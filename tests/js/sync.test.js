import assert from "node:assert/strict";
import test from "node:test";

import { MemoryStorage, SparedStorage } from "../../static/js/outbox/storage.js";
import {
  FakeClock,
  FakeLocks,
  FakeServer,
  fakeChannels,
  openOutbox,
  save,
  settled,
} from "./fakes.js";

const types = (told) => told.filter(({ type }) => type !== "state").map(({ type }) => type);
const states = (told) =>
  told.filter(({ type }) => type === "state").map(({ detail }) => detail.state);
const sent = (server) =>
  server.requests.map(({ annotation, version }) => `${annotation}${version}`);

test("a change is kept before it is sent, and saved only when the server says so", async () => {
  const { outbox, server, storage, told } = await openOutbox();
  let answer;
  server.script.push(() => new Promise((resolve) => (answer = resolve)));
  await outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  assert.equal((await storage.all("1 a")).length, 1);
  assert.deepEqual(outbox.status, { state: "saving", waiting: 1, sentence: "Saving…" });
  answer({ status: 201, body: { annotation: { id: "x", version: 1 } }, retryAfter: null });
  await settled();
  assert.deepEqual(outbox.status, { state: "saved", waiting: 0, sentence: "Saved" });
  assert.deepEqual(await storage.all("1 a"), []);
  assert.deepEqual(types(told), ["ack"]);
  assert.deepEqual(states(told), ["saving", "saved"]);
});

test("an acknowledgement names the edits that it answers", async () => {
  const { outbox, told } = await openOutbox();
  outbox.enqueue(save("x", 0, { label: "claim" }, "e1"));
  await settled();
  const { item, answer } = told.find(({ type }) => type === "ack").detail;
  assert.deepEqual(item.edits, ["e1"]);
  assert.equal(answer.annotation.version, 1);
});

test("changes of one annotation go one after another, each on the version before it", async () => {
  const { outbox, server } = await openOutbox();
  let open;
  const first = new Promise((resolve) => (open = resolve));
  const answer = server.send;
  outbox.enqueue(save("x", 0, { label: "claim" }));
  server.script.push(undefined);
  await settled();
  outbox.enqueue({ annotation: "x", base: 1, kind: "removal", fields: [], edits: ["r"] });
  outbox.enqueue({ annotation: "x", base: 1, kind: "restoration", fields: [], edits: ["s"] });
  open(answer);
  await first;
  await settled();
  assert.deepEqual(sent(server), ["x0", "x1", "x2"]);
  assert.equal(server.annotations.get("x").version, 3);
});

test("what was made on an unsent creation is moved on to its version", async () => {
  const { outbox, server, clock } = await openOutbox();
  server.script.push(0);
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  outbox.enqueue(save("x", 0, { note: "later" }));
  outbox.enqueue({ annotation: "x", base: 0, kind: "removal", fields: [], edits: ["r"] });
  await settled();
  await clock.pass(2_000);
  assert.deepEqual(sent(server), ["x0", "x0", "x1", "x2"]);
  assert.equal(outbox.status.state, "saved");
});

test("a lost answer is asked for again with the very same request", async () => {
  const { outbox, server, clock } = await openOutbox();
  server.script.push("lost");
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  assert.equal(outbox.status.state, "waiting");
  await clock.pass(2_000);
  assert.deepEqual(server.requests[0], server.requests[1]);
  assert.equal(server.annotations.get("x").version, 1);
  assert.equal(outbox.status.state, "saved");
});

test("a change made while an answer was lost is not mixed into the repeated request", async () => {
  const { outbox, server, clock } = await openOutbox();
  server.script.push("lost");
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  outbox.enqueue(save("x", 0, { note: "n" }));
  await settled();
  await clock.pass(2_000);
  assert.deepEqual(server.requests[0], server.requests[1]);
  assert.deepEqual(sent(server), ["x0", "x0", "x1"]);
  assert.equal(server.annotations.get("x").note, "n");
});

test("a lost answer and somebody else's change meet as a conflict, not as an overwriting", async () => {
  const { outbox, server, clock } = await openOutbox();
  server.script.push("lost");
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  outbox.enqueue(save("x", 0, { note: "mine" }));
  server.changeElsewhere("x", { note: "theirs" });
  server.script.push(() => ({
    status: 200,
    body: { annotation: server.annotations.get("x") },
    retryAfter: null,
  }));
  await clock.pass(2_000);
  assert.equal(outbox.status.state, "conflict");
  assert.equal(server.annotations.get("x").note, "theirs");
});

test("an answer that does not speak of the annotation is no acknowledgement", async () => {
  const { outbox, server, clock } = await openOutbox();
  server.script.push(
    { status: 200, body: null },
    { status: 200, body: { annotation: { id: "y", version: 1 } } },
  );
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  assert.equal(outbox.status.state, "waiting");
  await clock.pass(2_000);
  assert.equal(outbox.status.state, "waiting");
  await clock.pass(5_000);
  assert.equal(outbox.status.state, "saved");
  assert.equal(server.annotations.get("x").version, 1);
});

test("a sender that throws counts as no answer", async () => {
  const { outbox, server, clock } = await openOutbox();
  server.script.push(() => Promise.reject(new Error("broken")));
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  assert.equal(outbox.status.state, "waiting");
  await clock.pass(2_000);
  assert.equal(outbox.status.state, "saved");
});

test("a server that is busy is asked later and later, at most every minute", async () => {
  const { outbox, server, clock } = await openOutbox();
  server.script.push(...Array(12).fill(503));
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  const waits = [];
  while (server.script.length > 0) {
    waits.push(clock.alarms[0]);
    await clock.pass(clock.alarms[0]);
  }
  assert.deepEqual(waits.slice(0, 4), [1_500, 3_000, 6_000, 12_000]);
  assert.ok(waits.every((wait) => wait >= 1_000 && wait <= 60_000));
  await clock.pass(60_000);
  assert.equal(outbox.status.state, "saved");
});

test("the waiting is spread, so that browsers do not come back all at once", async () => {
  for (const [random, expected] of [
    [0, 1_000],
    [0.999, 1_999],
  ]) {
    const clock = new FakeClock();
    clock.random = () => random;
    const { outbox, server } = await openOutbox({ clock });
    server.script.push(503);
    outbox.enqueue(save("x", 0, { label: "claim" }));
    await settled();
    assert.equal(Math.round(clock.alarms[0]), expected);
  }
});

test("a waiting time that the server asks for is kept, whoever looks at the page", async () => {
  const { outbox, server, clock, wakes } = await openOutbox();
  server.script.push({ status: 429, retryAfter: 90 });
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  assert.equal(clock.alarms[0], 90_000);
  wakes.dispatchEvent(new Event("focus"));
  await settled();
  assert.equal(server.requests.length, 1);
  await outbox.retry();
  await settled();
  assert.equal(outbox.status.state, "saved");
});

test("an item that breaks the server does not hold up the other annotations", async () => {
  const { outbox, server } = await openOutbox();
  server.script.push(500);
  outbox.enqueue(save("x", 0, { label: "claim" }));
  outbox.enqueue(save("x", 0, { note: "n" }));
  outbox.enqueue(save("y", 0, { label: "quote" }));
  await settled();
  assert.equal(server.annotations.get("y").version, 1);
  assert.equal(server.annotations.has("x"), false);
  assert.equal(outbox.status.state, "waiting");
});

test("offline the changes wait, and go as soon as the network is back", async () => {
  let online = false;
  const { outbox, server, wakes } = await openOutbox({ online: () => online });
  server.script.push(0);
  outbox.enqueue(save("x", 0, { label: "claim" }));
  outbox.enqueue(save("y", 0, { label: "claim" }));
  await settled();
  assert.deepEqual(outbox.status, { state: "waiting", waiting: 2, sentence: "Offline, 2 waiting" });
  online = true;
  wakes.dispatchEvent(new Event("online"));
  await settled();
  assert.equal(outbox.status.state, "saved");
});

test("a browser that thinks it is offline still asks, as the server may be on this machine", async () => {
  const { outbox } = await openOutbox({ online: () => false });
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  assert.equal(outbox.status.state, "saved");
});

test("signed out, everything is kept and nothing more is sent until somebody comes back", async () => {
  const { outbox, server, clock, wakes } = await openOutbox();
  server.script.push(401);
  outbox.enqueue(save("x", 0, { label: "claim" }));
  outbox.enqueue(save("y", 0, { label: "claim" }));
  await settled();
  await clock.pass(120_000);
  assert.equal(server.requests.length, 1);
  assert.deepEqual(outbox.status, {
    state: "signed-out",
    waiting: 2,
    sentence: "Signed out, 2 waiting",
  });
  wakes.dispatchEvent(new Event("focus"));
  await settled();
  assert.equal(outbox.status.state, "saved");
});

test("a token that is no longer taken is fetched anew, once, and the change sent again", async () => {
  let fetched = 0;
  const refreshToken = async () => ({ token: `t${(fetched += 1)}`, user: 1 });
  const { outbox, server } = await openOutbox({ refreshToken });
  server.script.push(400);
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  assert.equal(fetched, 1);
  assert.equal(outbox.status.state, "saved");
});

test("a change that is bad even with a fresh token is refused", async () => {
  const { outbox, server, told } = await openOutbox({ refreshToken: async () => "t" });
  server.script.push(400, 400);
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  assert.equal(told.find(({ type }) => type === "refused").detail.error.status, 400);
});

test("where no token comes the change waits", async () => {
  const { outbox, server } = await openOutbox({ refreshToken: () => Promise.reject(new Error()) });
  server.script.push(400);
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  assert.equal(outbox.status.state, "waiting");
});

test("what one person queued is never sent as another", async () => {
  const { outbox, server } = await openOutbox({
    refreshToken: async () => ({ token: "t", user: 2 }),
  });
  server.script.push(400);
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  assert.equal(server.requests.length, 1);
  assert.equal(outbox.status.state, "signed-out");
  assert.equal(outbox.pending().length, 1);
});

test("a conflict is kept with what stands on the server, and only its annotation waits", async () => {
  const server = new FakeServer();
  server.annotations.set("x", { id: "x", version: 3, note: "theirs" });
  const { outbox, told } = await openOutbox({ server });
  outbox.enqueue(save("x", 2, { note: "mine" }));
  outbox.enqueue({ annotation: "x", base: 2, kind: "removal", fields: [], edits: ["r"] });
  outbox.enqueue(save("y", 0, { label: "claim" }));
  await settled();
  assert.deepEqual(sent(server), ["x2", "y0"]);
  assert.deepEqual(outbox.status, { state: "conflict", waiting: 2, sentence: "Changed elsewhere" });
  const { item, current } = told.find(({ type }) => type === "conflict").detail;
  assert.equal(current.note, "theirs");
  assert.equal(item.state, "conflict");
});

test("keeping mine goes on top of what stands there, and what waited follows", async () => {
  const server = new FakeServer();
  server.annotations.set("x", { id: "x", version: 3, note: "theirs" });
  const { outbox } = await openOutbox({ server });
  outbox.enqueue(save("x", 2, { note: "mine" }));
  outbox.enqueue({ annotation: "x", base: 2, kind: "removal", fields: [], edits: ["r"] });
  await settled();
  await outbox.resolve(outbox.pending()[0], "mine");
  await settled();
  assert.deepEqual(sent(server), ["x2", "x3", "x4"]);
  assert.equal(server.annotations.get("x").note, "mine");
  assert.equal(server.annotations.get("x").removed, true);
});

test("taking theirs drops all that was queued for the annotation", async () => {
  const server = new FakeServer();
  server.annotations.set("x", { id: "x", version: 3, note: "theirs" });
  const { outbox, told } = await openOutbox({ server });
  outbox.enqueue(save("x", 2, { note: "mine" }, "e1"));
  outbox.enqueue({ annotation: "x", base: 2, kind: "removal", fields: [], edits: ["e2"] });
  await settled();
  await outbox.resolve(outbox.pending()[0], "theirs");
  const { annotation, items, current } = told.find(({ type }) => type === "dropped").detail;
  assert.deepEqual(
    [annotation, items.flatMap((item) => item.edits), current.version],
    ["x", ["e1", "e2"], 3],
  );
  assert.equal(outbox.status.state, "saved");
  assert.equal(server.annotations.get("x").note, "theirs");
});

test("two changes that can both stand are put together, and nobody is asked", async () => {
  const asked = [];
  const goTogether = (items, current) => {
    asked.push([items.map(({ version, fields }) => [version, fields]), current.version]);
    return true;
  };
  const { outbox, server, told } = await openOutbox({ goTogether });
  server.annotations.set("x", { id: "x", version: 3, note: "theirs" });
  await outbox.enqueue(save("x", 2, { wording: "mine" }));
  await settled();
  assert.deepEqual(asked, [[[[2, [["wording", "mine"]]]], 3]]);
  assert.deepEqual(sent(server), ["x2", "x3"]);
  assert.deepEqual(server.annotations.get("x"), {
    id: "x",
    version: 4,
    note: "theirs",
    wording: "mine",
  });
  assert.deepEqual(types(told), ["ack"]);
  assert.ok(!states(told).includes("conflict"));
});

test("a conflict with a version that is no news is asked about, and not sent for ever", async () => {
  const { outbox, server, told } = await openOutbox({ goTogether: () => true });
  const stale = { status: 412, body: { annotation: { id: "x", version: 2 } } };
  server.script.push(stale, stale, stale);
  await outbox.enqueue(save("x", 2, { note: "mine" }));
  await settled();
  assert.deepEqual(sent(server), ["x2"]);
  assert.deepEqual(types(told), ["conflict"]);
});

test("a conflict that was settled in another tab is not settled again", async () => {
  const storage = new MemoryStorage({ durable: true });
  const server = new FakeServer();
  server.annotations.set("x", { id: "x", version: 2 });
  const shared = { storage, server, channel: fakeChannels(), locks: new FakeLocks() };
  const [one, other] = [await openOutbox(shared), await openOutbox(shared)];
  await one.outbox.enqueue(save("x", 1, { note: "mine" }));
  await settled();
  const [first, second] = [one, other].map(({ told }) => told.find(({ type }) => type === "conflict").detail.item);
  let answer;
  server.script.push(() => new Promise((resolve) => (answer = resolve)));
  await one.outbox.resolve(first, "mine");
  await settled();
  await other.outbox.resolve(second, "mine");
  await one.outbox.enqueue(save("x", 2, { note: "later" }));
  answer({ status: 200, body: { annotation: { id: "x", version: 3 } }, retryAfter: null });
  server.annotations.set("x", { id: "x", version: 3, note: "mine" });
  await settled();
  assert.equal(server.annotations.get("x").note, "later");
  assert.deepEqual(sent(server), ["x1", "x2", "x3"]);
});

test("an identifier that stands for something else is a conflict too", async () => {
  const server = new FakeServer();
  server.annotations.set("x", { id: "x", version: 1, label: "quote" });
  const { outbox } = await openOutbox({ server });
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  assert.equal(outbox.status.state, "conflict");
});

for (const status of [404, 413, 422, 428]) {
  test(`what the server refuses with ${status} is kept with the reason, and its followers wait`, async () => {
    const { outbox, server, told } = await openOutbox();
    const error = { status, sentence: "No.", field: "note", fields: { note: ["No."] } };
    server.script.push({ status, body: { error } });
    outbox.enqueue(save("x", 0, { label: "claim" }));
    outbox.enqueue({ annotation: "x", base: 0, kind: "removal", fields: [], edits: ["r"] });
    outbox.enqueue(save("y", 0, { label: "claim" }));
    await settled();
    assert.deepEqual(told.find(({ type }) => type === "refused").detail.error, error);
    assert.deepEqual(sent(server), ["x0", "y0"]);
    assert.deepEqual(outbox.status, { state: "failed", waiting: 2, sentence: "Couldn’t save" });
  });
}

test("a refusal without words gets some", async () => {
  const { outbox, server } = await openOutbox();
  server.script.push(413);
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  assert.equal(outbox.pending()[0].error.sentence, "The server refused this change.");
});

test("what was refused can be tried again", async () => {
  const { outbox, server } = await openOutbox();
  server.script.push(422, 422);
  outbox.enqueue(save("x", 0, { label: "claim" }));
  outbox.enqueue(save("y", 0, { label: "claim" }));
  await settled();
  await outbox.retry(outbox.pending()[1]);
  await settled();
  assert.deepEqual(sent(server), ["x0", "y0", "y0"]);
  await outbox.retry();
  await settled();
  assert.equal(outbox.status.state, "saved");
});

test("what was refused can be given up, and what followed it goes on", async () => {
  const server = new FakeServer();
  server.annotations.set("x", { id: "x", version: 1 });
  const { outbox, told } = await openOutbox({ server });
  server.script.push(422, 422);
  outbox.enqueue(save("x", 1, { note: "bad" }, "e1"));
  await settled();
  outbox.enqueue(save("x", 1, { wording: "good" }, "e2"));
  await settled();
  await outbox.discard(outbox.pending()[0]);
  await settled();
  assert.deepEqual(told.find(({ type }) => type === "dropped").detail.items[0].edits, ["e1"]);
  assert.equal(server.annotations.get("x").wording, "good");
  assert.equal(server.annotations.get("x").note, undefined);
});

test("giving up a creation gives up all that followed it", async () => {
  const { outbox, server, told } = await openOutbox();
  server.script.push(422, 422);
  outbox.enqueue(save("x", 0, { label: "claim" }, "e1"));
  await settled();
  outbox.enqueue(save("x", 0, { note: "n" }, "e2"));
  await settled();
  await outbox.discard(outbox.pending()[0]);
  await settled();
  const { items } = told.find(({ type }) => type === "dropped").detail;
  assert.deepEqual(
    items.flatMap((item) => item.edits),
    ["e1", "e2"],
  );
  assert.equal(server.requests.length, 2);
  assert.equal(outbox.status.state, "saved");
});

/** An outbox in which the server refused the first save of a mark that it knows. */
async function refused(fields, more = {}) {
  const server = new FakeServer();
  server.annotations.set("x", { id: "x", version: 1 });
  server.script.push({ status: 422, body: { error: { sentence: "Too long." } } });
  const all = { server, storage: new MemoryStorage({ durable: true }), ...more };
  const opened = await openOutbox(all);
  await opened.outbox.enqueue(save("x", 1, fields, "bad"));
  await settled();
  return { ...all, ...opened };
}

test("what was refused is put right by a later save of the same field, and goes as one", async () => {
  const { outbox, server, told } = await refused({ "claim-short": "long" });
  await outbox.enqueue(save("x", 1, { "claim-short": "short" }, "good"));
  await settled();
  assert.equal(outbox.status.state, "saved");
  assert.deepEqual(sent(server), ["x1", "x1"]);
  assert.equal(server.annotations.get("x")["claim-short"], "short");
  assert.deepEqual(told.filter(({ type }) => type === "mended").map(({ detail }) => detail.annotation), ["x"]);
  assert.deepEqual(told.find(({ type }) => type === "ack").detail.item.edits, ["bad", "good"]);
});

test("a later change of another field goes with what was refused, and both wait where that is refused again", async () => {
  const { outbox, server, told } = await refused({ "claim-short": "long" });
  server.script.push(422);
  await outbox.enqueue(save("x", 1, { note: "n" }, "other"));
  await settled();
  assert.deepEqual(server.requests.at(-1).fields, [["claim-short", "long"], ["note", "n"]]);
  assert.equal(told.filter(({ type }) => type === "refused").length, 2);
  assert.equal(outbox.pending().length, 1);
  await outbox.enqueue(save("x", 1, { "claim-short": "short" }, "good"));
  await settled();
  const { note, "claim-short": short, version } = server.annotations.get("x");
  assert.deepEqual([note, short, version], ["n", "short", 2]);
});

test("giving up what was refused keeps what was said of other things since", async () => {
  const { outbox, server, told } = await refused({ "claim-short": "long" });
  server.script.push(422, 422);
  await outbox.enqueue(save("x", 1, { note: "n" }, "other"));
  await settled();
  await outbox.enqueue(save("x", 1, { "claim-short": "long too" }, "bad too"));
  await settled();
  await outbox.discard(outbox.pending()[0]);
  await settled();
  const { note, "claim-short": short } = server.annotations.get("x");
  assert.deepEqual([note, short, outbox.status.state], ["n", undefined, "saved"]);
  assert.deepEqual(told.find(({ type }) => type === "dropped").detail.items[0].edits, ["bad", "bad too"]);
});

test("what was refused on an earlier page is put right on the next one", async () => {
  const { outbox: before, server, storage } = await refused({ "claim-short": "long" });
  before.close();
  const { outbox } = await openOutbox({ server, storage });
  await outbox.enqueue(save("x", 1, { "claim-short": "short" }));
  await settled();
  assert.equal(outbox.status.state, "saved");
  assert.equal(server.annotations.get("x")["claim-short"], "short");
});

test("what was put right while the refusal was on its way goes without being asked for", async () => {
  const server = new FakeServer();
  server.annotations.set("x", { id: "x", version: 1 });
  let answer;
  server.script.push(() => new Promise((resolve) => (answer = resolve)));
  const { outbox, told } = await openOutbox({ server });
  await outbox.enqueue(save("x", 1, { note: "long" }));
  await settled();
  await outbox.enqueue(save("x", 1, { note: "short" }));
  answer({ status: 422, body: null, retryAfter: null });
  await settled();
  assert.equal(server.annotations.get("x").note, "short");
  assert.equal(told.some(({ type }) => type === "refused"), false);
});

test("what was refused is put right in another tab, and both hear of it", async () => {
  const shared = { channel: fakeChannels(), locks: new FakeLocks() };
  const one = await refused({ note: "long" }, shared);
  const other = await openOutbox({ ...shared, server: one.server, storage: one.storage });
  await other.outbox.enqueue(save("x", 1, { note: "short" }));
  await settled();
  for (const { told, outbox } of [one, other]) {
    assert.equal(told.some(({ type }) => type === "mended"), true);
    assert.equal(outbox.status.state, "saved");
  }
});

test("what was refused and put right still meets what changed elsewhere meanwhile", async () => {
  const { outbox, server, told } = await refused({ note: "long" });
  server.changeElsewhere("x", { note: "theirs" });
  await outbox.enqueue(save("x", 1, { note: "short" }));
  await settled();
  assert.equal(outbox.status.state, "conflict");
  assert.equal(told.at(-2).type, "conflict");
  assert.equal(server.annotations.get("x").note, "theirs");
});

test("a refusal that does not say that nothing was done leaves the item as it is", async () => {
  const { outbox, server } = await openOutbox();
  server.script.push(413);
  await outbox.enqueue(save("x", 0, { note: "long" }));
  await settled();
  await outbox.enqueue(save("x", 0, { note: "short" }));
  await settled();
  assert.equal(outbox.pending().length, 2);
  assert.deepEqual(sent(server), ["x0"]);
});

test("a field is put right past a deletion that has to wait", async () => {
  const { outbox, server } = await refused({ note: "long" });
  await outbox.enqueue({ annotation: "x", base: 1, kind: "removal", fields: [], edits: ["r"] });
  await outbox.enqueue({ annotation: "x", base: 1, kind: "restoration", fields: [], edits: ["b"] });
  await outbox.enqueue(save("x", 1, { note: "short" }));
  await settled();
  assert.deepEqual(sent(server), ["x1", "x1", "x2", "x3"]);
  const { note, removed } = server.annotations.get("x");
  assert.deepEqual([note, removed, outbox.status.state], ["short", false, "saved"]);
});

test("a wording that follows on a refused verdict does not go before it", async () => {
  const { outbox, server } = await refused({ "verdict-uuid": "v", "verdict-rating": "a", "verdict-effective_on": "10000-01-01" });
  await outbox.enqueue(save("x", 1, { wording: "w" }));
  await outbox.enqueue(save("x", 1, { "verdict-uuid": "u", "verdict-effective_on": "2020-01-01" }));
  await settled();
  assert.equal(outbox.status.state, "saved");
  const fields = server.requests.slice(1).map((request) => Object.fromEntries(request.fields));
  assert.deepEqual(fields, [{ "verdict-uuid": "u", "verdict-rating": "a", "verdict-effective_on": "2020-01-01" }, { wording: "w" }]);
});

/** Two changes that are both queued before anything is sent, as fields of what is sent. */
async function merged(...changes) {
  const { outbox, server, storage } = await openOutbox({ start: false });
  const { Queue } = await import("../../static/js/outbox/queue.js");
  const queue = new Queue("1 a", storage);
  for (const change of changes) await queue.add({ at: "t", ...change });
  outbox.start();
  await settled();
  return { server, bodies: server.requests.map(({ fields }) => Object.fromEntries(fields)) };
}

test("saves that were never sent go as one, the later word holding", async () => {
  const { bodies } = await merged(
    save("x", 1, {
      note: "a",
      wording: "w",
      "fragments-0-start": "1",
      "fragments-0-end": "2",
      "fragments-1-start": "5",
    }),
    save("x", 1, { note: "b", "fragments-0-start": "3", "fragments-0-end": "4" }),
  ).catch(() => ({}));
  assert.deepEqual(bodies, [
    { note: "b", wording: "w", "fragments-0-start": "3", "fragments-0-end": "4" },
  ]);
});

test("sources of two saves are joined one by one", async () => {
  const { bodies } = await merged(
    save("x", 1, { "sources-0-uuid": "s1", "sources-0-url": "http://a", "sources-0-title": "old" }),
    save("x", 1, {
      "sources-0-uuid": "s2",
      "sources-0-url": "http://b",
      "sources-1-uuid": "s1",
      "sources-1-title": "new",
    }),
  );
  assert.deepEqual(bodies, [
    {
      "sources-0-uuid": "s1",
      "sources-0-url": "http://a",
      "sources-0-title": "new",
      "sources-1-uuid": "s2",
      "sources-1-url": "http://b",
    },
  ]);
});

for (const [what, earlier, later] of [
  [
    "a verdict and what came after it",
    save("x", 1, { "verdict-rating": "refuted" }),
    save("x", 1, { wording: "w" }),
  ],
  [
    "a claim's wording and a new label",
    save("x", 1, { wording: "w" }),
    save("x", 1, { label: "quote" }),
  ],
  [
    "a save and a removal",
    save("x", 1, { note: "n" }),
    { annotation: "x", base: 1, kind: "removal", fields: [], edits: ["r"] },
  ],
  ["saves made on different versions", save("x", 1, { note: "n" }), save("x", 2, { note: "m" })],
  ["saves of different annotations", save("x", 1, { note: "n" }), save("y", 1, { note: "m" })],
]) {
  test(`${what} are not joined`, async () => {
    const storage = new MemoryStorage({ durable: true });
    const { Queue } = await import("../../static/js/outbox/queue.js");
    const queue = new Queue("1 a", storage);
    await queue.add({ at: "t", ...earlier });
    await queue.add({ at: "t", ...later });
    assert.equal(queue.items.length, 2);
  });
}

test("what a crashed tab left is sent at the next opening, its attempt just as it was", async () => {
  const server = new FakeServer();
  const storage = new MemoryStorage({ durable: true });
  const crashed = await openOutbox({ server, storage });
  server.script.push("lost");
  crashed.outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  crashed.outbox.enqueue(save("x", 0, { note: "n" }));
  await settled();
  crashed.outbox.close();
  const { outbox } = await openOutbox({ server, storage, start: false });
  assert.deepEqual(
    outbox.pending().map(({ version }) => version),
    [0, null],
  );
  assert.equal(outbox.status.state, "waiting");
  outbox.start();
  await settled();
  assert.deepEqual(server.requests[0], server.requests[1]);
  assert.deepEqual(sent(server), ["x0", "x0", "x1"]);
  assert.equal(outbox.status.state, "saved");
});

test("nothing is sent before the start", async () => {
  const storage = new MemoryStorage({ durable: true });
  await storage.put({
    scope: "1 a",
    ...save("x", 0, {}),
    version: null,
    attempts: 0,
    state: "queued",
  });
  const { server } = await openOutbox({ storage, start: false });
  assert.equal(server.requests.length, 0);
});

test("the queues of two persons, and of two articles, keep apart", async () => {
  const storage = new MemoryStorage({ durable: true });
  const first = await openOutbox({ storage, user: 1, start: false });
  first.server.script.push(0);
  first.outbox.enqueue(save("x", 0, {}));
  await settled();
  for (const other of [{ user: 2 }, { article: "b" }]) {
    const { outbox, server } = await openOutbox({ storage, ...other });
    assert.equal(outbox.pending().length, 0);
    assert.equal(server.requests.length, 0);
  }
});

function twoTabs() {
  const shared = {
    server: new FakeServer(),
    storage: new MemoryStorage({ durable: true }),
    locks: new FakeLocks(),
    channel: fakeChannels(),
    clock: new FakeClock(),
  };
  return Promise.all([openOutbox(shared), openOutbox(shared)]);
}

test("two tabs send each change once, and both hear of it", async () => {
  const [one, two] = await twoTabs();
  for (let i = 0; i < 5; i += 1) {
    one.outbox.enqueue(save(`a${i}`, 0, { label: "claim" }));
    two.outbox.enqueue(save(`b${i}`, 0, { label: "quote" }));
  }
  await settled();
  await settled();
  assert.equal(one.server.requests.length, 10);
  assert.equal(new Set(sent(one.server)).size, 10);
  assert.equal(types(one.told).filter((type) => type === "ack").length, 10);
  assert.equal(types(two.told).filter((type) => type === "ack").length, 10);
  assert.equal(one.outbox.status.state, "saved");
  assert.equal(two.outbox.status.state, "saved");
});

test("a tab that was told of a save in the other goes on top of it", async () => {
  const [one, two] = await twoTabs();
  one.outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  two.outbox.enqueue(save("x", 0, { note: "from two" }));
  await settled();
  assert.deepEqual(sent(one.server), ["x0", "x1"]);
  assert.equal(two.outbox.status.state, "saved");
});

test("one tab does not change what the other is sending", async () => {
  const [one, two] = await twoTabs();
  let answer;
  one.server.script.push((request) => new Promise((resolve) => (answer = () => resolve(request))));
  one.outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  two.outbox.enqueue(save("x", 0, { note: "n" }));
  await settled();
  assert.equal(two.outbox.pending().length, 2);
  assert.deepEqual(one.server.requests[0].fields, [["label", "claim"]]);
  answer();
});

test("a conflict that one tab met is seen in the other", async () => {
  const [one, two] = await twoTabs();
  one.server.annotations.set("x", { id: "x", version: 2 });
  one.outbox.enqueue(save("x", 1, { note: "n" }));
  await settled();
  assert.equal(two.outbox.status.state, "conflict");
  await two.outbox.resolve(two.outbox.pending()[0], "theirs");
  await settled();
  assert.equal(one.outbox.status.state, "saved");
});

test("leaving is unsafe only while something is not kept in the browser", async () => {
  const { outbox, server } = await openOutbox();
  server.script.push(0);
  const kept = outbox.enqueue(save("x", 0, { label: "claim" }));
  assert.equal(outbox.unsafeToLeave(), true);
  await kept;
  await settled();
  assert.equal(outbox.unsafeToLeave(), false);
  assert.equal(outbox.status.waiting, 1);
});

test("a browser that keeps nothing says so until all is sent", async () => {
  const { outbox, server, clock } = await openOutbox({ storage: new MemoryStorage() });
  server.script.push(0);
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  assert.equal(outbox.unsafeToLeave(), true);
  await clock.pass(2_000);
  assert.equal(outbox.unsafeToLeave(), false);
});

test("what a full disk cannot take waits in memory, in order", async () => {
  const first = new MemoryStorage({ durable: true });
  const put = first.put.bind(first);
  let full = false;
  first.put = (item) => (full ? Promise.reject(new Error("QuotaExceededError")) : put(item));
  const { outbox, server, clock } = await openOutbox({ storage: new SparedStorage(first) });
  server.script.push(0);
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  full = true;
  outbox.enqueue({ annotation: "x", base: 0, kind: "removal", fields: [], edits: ["r"] });
  await settled();
  full = false;
  outbox.enqueue({ annotation: "x", base: 0, kind: "restoration", fields: [], edits: ["s"] });
  await settled();
  assert.equal(outbox.unsafeToLeave(), true);
  await clock.pass(2_000);
  assert.deepEqual(
    server.requests.map(({ kind }) => kind),
    ["save", "save", "removal", "restoration"],
  );
  assert.equal(outbox.unsafeToLeave(), false);
});

test("a closed outbox stays quiet", async () => {
  const { outbox, server, clock, wakes } = await openOutbox();
  server.script.push(0);
  outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  outbox.close();
  await clock.pass(60_000);
  wakes.dispatchEvent(new Event("online"));
  await settled();
  assert.equal(server.requests.length, 1);
});

test("a storm of changes and failures ends with every change done once and in order", async () => {
  const { outbox, server, clock } = await openOutbox();
  const troubles = ["lost", 0, 503, 500, undefined, undefined, { status: 200, body: null }];
  for (let i = 0; i < 60; i += 1) {
    server.script.push(troubles[(i * 5) % 7]);
    outbox.enqueue(save(`x${i % 4}`, 0, { note: `${i}` }));
    if (i % 3 === 0) await settled();
  }
  for (let i = 0; i < 60 && outbox.status.state !== "saved"; i += 1) await clock.pass(60_000);
  assert.equal(outbox.status.state, "saved");
  for (let k = 0; k < 4; k += 1) assert.equal(server.annotations.get(`x${k}`).note, String(56 + k));
});

test("of what waits for a choice some parts are given up, and the rest goes on top", async () => {
  const server = new FakeServer();
  server.annotations.set("x", { id: "x", version: 3, note: "theirs", wording: "theirs" });
  const { outbox, told } = await openOutbox({ server });
  outbox.enqueue(save("x", 2, { note: "mine" }));
  await settled();
  outbox.enqueue(save("x", 2, { note: "mine still", wording: "mine" }));
  await settled();
  await outbox.resolveParts({ ...outbox.pending()[0], current: server.annotations.get("x") }, ["note"]);
  await settled();
  assert.deepEqual(sent(server), ["x2", "x3"]);
  assert.deepEqual(server.requests.at(-1).fields, [["wording", "mine"]]);
  assert.deepEqual(outbox.pending(), []);
  const trimmed = told.find(({ type }) => type === "trimmed").detail;
  assert.deepEqual([trimmed.annotation, trimmed.parts, trimmed.current.version], ["x", ["note"], 3]);
});

test("a link waits until the mark that it leads to is on the server", async () => {
  const { outbox, server, clock } = await openOutbox();
  await outbox.enqueue(save("x", 0, { label: "claim" }));
  await settled();
  server.script.push(500);
  outbox.enqueue(save("y", 0, { label: "claim" }));
  outbox.enqueue(save("x", 1, { "links-0-uuid": "l", "links-0-to": "y", "links-0-kind": "repeats" }));
  await settled();
  assert.deepEqual(sent(server), ["x0", "y0"]);
  await clock.pass(60_000);
  assert.deepEqual(sent(server), ["x0", "y0", "y0", "x1"]);
  assert.equal(outbox.status.state, "saved");
});
