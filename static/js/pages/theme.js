import { post } from "../common/api.js";
import { say } from "../common/announce.js";

/**
 * The light and dark switch: changes this page at once and the account behind it.
 * @param {HTMLElement} button with data-url, data-token, data-said-light, data-said-dark
 */
export function start(button) {
  const root = document.documentElement;
  button.addEventListener("click", () => {
    const theme = isDark(root.dataset.theme) ? "light" : "dark";
    root.dataset.theme = theme;
    const { url, token, saidLight, saidDark } = button.dataset;
    say((theme === "dark" ? saidDark : saidLight) ?? "");
    document.dispatchEvent(new CustomEvent("theme"));
    post(url ?? "", { theme }, { token });
  });
}

/** @param {string | undefined} theme */
function isDark(theme) {
  if (theme === "dark" || theme === "light") return theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}
