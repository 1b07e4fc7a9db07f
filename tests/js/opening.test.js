import assert from "node:assert/strict";
import test from "node:test";

import { setToken } from "../../static/js/common/api.js";
import { tellOpening } from "../../static/js/workspace/opening.js";

/** A server that answers as told, and what it and the waiting were asked. */
function server(...statuses) {
  const [tokens, waits] = [[], []];
  const fetch = async (url, { body }) => {
    if (url === "/csrf-token") return Response.json({ token: "new", user: 7 });
    tokens.push(body.get("csrf_token"));
    const status = statuses.shift() ?? 200;
    if (status === 0) throw new TypeError("Failed to fetch");
    return Response.json({}, { status });
  };
  const clock = { now: () => 0, random: () => 0.5 };
  const wait = async (milliseconds) => waits.push(milliseconds);
  setToken("old");
  return { options: { fetch, clock, wait }, tokens, waits };
}

test("an opening that arrives is told once", async () => {
  const { options, tokens, waits } = server(200);
  await tellOpening("/opening", 7, options);
  assert.deepEqual([tokens, waits], [["old"], []]);
});

test("an opening is told again after longer and longer waits, but not for ever", async () => {
  const { options, tokens, waits } = server(0, 503, 0, 500, 0, 0, 0);
  await tellOpening("/opening", 7, options);
  assert.equal(tokens.length, 5);
  assert.deepEqual(waits, [1_500, 3_000, 6_000, 12_000]);
});

test("an old token is replaced once", async () => {
  const { options, tokens } = server(400, 0, 200);
  await tellOpening("/opening", 7, options);
  assert.deepEqual(tokens, ["old", "new", "new"]);
});

test("a refusal is the end of it", async () => {
  for (const status of [401, 404, 422]) {
    const { options, tokens } = server(status);
    await tellOpening("/opening", 7, options);
    assert.equal(tokens.length, 1);
  }
});
