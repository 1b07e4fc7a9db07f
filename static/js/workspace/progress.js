import { find, make } from "../common/dom.js";
import { t } from "../common/i18n.js";

/**
 * Keep the ring and the figures in the top bar at what is checked.
 * @param {HTMLElement} element
 * @param {import("../marks/store.js").Store} store
 */
export function showProgress(element, store) {
  const show = () => {
    const { claims, checked } = store.progress();
    element.hidden = claims === 0;
    const share = claims ? Math.round((100 * checked) / claims) : 0;
    find(element, ".progress-ring__done").setAttribute("stroke-dasharray", `${share} 100`);
    const [before, after = ""] = t("{checked} of {claims} checked", { claims }).split("{checked}");
    find(element, ".checked__text").replaceChildren(before, make("b", "", String(checked)), after);
  };
  store.addEventListener("change", show);
  show();
}
