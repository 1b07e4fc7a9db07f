import assert from "node:assert/strict";
import test from "node:test";

import { setCatalogue } from "../../static/js/common/i18n.js";
import {
  KIND_ICONS,
  KINDS,
  agoWords,
  exactWords,
  kindName,
  missingWords,
  momentWords,
  staleWords,
} from "../../static/js/common/words.js";

function readIn(t, lang) {
  setCatalogue(null, lang);
  t.after(() => setCatalogue(null));
}

test("every kind of mark has a name and an icon", () => {
  assert.deepEqual(KINDS.map(kindName), ["Claim", "Quote", "Context"]);
  assert.deepEqual(Object.keys(KIND_ICONS), KINDS);
  assert.equal(kindName("something new"), "something new");
});

test("names are asked for when they are used, not when the page begins", () => {
  setCatalogue({ Claim: "Behauptung" });
  assert.equal(kindName("claim"), "Behauptung");
  setCatalogue(null);
});

test("every reason for a stale verdict has a sentence of its own, and a new one has some sentence", () => {
  const sentences = ["wording", "evidence", "revision", "a new reason"].map(staleWords);
  assert.equal(new Set(sentences).size, 4);
  assert.ok(sentences.every(Boolean));
});

test("what a choice lacks is told in one sentence", () => {
  assert.match(missingWords(["rationale", "source"]), /reason and a source/);
  assert.match(missingWords(["source", "rationale"]), /reason and a source/);
  assert.match(missingWords(["rationale"]), /give a reason\.$/);
  assert.match(missingWords(["source"]), /other than the article\.$/);
});

test("the pieces of a mark are joined, without who speaks and how it is said", () => {
  const fragments = [
    { part: "content", exact: "the ferry" },
    { part: "speaker", exact: "the mayor" },
    { exact: "will stop" },
  ];
  assert.equal(exactWords({ fragments }), "the ferry … will stop");
});

test("a moment is told in the unit that fits, and never as one to come", (t) => {
  readIn(t, "en");
  t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-03T12:00:00Z") });
  const told = {
    "2026-11-03T12:00:10Z": "this minute",
    "2026-11-03T11:58:00Z": "2 minutes ago",
    "2026-11-03T11:00:00Z": "1 hour ago",
    "2026-11-02T13:00:00Z": "23 hours ago",
    "2026-11-02T12:00:00Z": "yesterday",
    "2026-10-31T12:00:00Z": "3 days ago",
    "2026-11-03T12:05:00Z": "this minute",
  };
  for (const [moment, words] of Object.entries(told)) assert.equal(agoWords(moment), words);
});

test("times are written in the language of the page", (t) => {
  readIn(t, "de");
  assert.match(momentWords("2026-11-03T12:00:00Z"), /^03\.11\.2026, \d\d:00$/);
  assert.match(agoWords(new Date(Date.now() - 120_000).toISOString()), /^vor 2 Minuten$/);
  setCatalogue(null, "ar");
  assert.match(momentWords("2026-11-03T12:00:00Z"), /2026/, "digits are 0 to 9 in every language");
});
