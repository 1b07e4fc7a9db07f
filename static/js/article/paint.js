import { contentOf } from "./pieces.js";
import { cut } from "../text/segments.js";
import { makeIndex, offsetsToRange, selectionToOffsets } from "../text/text.js";

/** Paints marks into the article: whole blocks when they change, classes when they only light up. */
export class Painter {
  #root;
  #store;
  #index;
  #inline = new Map();
  #revealed = new Set();
  #painted = new Map();
  #tied = new Set();
  #hovered = null;
  /** The elements that carry the classes of the active mark, and those of the hovered one. */
  #lit = [];
  #underPointer = [];

  /**
   * @param {HTMLElement} root the article
   * @param {import("../marks/store.js").Store} store
   */
  constructor(root, store) {
    this.#root = root;
    this.#store = store;
    this.#index = makeIndex(root);
    this.#keepInline(store.inline);
    store.addEventListener("change", (event) => this.#patch(event.detail.blocks));
    store.addEventListener("active", () => this.light());
    root.addEventListener("pointerover", (event) => this.#hover(event.target.closest("mark")));
    root.addEventListener("pointerleave", () => this.#hover(null));
  }

  get index() {
    return this.#index;
  }

  /** @param {number} block @returns {HTMLElement} */
  block(block) {
    return this.#index.blocks[block];
  }

  /** The pieces of one mark, in text order. @param {string} id @returns {HTMLElement[]} */
  marksOf(id) {
    const annotation = this.#store.get(id);
    if (!annotation) return [];
    const selector = `mark[data-ids~="${annotation.n}"]`;
    return this.#store.blocksOf(id).flatMap((block) => [...this.block(block).querySelectorAll(selector)]);
  }

  /** @param {string} id @returns {HTMLElement | null} */
  firstMark(id) {
    const annotation = this.#store.get(id);
    const [block] = annotation ? this.#store.blocksOf(id) : [];
    return block === undefined ? null : this.block(block).querySelector(`mark[data-ids~="${annotation.n}"]`);
  }

  /** @param {number} start @param {number} end @returns {Range} */
  range(start, end) {
    return offsetsToRange(this.#index, start, end);
  }

  /** Show which mark is the active one. */
  light() {
    for (const mark of this.#lit) {
      mark.classList.remove("on", "on--claim", "on--quote", "on--context", "first", "last");
    }
    this.#lit = [];
    const { active } = this.#store;
    const annotation = active && this.#store.get(active);
    if (!annotation || annotation.removed) return;
    const marks = this.marksOf(active);
    this.#lit = marks;
    for (const mark of marks) mark.classList.add("on", `on--${annotation.label}`);
    for (const { part, start, end } of annotation.fragments) {
      if (part === "content") this.#bound(start, end);
    }
  }

  /** The bars at both ends of a piece of the active mark. */
  #bound(start, end) {
    const range = this.range(start, end);
    range.startContainer.parentElement?.closest("mark")?.classList.add("first");
    range.endContainer.parentElement?.closest("mark")?.classList.add("last");
  }

  /** Paint the blocks of these marks, which the server did not know. @param {{id: string}[]} marks */
  repaintAll(marks) {
    this.#patch([...new Set(marks.flatMap(({ id }) => this.#store.blocksOf(id)))]);
  }

  /**
   * A mark may point only to cards that are in the page.
   * @param {Set<number>} numbers of the marks that have a card there
   */
  tie(numbers) {
    const before = this.#tied;
    this.#tied = numbers;
    for (const n of before.symmetricDifference(numbers)) {
      const annotation = this.#store.byNumber(n);
      if (annotation) for (const mark of this.marksOf(annotation.id)) this.#tieOne(mark);
    }
  }

  /** Put a block back as the model has it. @param {number} block */
  repaint(block) {
    this.#write(block, this.#cut(block));
  }

  #write(block, pieces) {
    this.#painted.set(block, JSON.stringify(pieces));
    const wordsOf = (piece) => this.#store.text.slice(piece.start, piece.end);
    this.block(block).replaceChildren(...contentOf(pieces, wordsOf, (mark) => this.#tieOne(mark)));
  }

  /** A live selection would be lost with the nodes it stands in, so it is kept as offsets. */
  #patch(all) {
    const cuts = [...all].map((block) => ({ block, pieces: this.#cut(block) }));
    const changed = cuts.filter(({ block, pieces }) => !this.#isPainted(block, pieces));
    const selection = document.getSelection();
    const touched = changed.some(({ block }) => selection?.rangeCount && selection.containsNode(this.block(block), true));
    const kept = touched ? selectionToOffsets(this.#root, selection) : null;
    for (const { block, pieces } of changed) this.#write(block, pieces);
    if (kept && selection) {
      const range = this.range(kept.start, kept.end);
      selection.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    }
    this.light();
  }

  /** An acknowledged save changes nothing that is painted, and must not disturb a selection. */
  #isPainted(block, pieces) {
    const painted = this.#painted.get(block);
    return painted !== undefined && painted === JSON.stringify(pieces);
  }

  #cut(block) {
    const { text } = this.#store;
    const given = { start: this.#index.starts[block], text: text.blockText(block), inline: this.#inline.get(block) };
    return cut(given, this.#store.spansIn(block));
  }

  /**
   * Show where characters are that cannot be seen; of no places, none are shown any more.
   * @param {{start: number, label: string}[]} places
   */
  reveal(places) {
    const { text, inline } = this.#store;
    const shown = places.map(({ start, label }) => ({ kind: `hidden:${label}`, start, end: start + 1, href: null }));
    const before = this.#revealed;
    this.#revealed = new Set(places.map(({ start }) => text.blockAt(start)));
    this.#inline.clear();
    this.#keepInline([...inline, ...shown]);
    this.#patch([...before.union(this.#revealed)]);
  }

  /** The article's own formatting, by the blocks that it lies in. */
  #keepInline(inline) {
    const { text } = this.#store;
    for (const one of inline) {
      const last = text.blockAt(one.end - 1);
      for (let block = text.blockAt(one.start); block >= 0 && block <= last; block += 1) {
        if (!this.#inline.has(block)) this.#inline.set(block, []);
        this.#inline.get(block).push(one);
      }
    }
  }

  #tieOne(mark) {
    const here = mark.dataset.ids.split(" ").filter((n) => this.#tied.has(Number(n)));
    if (here.length > 0) mark.setAttribute("aria-details", here.map((n) => `c${n}`).join(" "));
    else mark.removeAttribute("aria-details");
    return mark;
  }

  #hover(mark) {
    const innermost = mark ? innermostOf(mark, this.#store) : null;
    if (innermost === this.#hovered) return;
    for (const lit of this.#underPointer) lit.classList.remove("hover");
    this.#hovered = innermost;
    this.#underPointer = innermost ? this.marksOf(innermost) : [];
    for (const piece of this.#underPointer) piece.classList.add("hover");
  }
}

/**
 * The marks that cover a piece, shortest first.
 * @param {HTMLElement} mark
 * @param {import("../marks/store.js").Store} store
 * @returns {string[]} UUIDs
 */
export function covering(mark, store) {
  const found = (mark.dataset.ids ?? "").split(" ").map((n) => store.byNumber(Number(n)));
  const length = (annotation) =>
    annotation.fragments.reduce((sum, fragment) => sum + fragment.end - fragment.start, 0);
  return found.filter(Boolean).sort((a, b) => length(a) - length(b)).map((annotation) => annotation.id);
}

function innermostOf(mark, store) {
  return covering(mark, store)[0] ?? null;
}
