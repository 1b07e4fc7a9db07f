/**
 * Finding a command by what somebody types: any of its words in any order, from their beginnings,
 * their middles or by initials.
 */

/**
 * @param {string} text
 * @returns {string} without case and diacritics
 */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * How well a text fits what was typed.
 * @param {string} typed
 * @param {string} text
 * @returns {number} 0 where it does not fit; more is better
 */
export function fit(typed, text) {
  const wanted = folded(typed).split(/\s+/u).filter(Boolean);
  const inside = folded(text);
  const words = inside.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const whole = wanted.reduce((sum, part) => sum === null ? null : added(sum, fitOfPart(part, inside, words)), /** @type {number | null} */ (1));
  if (whole !== null) return inside.startsWith(wanted.join(" ")) ? whole + 10 : whole;
  return isInitials(wanted.join(""), words) ? 1 : 0;
}

/**
 * The entries that fit, the best first; where nothing was typed, those used last come first.
 * @template {{id: string, name: string}} Entry
 * @param {string} typed
 * @param {Entry[]} entries
 * @param {string[]} recent ids, the last one used first
 * @returns {Entry[]}
 */
export function matching(typed, entries, recent) {
  const place = (id) => recent.includes(id) ? recent.length - recent.indexOf(id) : 0;
  const scored = entries.map((entry, index) => ({ entry, index, score: typed.trim() ? fit(typed, entry.name) : 1 }));
  return scored
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || place(other.entry.id) - place(one.entry.id) || one.index - other.index)
    .map(({ entry }) => entry);
}

function fitOfPart(part, inside, words) {
  if (words.some((word) => word === part)) return 4;
  if (words.some((word) => word.startsWith(part))) return 3;
  if (inside.includes(part)) return 2;
  return null;
}

function added(sum, score) {
  return score === null ? null : sum + score;
}

/** Whether the letters are the beginnings of the words, in order; words may be left out. */
function isInitials(letters, words) {
  if (letters.length < 2) return false;
  let rest = letters;
  for (const word of words) {
    if (rest && word.startsWith(rest[0])) rest = rest.slice(1);
  }
  return rest === "";
}
