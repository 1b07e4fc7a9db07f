/**
 * One key takes the next article, wherever nobody is typing.
 * @param {HTMLElement} form
 */
export function start(form) {
  document.addEventListener("keydown", (event) => {
    if (!isMeant(event)) return;
    event.preventDefault();
    /** @type {HTMLFormElement} */ (form).requestSubmit();
  });
}

/** @param {KeyboardEvent} event */
function isMeant({ key, altKey, ctrlKey, metaKey, shiftKey, repeat, target }) {
  if (key !== "n" || altKey || ctrlKey || metaKey || shiftKey || repeat) return false;
  return !(target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog"));
}
