const HEAD = 30;
const NAME_LENGTH = 26;
const SIGN = [0x50, 0x4b, 0x03, 0x04];
const ENDING = ".txt";

/** Counts the texts in an archive (ZIP) while it comes, by the head that stands before each file. */
export class TextFiles {
  #rest = new Uint8Array();

  /**
   * @param {Uint8Array} bytes that came next
   * @returns {number} how many texts begin in them
   */
  add(bytes) {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    let count = 0;
    let at = 0;
    for (;;) {
      const head = nextHead(all, at);
      const end = endOfName(all, head);
      if (end > all.length) {
        this.#rest = all.slice(head);
        return count;
      }
      if (String.fromCodePoint(...all.subarray(end - ENDING.length, end)) === ENDING) count += 1;
      at = end;
    }
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} from
 * @returns {number} where a head begins, or where one may begin that has not come whole
 */
function nextHead(bytes, from) {
  for (let at = bytes.indexOf(SIGN[0], from); at >= 0; at = bytes.indexOf(SIGN[0], at + 1)) {
    if (SIGN.every((byte, index) => at + index >= bytes.length || bytes[at + index] === byte)) return at;
  }
  return bytes.length;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} head
 */
function endOfName(bytes, head) {
  if (head + HEAD > bytes.length) return head + HEAD;
  return head + HEAD + bytes[head + NAME_LENGTH] + 256 * bytes[head + NAME_LENGTH + 1];
}
