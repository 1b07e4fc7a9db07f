/**
 * Much of an open card is folded, or for one kind of mark alone. An element with `data-holds` is
 * empty until it is wanted: what it holds stands in a template of its own.
 */

/**
 * Make what an element holds, where that is still to be made. Then it sends "furnished".
 * @param {HTMLElement} place
 */
export function furnish(place) {
  const { holds } = place.dataset;
  if (!holds) return;
  delete place.dataset.holds;
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(holds));
  place.append(document.importNode(template.content, true));
  place.dispatchEvent(new CustomEvent("furnished", { bubbles: true }));
}

/**
 * The element of this name, wherever in the card it is; where it is still to be made, it is made.
 * @param {HTMLElement} root the editor
 * @param {string} name of a field
 * @returns {any}
 */
export function fieldOf(root, name) {
  const selector = `[data-field="${name}"]`;
  const there = root.querySelector(selector);
  if (there) return there;
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-holds]"))) {
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById(place.dataset.holds ?? ""));
    if (template.content.querySelector(selector)) furnish(place);
  }
  return root.querySelector(selector);
}

/** What is folded is made when somebody opens it. @param {HTMLElement} root the editor */
export function letFoldsOpen(root) {
  // Before it opens, so that nobody sees it empty.
  root.addEventListener("click", ({ target }) => open(/** @type {Element} */ (target).closest("summary")?.parentElement));
  // A browser opens it by itself too.
  root.addEventListener("toggle", ({ target }) => open(target), { capture: true });
}

/** @param {any} details */
function open(details) {
  if (details) furnish(details);
}
