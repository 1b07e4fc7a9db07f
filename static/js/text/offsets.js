/** @typedef {{start: number, end: number}} Extent code points, the end not included */
/** @typedef {{block: HTMLElement, u16: number, cp: number}} Place u16 in the block, cp in the text */
/** @typedef {{blocks: HTMLElement[], starts: Int32Array}} BlockIndex */

const isHigh = (unit) => (unit & 0xfc00) === 0xd800;
const isLow = (unit) => (unit & 0xfc00) === 0xdc00;

/**
 * Code point index of a UTF-16 index. Inside a surrogate pair it is the pair's start.
 * @param {string} s
 * @param {number} i
 * @returns {number}
 */
export function u16ToCp(s, i) {
  const stop = Math.min(i, s.length);
  let hidden = 0;
  for (let k = 1; k < stop; k += 1) {
    if (isLow(s.charCodeAt(k)) && isHigh(s.charCodeAt(k - 1))) hidden += 1;
  }
  const splits =
    stop > 0 && stop < s.length && isLow(s.charCodeAt(stop)) && isHigh(s.charCodeAt(stop - 1));
  return stop - hidden - (splits ? 1 : 0);
}

/**
 * UTF-16 index of a code point index.
 * @param {string} s
 * @param {number} c
 * @returns {number}
 */
export function cpToU16(s, c) {
  let unit = 0;
  for (let left = c; left > 0 && unit < s.length; left -= 1) {
    unit += isHigh(s.charCodeAt(unit)) && isLow(s.charCodeAt(unit + 1)) ? 2 : 1;
  }
  return unit;
}

/**
 * True when some character takes two UTF-16 units, so that the two countings differ.
 * @param {string} s
 * @returns {boolean}
 */
export function hasAstral(s) {
  return /[\ud800-\udbff][\udc00-\udfff]/.test(s);
}

/** Both countings of one text that is asked about again and again: its pairs are looked up once. */
export class Pairs {
  #length;
  /** Where each pair begins, in UTF-16 units. */
  #begins;

  /** @param {string} s */
  constructor(s) {
    this.#length = s.length;
    this.#begins = Array.from(s.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g), ({ index }) => index);
  }

  /** @param {number} u16 @returns {number} as `u16ToCp` has it */
  toCp(u16) {
    const stop = Math.min(u16, this.#length);
    return stop - this.#before((begin) => begin < stop);
  }

  /** @param {number} cp @returns {number} as `cpToU16` has it */
  toU16(cp) {
    const unit = cp + this.#before((begin, pair) => begin - pair < cp);
    return Math.max(0, Math.min(unit, this.#length));
  }

  /** How many pairs pass, where all before one that passes pass too. */
  #before(passes) {
    let [low, high] = [0, this.#begins.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (passes(this.#begins[middle], middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * The blocks of the page in order. Patching what is inside a block keeps it valid.
 * @param {ParentNode} root
 * @returns {BlockIndex}
 */
export function makeIndex(root) {
  const blocks = blocksOf(root);
  return { blocks, starts: Int32Array.from(blocks, startOf) };
}

/**
 * Where a point of the page is in the text. A point between blocks, or outside the article, goes
 * to the nearest block edge: a start to the block behind it, an end to the block before it.
 * @param {ParentNode} root
 * @param {Node} node
 * @param {number} offset
 * @param {boolean} isEnd
 * @returns {Place | null} null when the article has no blocks
 */
export function pointToOffset(root, node, offset, isEnd) {
  const block = enclosingBlock(root, node);
  if (!block) return placeBetween(blocksOf(root), node, offset, isEnd);
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(node, offset);
  const u16 = before.toString().length;
  if (isEnd && u16 === 0) {
    // A triple click ends at the very start of the next block, and means the end of this one.
    const blocks = blocksOf(root);
    const previous = blocks[blocks.indexOf(block) - 1];
    if (previous) return endOf(previous);
  }
  const inside = "a" in block.dataset ? u16ToCp(block.textContent ?? "", u16) : u16;
  return { block, u16, cp: startOf(block) + inside };
}

/**
 * The selected part of the article, as it was selected, not snapped.
 * @param {ParentNode & Node} root
 * @param {Selection | null} [selection]
 * @returns {Extent | null} null when nothing of the article is selected
 */
export function selectionToOffsets(root, selection = document.getSelection()) {
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(root)) return null;
  const start = pointToOffset(root, range.startContainer, range.startOffset, false);
  const end = pointToOffset(root, range.endContainer, range.endOffset, true);
  return start && end && start.cp < end.cp ? { start: start.cp, end: end.cp } : null;
}

/**
 * The point of the page for a code point of the text.
 * @param {BlockIndex} index
 * @param {number} cp
 * @param {boolean} isEnd at a border between two nodes, or two blocks, stay in the first
 * @returns {[Node, number]}
 */
export function offsetToPoint(index, cp, isEnd) {
  const block = index.blocks[blockIndexAt(index.starts, cp, isEnd)];
  const astral = "a" in block.dataset;
  let left = Math.max(0, Math.min(cp - startOf(block), Number(block.dataset.n)));
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    last = /** @type {Text} */ (node);
    const length = astral ? u16ToCp(last.data, last.data.length) : last.data.length;
    if (left < length || (isEnd && left === length)) {
      return [last, astral ? cpToU16(last.data, left) : left];
    }
    left -= length;
  }
  return last ? [last, last.data.length] : [block, 0];
}

/**
 * @param {BlockIndex} index
 * @param {number} start
 * @param {number} end
 * @returns {Range}
 */
export function offsetsToRange(index, start, end) {
  const range = document.createRange();
  range.setStart(...offsetToPoint(index, start, false));
  range.setEnd(...offsetToPoint(index, end, true));
  return range;
}

/** @returns {HTMLElement[]} */
function blocksOf(root) {
  return Array.from(root.querySelectorAll("[data-s]"));
}

function startOf(block) {
  return Number(block.dataset.s);
}

function endOf(block) {
  const u16 = (block.textContent ?? "").length;
  return { block, u16, cp: startOf(block) + Number(block.dataset.n) };
}

function enclosingBlock(root, node) {
  const element = node.nodeType === 1 ? node : node.parentElement;
  const block = element?.closest("[data-s]") ?? null;
  return block && root.contains(block) ? block : null;
}

function placeBetween(blocks, node, offset, isEnd) {
  if (blocks.length === 0) return null;
  const point = document.createRange();
  point.setStart(node, offset);
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (point.comparePoint(blocks[middle], 0) < 0) low = middle + 1;
    else high = middle;
  }
  if (isEnd && low === 0) return { block: blocks[0], u16: 0, cp: startOf(blocks[0]) };
  if (isEnd || low === blocks.length) return endOf(blocks[low - 1]);
  return { block: blocks[low], u16: 0, cp: startOf(blocks[low]) };
}

/** The last block that starts at or before the place; for an end, strictly before it. */
function blockIndexAt(starts, cp, isEnd) {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] < cp || (!isEnd && starts[middle] === cp)) low = middle;
    else high = middle - 1;
  }
  return low;
}
