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
