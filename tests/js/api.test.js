import assert from "node:assert/strict";
import test from "node:test";

import { annotationSender, get, post, postAs, refreshToken, setToken } from "../../static/js/common/api.js";

function answering(body, { status = 200, headers = {} } = {}) {
  const calls = [];
  const fetch = async (url, init) => {
    calls.push({ url, ...init });
    return new Response(typeof body === "string" ? body : JSON.stringify(body), {
      status,
      headers,
    });
  };
  return { fetch, calls };
}

test("a post carries its fields in order, the token, and asks for JSON", async () => {
  const { fetch, calls } = answering({ ok: true });
  const fields = [
    ["version", 0],
    ["fragments-0-exact", "a & b\n😀"],
    ["note", ""],
  ];
  const answer = await post("/x", fields, { token: "t1", fetch });
  assert.deepEqual(answer, { status: 200, body: { ok: true }, retryAfter: null });
  const [call] = calls;
  assert.equal(call.method, "POST");
  assert.equal(call.credentials, "same-origin");
  assert.equal(call.headers.Accept, "application/json");
  assert.deepEqual(
    [...call.body],
    [
      ["version", "0"],
      ["fragments-0-exact", "a & b\n😀"],
      ["note", ""],
      ["csrf_token", "t1"],
    ],
  );
});

test("a post takes an object of fields and the page's token too", async () => {
  const { fetch, calls } = answering({});
  setToken("page");
  await post("/x", { theme: "dark" }, { fetch });
  assert.equal(String(calls[0].body), "theme=dark&csrf_token=page");
});

test("an error answer keeps its body and says how long to wait", async () => {
  const { fetch } = answering(
    { error: { status: 503 } },
    { status: 503, headers: { "Retry-After": "7" } },
  );
  assert.deepEqual(await post("/x", [], { fetch }), {
    status: 503,
    body: { error: { status: 503 } },
    retryAfter: 7,
  });
});

test("a waiting time that is a date or nonsense is none", async () => {
  for (const header of ["Wed, 21 Oct 2026 07:28:00 GMT", "", "-3"]) {
    const { fetch } = answering({}, { status: 429, headers: { "Retry-After": header } });
    assert.equal((await get("/x", { fetch })).retryAfter, null);
  }
});

test("an answer that is no JSON has no body", async () => {
  const { fetch } = answering("<html>", { status: 502 });
  assert.deepEqual(await get("/x", { fetch }), { status: 502, body: null, retryAfter: null });
});

test("a network failure is status 0", async () => {
  const fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  assert.deepEqual(await get("/x", { fetch }), { status: 0, body: null, retryAfter: null });
});

test("an answer that does not come in time is status 0", async () => {
  const fetch = (url, { signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  assert.equal((await get("/x", { fetch, timeout: 5 })).status, 0);
});

test("an answer cut off half way is status 0", async () => {
  const fetch = async () => {
    return {
      status: 200,
      headers: new Headers(),
      text: () => Promise.reject(new TypeError("terminated")),
    };
  };
  assert.equal((await get("/x", { fetch })).status, 0);
});

test("a fresh token is used from then on", async () => {
  const { fetch, calls } = answering({ token: "new", user: 7 });
  assert.deepEqual(await refreshToken("/csrf-token", { fetch }), { token: "new", user: 7 });
  await post("/x", [], { fetch });
  assert.equal(String(calls[1].body), "csrf_token=new");
});

test("a token that does not come leaves the old one", async () => {
  const { fetch, calls } = answering("", { status: 500 });
  setToken("old");
  assert.equal(await refreshToken("/csrf-token", { fetch }), null);
  await post("/x", [], { fetch });
  assert.equal(String(calls[1].body), "csrf_token=old");
});

test("each kind of change goes to its own address with its version", async () => {
  const { fetch, calls } = answering({});
  const send = annotationSender("/projects/p/articles/a/annotations", { fetch });
  await send({ annotation: "u", kind: "save", version: 2, fields: [["note", "n"]] });
  await send({ annotation: "u", kind: "removal", version: 3, fields: [] });
  assert.equal(calls[0].url, "/projects/p/articles/a/annotations/u");
  assert.match(String(calls[0].body), /^version=2&note=n&/);
  assert.equal(calls[1].url, "/projects/p/articles/a/annotations/u/removal");
  assert.match(String(calls[1].body), /^version=3&/);
});

/** A server whose page token is old, and who is signed in there now. */
function outdated(user) {
  const tokens = [];
  const fetch = async (url, { body }) => {
    if (url === "/tokens") return Response.json({ token: "new", user });
    tokens.push(body.get("csrf_token"));
    return Response.json({}, { status: body.get("csrf_token") === "new" ? 200 : 400 });
  };
  setToken("old");
  return { fetch, tokens };
}

test("a form with an old token goes once more with a fresh one", async () => {
  const { fetch, tokens } = outdated(7);
  assert.equal((await postAs("/x", {}, 7, { csrf: "/tokens", fetch })).status, 200);
  assert.deepEqual(tokens, ["old", "new"]);
});

test("a form does not go in the name of somebody else who signed in", async () => {
  const { fetch, tokens } = outdated(8);
  assert.equal((await postAs("/x", {}, 7, { csrf: "/tokens", fetch })).status, 401);
  assert.deepEqual(tokens, ["old"]);
});
