import assert from "node:assert/strict";
import { test } from "node:test";
import { TextFiles } from "../../static/js/common/text-files.js";

const encoder = new TextEncoder();

/** A file as it stands in an archive. */
function file(name, body) {
  const bytes = encoder.encode(name);
  const head = new Uint8Array(30);
  head.set([0x50, 0x4b, 0x03, 0x04]);
  head[26] = bytes.length;
  return [...head, ...bytes, ...encoder.encode(body)];
}

test("texts are counted wherever the pieces of an archive are parted", () => {
  const whole = Uint8Array.from([...file("a/b.txt", "PK is no head"), ...file("a/b_rosa.ann", "P"), ...file("c.txt", "PK\u0003")]);
  for (let size = 1; size <= whole.length; size += 1) {
    const files = new TextFiles();
    let count = 0;
    for (let at = 0; at < whole.length; at += size) count += files.add(whole.subarray(at, at + size));
    assert.equal(count, 2, `pieces of ${size}`);
  }
});
