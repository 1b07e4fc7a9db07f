import { say } from "../common/announce.js";
import { isTouch } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { partWords } from "../common/relation-words.js";
import { aimOf } from "../marks/aim.js";
import { withBorder } from "../marks/borders.js";
import { contentOf, partsOf, withEdge, withoutPiece, withPiece } from "../marks/fragments.js";

/** What is done to the pieces of the active mark: more words, fewer words, other borders. */
export class Pieces {
  #parts;
  #open;
  #aim;

  /**
   * @param {import("./actions.js").Parts} parts
   * @param {(id: string, options: {scroll: boolean, focus: boolean}) => void} open opens a mark's card
   */
  constructor(parts, open) {
    this.#parts = parts;
    this.#open = open;
    this.#aim = aimOf(parts.store);
  }

  /** From now on the borders of another part of the open quote are moved, or again its own. @param {number} [index] absent: the next one */
  aim(index) {
    const quote = this.#parts.store.activeMark;
    if (!quote) return;
    if (partsOf(quote.fragments).length === 0) {
      say(t("The open mark has no cue and no speaker"));
      return;
    }
    if (index === undefined) this.#aim.chooseNext();
    else this.#aim.choose(index === this.#aim.part ? null : index);
    this.#parts.margin.render();
    say(this.#aimWords(quote));
  }

  #aimWords({ fragments }) {
    const part = this.#aim.part === null ? "content" : partsOf(fragments)[this.#aim.part].part;
    return {
      cue: t("The keys and buttons for borders move the cue"),
      speaker: t("The keys and buttons for borders move the speaker"),
    }[part] ?? t("The keys and buttons for borders move the quote");
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
    const part = this.#aim.at(this.#parts.cursor?.place ?? null);
    const move = (offset) => this.#parts.store.text.wordEdge(offset, direction, { by, edge });
    const fragments = withBorder(annotation.fragments, edge, move, this.#slice, part);
    if (!fragments || !this.#change(annotation, fragments)) say(t("The border can go no further"));
    else if (part !== null) this.#goAlong(partsOf(fragments), partsOf(annotation.fragments)[part], edge);
  }

  /** What was chosen stays chosen, and the cursor stays in the part that is moved because it is in there. */
  #goAlong(parts, before, edge) {
    const kept = edge === "start" ? before.end : before.start;
    const index = parts.findIndex(({ part, start, end }) => part === before.part && start <= kept && kept <= end);
    const { part, start, end } = parts[index];
    const { cursor } = this.#parts;
    const place = cursor?.place ?? null;
    if (this.#aim.part !== null) this.#aim.choose(index);
    else if (place !== null) cursor?.stand(Math.max(start, Math.min(place, end)));
    this.#parts.margin.render();
    say(partWords(part, this.#slice(start, end)));
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
