/**
 * Let a selection begin inside a link. Browsers start none there, so while the mouse is down a
 * link of the article is none: its address is back before the click is heard.
 * @param {HTMLElement} root the article
 */
export function letSelectFromLinks(root) {
  let pressed = null;
  const restore = () => {
    pressed?.link.setAttribute("href", pressed.href);
    pressed = null;
  };
  root.addEventListener("pointerdown", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.pointerType !== "mouse" || event.button !== 0 || event.ctrlKey || event.metaKey) return;
    pressed = { link, href: link.getAttribute("href") };
    link.removeAttribute("href");
  });
  for (const type of ["pointerup", "pointercancel", "blur"]) addEventListener(type, restore, true);
}
