import { make } from "../common/dom.js";

/** @typedef {import("../text/segments.js").Piece} Piece */

const HIDDEN = "hidden:";
const STYLE_TAGS = { strong: "strong", emphasis: "em" };

/**
 * The content of one block, as templates/workspace/_article_text.html writes it: flat marks, with
 * the article's strong and emphasised words inside them and its links around them.
 * @param {Piece[]} pieces
 * @param {(piece: Piece) => string} wordsOf
 * @param {(mark: HTMLElement) => HTMLElement} finish what is done to every mark
 * @returns {(Node | string)[]}
 */
export function contentOf(pieces, wordsOf, finish) {
  const nodes = [];
  let link = null;
  for (const piece of pieces) {
    const words = wordsOf(piece);
    const node = piece.ids.length === 0 ? styled(piece, words) : finish(markOf(piece, words));
    if (link?.href !== piece.href) link = piece.href ? { href: piece.href, element: linkTo(piece.href) } : null;
    if (!link) nodes.push(node);
    else {
      if (!link.element.hasChildNodes()) nodes.push(link.element);
      link.element.append(node);
    }
  }
  return nodes;
}

function markOf(piece, words) {
  const mark = document.createElement("mark");
  mark.dataset.t = piece.tint ?? "";
  mark.dataset.ids = piece.ids.join(" ");
  if (piece.part && piece.part !== "content") mark.dataset.part = piece.part;
  for (const [lane, label] of Object.entries(piece.lanes)) mark.setAttribute(`data-l${lane}`, label);
  mark.append(styled(piece, words));
  return mark;
}

/** @returns {Node} */
function styled({ styles }, words) {
  const text = document.createTextNode(words);
  return styles.reduceRight(wrapped, /** @type {Node} */ (text));
}

/** A character that cannot be seen gets a label, which the style sheet draws. */
function wrapped(inside, style) {
  if (!style.startsWith(HIDDEN)) return make(STYLE_TAGS[style], "", inside);
  const element = make("i", "hidden-character", inside);
  element.dataset.label = style.slice(HIDDEN.length);
  return element;
}

function linkTo(href) {
  const link = /** @type {HTMLAnchorElement} */ (make("a"));
  Object.assign(link, { href, target: "_blank", rel: "noopener noreferrer", draggable: false });
  return link;
}
