import assert from "node:assert/strict";
import test from "node:test";

import { UnsentComments } from "../../static/js/cards/talk-draft.js";
import { Sender } from "../../static/js/cards/talk-sending.js";
import { Drafts } from "../../static/js/outbox/drafts.js";
import { FakeClock, settled } from "./fakes.js";

const DRAFT = { id: "c-1", version: 0, text: "Is that so?", mentions: [], sent: true };
const SENT = { status: 201, body: { thread: { comments: [] } }, retryAfter: null };
const OFFLINE = { status: 0, body: null, retryAfter: null };

function stage({ answers = [], found = [], isUnmade = () => false } = {}) {
  const clock = new FakeClock();
  const rows = new Map(found.map((draft) => [draft.annotation, draft]));
  const write = async (drafts) => {
    for (const draft of drafts) rows.set(draft.annotation, draft.value === null ? undefined : draft);
  };
  const unsent = new UnsentComments(new Drafts({ write }, found, clock));
  const posted = [];
  const heard = [];
  const send = async (mark, draft) => {
    posted.push([mark, draft.id, draft.text]);
    const answer = answers.shift() ?? SENT;
    return typeof answer === "function" ? answer() : answer;
  };
  const sender = new Sender({ unsent, send, isUnmade, clock });
  for (const type of ["sent", "waits", "refused"]) sender.addEventListener(type, ({ detail }) => heard.push([type, detail.mark]));
  const kept = () => [...rows.values()].filter(Boolean).map(({ value }) => JSON.parse(value));
  return { clock, unsent, sender, posted, heard, kept };
}

test("a comment is kept before it is sent, and dropped once the server has it", async () => {
  const seen = [];
  const { sender, kept, heard } = stage({ answers: [() => (seen.push(...kept()), SENT)] });
  await sender.send("m", DRAFT);
  await settled();
  assert.deepEqual(seen.map(({ text, sent }) => [text, sent]), [["Is that so?", true]]);
  assert.deepEqual(kept(), []);
  assert.deepEqual(heard, [["sent", "m"]]);
});

test("without a network it goes again by itself, with the same identifier", async () => {
  const { sender, clock, posted, heard, kept } = stage({ answers: [OFFLINE, OFFLINE, SENT] });
  await sender.send("m", DRAFT);
  assert.equal(kept().length, 1);
  await clock.pass(60_000);
  await clock.pass(60_000);
  assert.deepEqual(posted.map(([, id]) => id), ["c-1", "c-1", "c-1"]);
  assert.deepEqual(heard.map(([type]) => type), ["waits", "waits", "sent"]);
  assert.deepEqual(kept(), []);
});

test("what waits is counted until it is sent, refused or changed", async () => {
  const { sender, unsent } = stage({ answers: [OFFLINE, OFFLINE, SENT, OFFLINE] });
  assert.equal(sender.waiting, 0);
  await sender.send("m", DRAFT);
  await sender.send("n", { ...DRAFT, id: "c-2" });
  assert.equal(sender.waiting, 2);
  await sender.send("m", DRAFT);
  assert.equal(sender.waiting, 1);
  let told = 0;
  sender.addEventListener("held", () => (told += 1));
  unsent.keep("n", { ...DRAFT, id: "c-2", sent: false });
  sender.hold("n");
  assert.deepEqual([sender.waiting, told], [0, 1]);
});

test("it goes at once when the network is back", async () => {
  const { sender, posted } = stage({ answers: [OFFLINE, SENT] });
  await sender.send("m", DRAFT);
  sender.wake();
  assert.equal(posted.length, 1);
  sender.wakeAtOnce();
  await settled();
  assert.equal(posted.length, 2);
});

test("what an earlier page was asked to send goes, and what was only typed does not", async () => {
  const row = (annotation, sent) => ({ annotation, field: "comment", value: JSON.stringify({ ...DRAFT, sent }), ground: null, version: 0 });
  const { sender, posted, unsent } = stage({ found: [row("m", true), row("n", false)] });
  sender.wake();
  await settled();
  assert.deepEqual(posted.map(([mark]) => mark), ["m"]);
  assert.equal(unsent.of("n")?.text, "Is that so?");
});

test("what is typed while one is on its way is a comment of its own", async () => {
  const { sender, unsent } = stage({ answers: [() => (unsent.keep("m", { ...DRAFT, text: "And then?", sent: false }), SENT)] });
  await sender.send("m", DRAFT);
  const left = unsent.of("m");
  assert.deepEqual([left?.text, left?.version, left?.sent], ["And then?", 0, false]);
  assert.notEqual(left?.id, "c-1");
});

test("a refusal keeps the words and waits for the person", async () => {
  const { sender, clock, posted, unsent, heard } = stage({ answers: [{ status: 422, body: null, retryAfter: null }] });
  await sender.send("m", DRAFT);
  await clock.pass(120_000);
  assert.deepEqual(heard, [["refused", "m"]]);
  assert.equal(posted.length, 1);
  assert.deepEqual([unsent.of("m")?.id, unsent.of("m")?.sent], ["c-1", false]);
});

test("words that the server has changed meanwhile go as a comment of their own next", async () => {
  const { sender, unsent } = stage({ answers: [{ status: 412, body: null, retryAfter: null }] });
  await sender.send("m", { ...DRAFT, version: 3 });
  assert.equal(unsent.of("m")?.version, 0);
  assert.notEqual(unsent.of("m")?.id, "c-1");
});

test("a comment on a mark that the server does not know yet waits for it", async () => {
  const missing = { status: 404, body: null, retryAfter: null };
  const { sender, clock, heard } = stage({ answers: [missing, SENT], isUnmade: () => true });
  await sender.send("m", DRAFT);
  await clock.pass(60_000);
  assert.deepEqual(heard.map(([type]) => type), ["waits", "sent"]);
});

test("nobody is asked twice while an answer is on its way", async () => {
  let arrive;
  const { sender, posted } = stage({ answers: [() => new Promise((resolve) => { arrive = () => resolve(SENT); })] });
  const first = sender.send("m", DRAFT);
  sender.wakeAtOnce();
  assert.equal(posted.length, 1);
  arrive();
  await first;
});
