import { find } from "../common/dom.js";

/**
 * Bring a piece of the article into sight and select it; the keyboard goes on from there.
 * @param {import("./paint.js").Painter} painter
 * @param {number} start in code points
 * @param {number} end
 */
export function jumpTo(painter, start, end) {
  const range = painter.range(start, end);
  range.startContainer.parentElement?.scrollIntoView({ block: "center" });
  find(document, "#article").focus({ preventScroll: true });
  document.getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
}

/**
 * The buttons of a list of places, as the server wrote them, lead there.
 * @param {HTMLElement | null} note
 * @param {import("./paint.js").Painter} painter
 */
export function letPlacesLead(note, painter) {
  note?.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-end]");
    if (button) jumpTo(painter, Number(button.dataset.start), Number(button.dataset.end));
  });
}
