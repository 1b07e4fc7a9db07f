import assert from "node:assert/strict";
import test from "node:test";

import { countLines, fileName } from "../../static/js/pages/download.js";

test("a file is saved under the name that the server gives it", () => {
  assert.equal(fileName('attachment; filename="ferry-2026.jsonl"'), "ferry-2026.jsonl");
  assert.equal(fileName("attachment; filename=ferry.jsonl; size=3"), "ferry.jsonl");
});

test("without a name, or with one that is a path, there is a plain one", () => {
  assert.equal(fileName(null), "export.jsonl");
  assert.equal(fileName("attachment"), "export.jsonl");
  assert.equal(fileName('attachment; filename="/etc/passwd"'), "export.jsonl");
});

test("lines are counted by their ends", () => {
  const count = (text) => countLines(new TextEncoder().encode(text));
  assert.deepEqual(["", "\n", "a", "a\nb\n", "\n\né\n"].map(count), [0, 1, 0, 2, 3]);
});
