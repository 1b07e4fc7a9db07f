/**
 * Where each margin card goes: the active card exactly beside its words, the later ones pushed
 * down and the earlier ones up, so that none overlap. If the first would leave the top, all move
 * down together.
 * @param {number[]} wants the top that each card would like, in text order, in pixels
 * @param {number[]} heights the height of each card, in pixels
 * @param {number} active index of the active card, -1 when none is
 * @param {number} [gap] space between two cards, in pixels
 * @returns {number[]} the top of each card
 */
export function placeCards(wants, heights, active, gap = 10) {
  if (wants.length === 0) return [];
  const anchor = active >= 0 && active < wants.length ? active : 0;
  const tops = [...wants];
  for (let i = anchor + 1; i < tops.length; i += 1) {
    tops[i] = Math.max(wants[i], tops[i - 1] + heights[i - 1] + gap);
  }
  for (let i = anchor - 1; i >= 0; i -= 1) {
    tops[i] = Math.min(wants[i], tops[i + 1] - heights[i] - gap);
  }
  const missing = Math.max(0, -tops[0]);
  return missing === 0 ? tops : tops.map((top) => top + missing);
}

/**
 * Which of many, whose tops never fall, stand nearest to a place: a stretch of the list. Only few
 * tops are asked for.
 * @template T
 * @param {readonly T[]} all
 * @param {number} place
 * @param {(one: T) => number} topOf
 * @param {{most: number, reach: number}} bounds reach: no further from the place, in pixels
 * @returns {{first: number, last: number, reached: number}} last is not in it; reached: how far
 *     from the place all are in it
 */
export function nearest(all, place, topOf, { most, reach }) {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (topOf(all[middle]) > place) high = middle;
    else low = middle + 1;
  }
  let [first, last] = [low, low];
  while (last - first < most) {
    const above = first > 0 ? place - topOf(all[first - 1]) : Infinity;
    const below = last < all.length ? topOf(all[last]) - place : Infinity;
    if (Math.min(above, below) >= reach) return { first, last, reached: reach };
    if (above < below) first -= 1;
    else last += 1;
  }
  const ends = [place - topOf(all[first]), topOf(all[last - 1]) - place];
  return { first, last, reached: Math.max(...ends) };
}

/**
 * Put the active one to those that are near, in its place in the order; too many lose the last at
 * the other end.
 * @template T
 * @param {T[]} near changed in place
 * @param {T} active
 * @param {boolean} isBefore whether it comes before all of them
 * @param {number} most
 */
export function withActive(near, active, isBefore, most) {
  if (near.length >= most && isBefore) near.pop();
  else if (near.length >= most) near.shift();
  if (isBefore) near.unshift(active);
  else near.push(active);
}
