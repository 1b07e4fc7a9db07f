/**
 * What the punctuation says of a quote. annotator/text/quoting.py does the same on the server and
 * explains it; tests/fixtures/quoting.json holds both to one answer.
 */

/** Each mark that opens, and what may close it. @type {Record<string, string>} */
const CLOSERS = {
  "“": "”\"", "„": "“”\"", "‟": "”\"", '"': '"”', "”": "”",
  "«": "»", "»": "«»", "‹": "›", "›": "‹›",
  "‘": "’'", "‚": "‘’'", "'": "'’",
  "「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄", "〝": "〞〟", "＂": "＂", "״": "״",
};
const EITHER_WAY = "\"”»›'＂״";
const SINGLE = "'‘’‚";
const BEFORE_A_WORD = "([{-–—:=/¿¡";
const AFTER_A_WORD = ".,;:!?)]}";
const REACH = 4000;
const DEEPEST = 8;
const MARKS = new Set(Object.entries(CLOSERS).flatMap(([open, close]) => [open, ...close]));
const WORD = /[\p{L}\p{N}]/u;

/**
 * The likely kind of the quote whose content stands at these places.
 * @param {string} text
 * @param {{start: number, end: number}[]} content in UTF-16 units of the text
 * @returns {"direct" | "indirect" | "mixed" | null} null where a quotation is never closed
 */
export function proposedKind(text, content) {
  const found = { inside: false, outside: false, unclosed: false };
  for (const { start, end } of content) {
    for (const [first, last] of lines(text, start, end)) {
      look(text, { start: Math.max(start, first), end: Math.min(end, last) }, quoted(text, first, last), found);
    }
  }
  if (found.unclosed) return null;
  if (found.inside) return found.outside ? "mixed" : "direct";
  return found.outside ? "indirect" : null;
}

/** Go through the content in one line: up to a pair of marks, then what is between them. */
function look(text, { start, end }, { pairs, unclosed }, found) {
  let here = start;
  for (const [begin, close] of [...pairs, [end, end]]) {
    const gap = Math.min(begin, end);
    found.unclosed ||= hasWords(text, Math.max(here, unclosed), gap);
    found.outside ||= hasWords(text, here, gap);
    found.inside ||= hasWords(text, Math.max(here, begin), Math.min(close, end));
    here = Math.max(here, close);
  }
}

function hasWords(text, start, end) {
  return start < end && WORD.test(text.slice(start, end));
}

function lines(text, start, end) {
  const found = [];
  let first = start > 0 ? text.lastIndexOf("\n", start - 1) + 1 : 0;
  while (first < end) {
    const newline = text.indexOf("\n", first);
    const last = newline < 0 ? text.length : newline;
    found.push([Math.max(first, start - REACH), Math.min(last, end + REACH)]);
    first = last + 1;
  }
  return found;
}

/** The quotations in a line, and where one begins that is never closed (its end if none). */
function quoted(text, first, last) {
  const { pairs, opened } = pairsIn(text, first, last);
  const goesOn = text.slice(last, last + REACH).trimStart()[0];
  const place = opened.find((one) => text[one] === goesOn);
  if (place === undefined) return { pairs, unclosed: opened[0] ?? last };
  return { pairs: [...pairs.filter(([, close]) => close <= place), [place, last]], unclosed: last };
}

/** The outermost pairs of marks in a line, and the places of marks that stay open. */
function pairsIn(text, first, last) {
  const pairs = [];
  let opened = [];
  for (let place = first; place < last; place += 1) {
    if (!MARKS.has(text[place])) continue;
    const opener = closedBy(text, opened, place);
    if (opener >= 0) {
      while (pairs.length > 0 && pairs.at(-1)[0] > opened[opener]) pairs.pop();
      pairs.push([opened[opener], place + 1]);
      opened = opened.slice(0, opener);
    } else if (opened.length < DEEPEST && opens(text, place)) opened.push(place);
  }
  return { pairs, opened: opened.filter((place) => !SINGLE.includes(text[place])) };
}

function opens(text, place) {
  const mark = text[place];
  return mark in CLOSERS && (!EITHER_WAY.includes(mark) || beginsAWord(text, place));
}

/** Which of the open marks the one at this place closes: the innermost that it can, or -1. */
function closedBy(text, opened, place) {
  const mark = text[place];
  if (EITHER_WAY.includes(mark) && beginsAWord(text, place)) return -1;
  if (SINGLE.includes(mark) && WORD.test(String.fromCodePoint(text.codePointAt(place + 1) ?? 32))) return -1;
  return opened.findLastIndex((open) => CLOSERS[text[open]].includes(mark));
}

function beginsAWord(text, place) {
  const before = text[place - 1];
  const after = text[place + 1];
  if (after === undefined || /\s/.test(after)) return false;
  if (AFTER_A_WORD.includes(after) && text.slice(place + 1, place + 3) !== "..") return false;
  return before === undefined || /\s/.test(before) || BEFORE_A_WORD.includes(before) || before in CLOSERS;
}
