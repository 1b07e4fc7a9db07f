/**
 * Move the focus to a message that appeared with the page, so that it is read first. Who is in a
 * field by then is typing there, and stays.
 * @param {HTMLElement} element
 */
export function start(element) {
  const { activeElement } = document;
  if (!activeElement || activeElement === document.body) element.focus();
}
