import { readFileSync } from "node:fs";

import { MemoryStorage } from "../../static/js/outbox/storage.js";
import { Outbox } from "../../static/js/outbox/sync.js";
import { TextModel } from "../../static/js/text/text.js";

/** The cases of a fixture that Python and JavaScript share. */
export function fixture(name) {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));
}

/** Random numbers that are the same at every run. */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Let every promise and event that is on its way arrive. */
export async function settled() {
  for (let i = 0; i < 60; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until it is moved. */
export class FakeClock {
  #now = 0;
  #timers = new Map();
  #next = 1;

  now() {
    return this.#now;
  }

  random() {
    return 0.5;
  }

  setTimeout(call, delay) {
    const id = this.#next;
    this.#next += 1;
    this.#timers.set(id, { call, at: this.#now + delay });
    return id;
  }

  clearTimeout(id) {
    this.#timers.delete(id);
  }

  /** When each timer that is set will ring, in milliseconds from now. */
  get alarms() {
    return [...this.#timers.values()].map(({ at }) => at - this.#now);
  }

  async pass(milliseconds) {
    this.#now += milliseconds;
    const due = [...this.#timers].filter(([, { at }]) => at <= this.#now);
    for (const [id, { call }] of due) {
      this.#timers.delete(id);
      call();
    }
    await settled();
  }
}

/** Locks that hold between the tabs of one test, as navigator.locks does between real ones. */
export class FakeLocks {
  #tails = new Map();

  request(name, work) {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const done = before.then(work);
    this.#tails.set(name, Promise.allSettled([done]));
    return done;
  }
}

/** Broadcast channels that reach the other tabs of one test. */
export function fakeChannels() {
  const open = [];
  return (name) => {
    const channel = new EventTarget();
    channel.postMessage = (data) => {
      const copy = structuredClone(data);
      for (const other of open) {
        if (other === channel || other.name !== name) continue;
        setImmediate(() => other.dispatchEvent(new MessageEvent("message", { data: copy })));
      }
    };
    channel.close = () => open.splice(open.indexOf(channel), 1);
    channel.name = name;
    open.push(channel);
    return channel;
  };
}

/**
 * A server that keeps the contract: versions, repeats of the same request, conflicts. What it
 * does next can be told: "lost" does the work and loses the answer, a number answers that
 * status, an object is the answer, a function makes it.
 */
export class FakeServer {
  annotations = new Map();
  requests = [];
  script = [];
  #last = new Map();

  send = async (item) => {
    const request = structuredClone({
      annotation: item.annotation,
      kind: item.kind,
      version: item.version,
      fields: item.fields,
    });
    this.requests.push(request);
    const told = this.script.shift();
    if (typeof told === "function") return told(request);
    if (typeof told === "number") return { status: told, body: null, retryAfter: null };
    if (typeof told === "object") return { body: null, retryAfter: null, ...told };
    const answer = this.#answer(request);
    return told === "lost" ? { status: 0, body: null, retryAfter: null } : answer;
  };

  /** Somebody else, or the same person elsewhere, saves. */
  changeElsewhere(id, changes) {
    const now = this.annotations.get(id);
    this.annotations.set(id, { ...now, ...changes, version: now.version + 1 });
  }

  #answer(request) {
    const { annotation: id, version } = request;
    const now = this.annotations.get(id);
    const same = JSON.stringify(request) === this.#last.get(`${id} ${version}`);
    if (now && same) return { status: 200, body: { annotation: now }, retryAfter: null };
    if (now && version === 0) return { status: 409, body: { annotation: now }, retryAfter: null };
    if ((now?.version ?? 0) !== version) {
      return { status: 412, body: { annotation: now }, retryAfter: null };
    }
    const next = { ...(now ?? { id, removed: false }), version: version + 1 };
    for (const [name, value] of request.fields) next[name] = value;
    if (request.kind !== "save") next.removed = request.kind === "removal";
    this.annotations.set(id, next);
    this.#last.set(`${id} ${version}`, JSON.stringify(request));
    return { status: now ? 200 : 201, body: { annotation: next }, retryAfter: null };
  }
}

/** An outbox on fakes, with the events that it told. */
export async function openOutbox({ server = new FakeServer(), start = true, ...options } = {}) {
  const clock = options.clock ?? new FakeClock();
  const storage = options.storage ?? new MemoryStorage({ durable: true });
  const wakes = new EventTarget();
  const fixed = { user: 1, article: "a", locks: null, channel: null, online: () => true };
  const outbox = await Outbox.open({
    ...fixed,
    send: server.send,
    storage,
    clock,
    wakes,
    ...options,
  });
  const told = [];
  for (const type of ["state", "ack", "conflict", "refused", "mended", "dropped", "trimmed"]) {
    outbox.addEventListener(type, ({ detail }) => told.push({ type, detail }));
  }
  if (start) outbox.start();
  await settled();
  return { outbox, server, clock, storage, wakes, told };
}

/** A save as the store queues it. */
export function save(annotation, base, fields, edit = `${annotation}-${JSON.stringify(fields)}`) {
  return { annotation, base, kind: "save", fields: Object.entries(fields), edits: [edit] };
}

/** The page's data around some annotations, on a text of three blocks. */
export const PARAGRAPHS = [
  "The ferry will stop in May, the mayor said.",
  "Fares have risen by 12 percent since 2019.",
  "“Nobody asked us,” a driver told the paper.",
];

export function model(paragraphs = PARAGRAPHS) {
  let start = 0;
  const blocks = paragraphs.map((text) => {
    const block = { start, text };
    start += [...text].length + 2;
    return block;
  });
  const gaps = ["", ...paragraphs.map((_, i) => (i < paragraphs.length - 1 ? "\n\n" : ""))];
  return new TextModel({ blocks, gaps, language: "en" });
}

export function workspaceData(annotations = []) {
  return {
    me: { id: 7, name: "Ada" },
    article: { id: "a", url: "https://news.example/ferry", language: "en", revision: 1 },
    layer: { reviewer: { id: 7, name: "Ada" }, mine: true, editable: true, state: "started" },
    scheme: {
      version: 1,
      ratings: [
        { id: "supported", label: "Supported", decisive: true, key: 1 },
        { id: "refuted", label: "Refuted", decisive: true, key: 2 },
        { id: "uncheckable", label: "Uncheckable", decisive: false, key: 3 },
      ],
    },
    annotations: annotations.map((one, i) => ({ n: i + 1, ...one })),
  };
}

/** An ANNOTATION as the server writes it. */
export function annotationOf(id, label, start, end, more = {}) {
  const claim = { wording: null, pending: null, verdict: null, verdicts: [], sources: [] };
  return {
    id,
    version: 1,
    label,
    fragments: [{ part: "content", start, end, exact: model().slice(start, end) }],
    note: null,
    author: { id: 7, name: "Ada" },
    created_at: "2026-11-01T10:00:00Z",
    updated_at: "2026-11-01T10:00:00Z",
    removed: false,
    quote: null,
    context: null,
    links: [],
    ...more,
    claim: label === "claim" ? { ...claim, ...more.claim } : null,
  };
}
