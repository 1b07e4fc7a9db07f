import assert from "node:assert/strict";
import test from "node:test";

import { values } from "../../static/js/common/ndjson.js";

const LINES = '{"read":1}\n\n{"said":"Fähre 🚢"}\n{"done":true}\n';
const WANTED = [{ read: 1 }, { said: "Fähre 🚢" }, { done: true }];

function streamOf(...chunks) {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function read(...chunks) {
  const found = [];
  for await (const value of values(streamOf(...chunks))) found.push(value);
  return found;
}

test("an answer is read line by line, empty lines passed over", async () => {
  assert.deepEqual(await read(new TextEncoder().encode(LINES)), WANTED);
  assert.deepEqual(await read(), []);
});

test("it may be cut anywhere, even inside a letter", async () => {
  const bytes = new TextEncoder().encode(LINES);
  for (let at = 0; at <= bytes.length; at += 1) {
    assert.deepEqual(await read(bytes.slice(0, at), bytes.slice(at)), WANTED);
  }
  assert.deepEqual(await read(...[...bytes].map((byte) => Uint8Array.of(byte))), WANTED);
});

test("a line without its end is no line: the connection broke off there", async () => {
  assert.deepEqual(await read(new TextEncoder().encode('{"read":1}\n{"done":tr')), [{ read: 1 }]);
});

test("a value is there as soon as its line is whole", async () => {
  let send;
  const stream = new ReadableStream({ start: (controller) => (send = controller) });
  const reading = values(stream);
  send.enqueue(new TextEncoder().encode('{"read":1}\n{"re'));
  assert.deepEqual((await reading.next()).value, { read: 1 });
  await reading.return();
  assert.equal(stream.locked, false);
});
