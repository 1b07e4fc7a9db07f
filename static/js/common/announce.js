/**
 * Say something to those who do not see the page change. The region is emptied first, so
 * that the same words said twice are heard twice.
 * @param {string} words
 */
export function say(words) {
  const live = document.getElementById("live");
  if (!live) return;
  live.textContent = "";
  setTimeout(() => {
    live.textContent = words;
  }, 30);
}
