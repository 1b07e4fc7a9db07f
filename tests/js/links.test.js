import assert from "node:assert/strict";
import test from "node:test";

import { hostOf, parseLinks, pathOf } from "../../static/js/common/links.js";

const urlsIn = (text) => parseLinks(text).urls;

test("one link or many are read from what was pasted, each once", () => {
  assert.deepEqual(urlsIn("https://a.example/x"), ["https://a.example/x"]);
  assert.deepEqual(urlsIn("https://a.example/x\n\thttp://b.example/y  https://a.example/x\n"), [
    "https://a.example/x",
    "http://b.example/y",
  ]);
  assert.deepEqual(parseLinks(" \n "), { urls: [], refused: [] });
});

test("an address without its scheme is taken as a secure one", () => {
  assert.deepEqual(urlsIn("stats.example.org/table?id=3#row"), ["https://stats.example.org/table?id=3#row"]);
  assert.deepEqual(urlsIn("stats.example:8080/a"), ["https://stats.example:8080/a"]);
  assert.deepEqual(urlsIn("münchen.example"), ["https://xn--mnchen-3ya.example/"]);
});

test("what stands around an address in a sentence is left behind", () => {
  assert.deepEqual(urlsIn("<https://a.example/x>, (b.example/y); \"c.example\""), [
    "https://a.example/x",
    "https://b.example/y",
    "https://c.example/",
  ]);
});

test("a bracket that an address opens itself belongs to it", () => {
  const url = "https://w.example/wiki/Ferry_(boat)";
  for (const text of [url, `(${url})`, `${url},`, `(see ${url})`]) assert.ok(urlsIn(text).includes(url), text);
  assert.deepEqual(parseLinks(")"), { urls: [], refused: [")"] });
});

test("words are refused by name, and the links among them are still read", () => {
  assert.deepEqual(parseLinks("see https://a.example/x please"), {
    urls: ["https://a.example/x"],
    refused: ["see", "please"],
  });
});

test("only the web is linked to", () => {
  const others = ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/x", "mailto:a@b.example", "file:///etc/passwd"];
  assert.deepEqual(parseLinks(others.join(" ")), { urls: [], refused: others });
});

test("what was added to follow the reader is taken off, and nothing else", () => {
  assert.deepEqual(urlsIn("https://a.example/x?utm_source=n&utm_medium=m&fbclid=1&id=7&gclid=2#part"), [
    "https://a.example/x?id=7#part",
  ]);
  assert.deepEqual(urlsIn("https://a.example/x?utm_source=n"), ["https://a.example/x"]);
  assert.deepEqual(urlsIn("https://a.example/x?q=a%20b&order=utm_source"), [
    "https://a.example/x?q=a%20b&order=utm_source",
  ]);
});

test("a host is told without its www", () => {
  assert.equal(hostOf("https://www.a.example:8080/x"), "a.example:8080");
  assert.equal(hostOf("https://www2.a.example/x"), "www2.a.example");
  assert.equal(hostOf("no address"), "no address");
});

test("two pages of one host are told apart by their path", () => {
  assert.equal(pathOf("https://a.example/events/7?lang=en"), "/events/7?lang=en");
  assert.equal(pathOf("https://a.example/caf%C3%A9"), "/café");
  assert.equal(pathOf("https://a.example/"), "");
  assert.equal(pathOf("https://a.example/%E0%A4%A"), "/%E0%A4%A");
  assert.equal(pathOf("no address"), "");
});
