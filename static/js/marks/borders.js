/**
 * The pieces of a mark with its first or last border in the text moved.
 * @param {{part: string, start: number, end: number, exact?: string}[]} fragments
 * @param {"start" | "end"} edge
 * @param {(offset: number) => number} move
 * @returns {{part: string, start: number, end: number}[] | null} null where nothing would be left,
 *     and for a mark that has no words of the text
 */
export function withBorder(fragments, edge, move) {
  const moved = fragments.map(({ exact: _exact, ...extent }) => extent);
  const content = moved.filter(({ part }) => part === "content");
  const last = edge === "start" ? content.at(0) : content.at(-1);
  if (!last) return null;
  last[edge] = move(last[edge]);
  return last.start < last.end ? moved : null;
}
