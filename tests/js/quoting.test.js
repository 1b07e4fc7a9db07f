import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { proposedKind } from "../../static/js/text/quoting.js";

const cases = JSON.parse(readFileSync(new URL("../fixtures/quoting.json", import.meta.url), "utf8"));

for (const { name, text, content, kind } of cases) {
  test(`the punctuation says the same here as on the server: ${name}`, () => {
    const places = content.map((words) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length }));
    assert.equal(proposedKind(text, places), kind);
  });
}
