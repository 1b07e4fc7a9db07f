import { say } from "../common/announce.js";
import { isTouch } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { withBorder } from "../marks/borders.js";
import { contentOf, withEdge, withoutPiece, withPiece } from "../marks/fragments.js";

/** What is done to the pieces of the active mark: more words, fewer words, other borders. */
export class Pieces {
  #parts;
  #open;

  /**
   * @param {import("./actions.js").Parts} parts
   * @param {(id: string, options: {scroll: boolean, focus: boolean}) => void} open opens a mark's card
   */
  constructor(parts, open) {
    this.#parts = parts;
    this.#open = open;
  }

  /**
   * The selected words become a further piece.
   * @param {{start: number, end: number} | null} [extent] other words than the selected ones
   */
  add(extent = this.#parts.selector?.draft ?? null) {
    const annotation = this.#parts.store.activeMark;
    const { selector, cursor } = this.#parts;
    if (!extent) return;
    if (!annotation) {
      say(t("Open the mark first that these words belong to"));
      return;
    }
    selector?.clear();
    const fragments = withPiece(annotation.fragments, extent, this.#slice);
    if (!this.#change(annotation, fragments)) say(t("The mark holds these words already"));
    else say(t("Words added. Pieces of the mark: {count}", { count: contentOf(fragments).length }));
    if (cursor?.isOn) cursor.stand(extent.end);
    this.#open(annotation.id, { scroll: false, focus: !cursor?.isOn && !isTouch() });
  }

  /** @param {number} index of the piece that is taken away, among those that hold the mark's words */
  remove(index) {
    const annotation = this.#parts.store.activeMark;
    const fragments = annotation && withoutPiece(annotation.fragments, index);
    if (!fragments || !this.#change(annotation, fragments)) return;
    say(t("Piece taken away. Pieces of the mark: {count}", { count: contentOf(fragments).length }));
    this.#parts.margin.element(annotation.id)?.focus({ preventScroll: true });
  }

  /**
   * @param {"start" | "end"} edge
   * @param {-1 | 1} direction
   * @param {"word" | "character"} by
   */
  nudge(edge, direction, by) {
    const annotation = this.#parts.store.activeMark;
    if (!annotation) return;
    const move = (offset) => this.#parts.store.text.wordEdge(offset, direction, { by, edge });
    const fragments = withBorder(annotation.fragments, edge, move, this.#slice);
    if (!fragments || !this.#change(annotation, fragments)) say(t("The border can go no further"));
  }

  /**
   * Put a border where it was dragged to.
   * @param {{index: number, edge: "start" | "end"}} border
   * @param {number} offset
   */
  drop(border, offset) {
    const annotation = this.#parts.store.activeMark;
    const fragments = annotation && withEdge(annotation.fragments, border, offset, this.#slice);
    if (fragments && this.#change(annotation, fragments)) {
      say(border.edge === "start" ? t("Start moved") : t("End moved"));
    }
  }

  #slice = (start, end) => this.#parts.store.text.slice(start, end);

  #change({ id }, fragments) {
    return this.#parts.store.change(id, { fragments });
  }
}
