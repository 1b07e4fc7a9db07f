import assert from "node:assert/strict";
import { test } from "node:test";
import { matching, namesIn, typedName } from "../../static/js/cards/mentions.js";
import { countWords } from "../../static/js/pages/bell.js";

const PEOPLE = [{ name: "Lea Lindqvist" }, { name: "Olga van Leeuwen" }, { name: "Émile Zola" }];

test("a name is being typed after an @ that begins a word", () => {
  assert.equal(typedName("@"), "");
  assert.equal(typedName("See this, @Lea L"), "Lea L");
  assert.equal(typedName("line\n@Le"), "Le");
  assert.equal(typedName("mail@example"), null);
  assert.equal(typedName("no name"), null);
});

test("people are found by how a word of their name begins", () => {
  const names = (typed) => matching(PEOPLE, typed).map(({ name }) => name);
  assert.deepEqual(names("le"), ["Lea Lindqvist", "Olga van Leeuwen"]);
  assert.deepEqual(names("ÉM"), ["Émile Zola"]);
  assert.deepEqual(names("qvist"), []);
  assert.equal(names("").length, 3);
});

test("names are told apart in a text, the longest that fits and only where a word ends", () => {
  const people = [{ name: "Ann Lee" }, { name: "Ann Leeson" }, { name: "Ann Lee (r3)" }, { name: "ليلى حداد" }];
  const named = (text) => namesIn(text, people).flatMap(({ person }) => (person ? [person.name] : []));
  assert.deepEqual(named("@Ann Leeson, and @Ann Lee."), ["Ann Leeson", "Ann Lee"]);
  assert.deepEqual(named("@Ann Lee (r3)?"), ["Ann Lee (r3)"]);
  assert.deepEqual(named("@Ann Leesons"), []);
  assert.deepEqual(named("انظر @ليلى حداد، رجاءً"), ["ليلى حداد"]);
  assert.deepEqual(named("@ann lee"), []);
  assert.equal(namesIn("a @Ann Lee b", people).map(({ words }) => words).join(""), "a @Ann Lee b");
});

test("a count says no more than a page holds", () => {
  assert.equal(countWords(3), "3");
  assert.equal(countWords(51), "50+");
});
