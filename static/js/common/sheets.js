/**
 * Put a stylesheet beside those that the page came with.
 * @param {string} name of a file in static/css
 * @returns {Promise<void>} kept once its rules hold; broken where it cannot be had
 */
export function withSheet(name) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(`../../css/${name}`, import.meta.url).href;
  return new Promise((resolve, reject) => {
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => reject(new Error(`${name} cannot be had`)));
    document.head.append(link);
  });
}
