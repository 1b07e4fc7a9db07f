import { say } from "../common/announce.js";
import { t } from "../common/i18n.js";
import { withBorder } from "../marks/borders.js";
import { contentOf, withEdge, withoutPiece, withPiece } from "../marks/fragments.js";

/** What is done to the pieces of a mark: more words, fewer words, other borders. */
export class Pieces {
  #store;

  /** @param {import("../marks/store.js").Store} store */
  constructor(store) {
    this.#store = store;
  }

  /**
   * @param {any} annotation
   * @param {{start: number, end: number}} extent
   */
  add(annotation, extent) {
    const fragments = withPiece(annotation.fragments, extent, this.#slice);
    if (!this.#change(annotation, fragments)) say(t("The mark holds these words already"));
    else say(t("Words added. Pieces of the mark: {count}", { count: contentOf(fragments).length }));
  }

  /**
   * @param {any} annotation
   * @param {number} index among the pieces that hold its words
   * @returns {boolean} false where nothing is left but this piece
   */
  remove(annotation, index) {
    const fragments = withoutPiece(annotation.fragments, index);
    if (!fragments || !this.#change(annotation, fragments)) return false;
    say(t("Piece taken away. Pieces of the mark: {count}", { count: contentOf(fragments).length }));
    return true;
  }

  /**
   * @param {any} annotation
   * @param {"start" | "end"} edge
   * @param {-1 | 1} direction
   * @param {"word" | "character"} by
   */
  nudge(annotation, edge, direction, by) {
    const move = (offset) => this.#store.text.wordEdge(offset, direction, { by, edge });
    const fragments = withBorder(annotation.fragments, edge, move, this.#slice);
    if (!fragments || !this.#change(annotation, fragments)) say(t("The border can go no further"));
  }

  /**
   * Put a border where it was dragged to.
   * @param {any} annotation
   * @param {{index: number, edge: "start" | "end"}} border
   * @param {number} offset
   */
  drop(annotation, border, offset) {
    const fragments = withEdge(annotation.fragments, border, offset, this.#slice);
    if (fragments && this.#change(annotation, fragments)) {
      say(border.edge === "start" ? t("Start moved") : t("End moved"));
    }
  }

  #slice = (start, end) => this.#store.text.slice(start, end);

  #change({ id }, fragments) {
    return this.#store.change(id, { fragments });
  }
}
