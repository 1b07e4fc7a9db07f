/**
 * Let the browser do what waits: a key that was pressed meanwhile is heard, and a frame is drawn.
 * @returns {Promise<void>} kept in a later task
 */
export function nextTurn() {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
