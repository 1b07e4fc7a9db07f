/**
 * Move the focus to a message that appeared with the page, so that it is read first.
 * @param {HTMLElement} element
 */
export function start(element) {
  element.focus();
}
