import { say } from "../common/announce.js";
import { find } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { covering } from "./paint.js";

const HINT_FOR = 1600;

/**
 * Clicks on the marks of the article. Those on one spot go through the marks that cover it, the
 * shortest first, and with Shift the other way round; a hint beside the pointer says how many.
 */
export class Stack {
  #root;
  #store;
  #open;
  #hint;
  #timer = 0;

  /**
   * @param {HTMLElement} root the article
   * @param {import("../marks/store.js").Store} store
   * @param {(id: string) => void} open
   */
  constructor(root, store, open) {
    this.#root = root;
    this.#store = store;
    this.#open = open;
    this.#hint = find(document, "#depth-hint");
  }

  start() {
    this.#root.addEventListener("mousedown", (event) => {
      // Shift with a click would select from the last caret to here.
      if (event.shiftKey && this.#isGoingThrough(event)) event.preventDefault();
    });
    this.#root.addEventListener("click", (event) => this.#clicked(event));
  }

  #clicked(event) {
    const mark = event.target.closest("mark");
    const link = event.target.closest("a");
    const hasSelected = !document.getSelection()?.isCollapsed;
    if (link && (event.ctrlKey || event.metaKey)) return;
    if (link && (mark || hasSelected)) event.preventDefault();
    if (!mark || hasSelected) return;
    const ids = covering(mark, this.#store);
    const step = event.shiftKey && this.#isGoingThrough(event) ? -1 : 1;
    const at = ids.indexOf(this.#store.active ?? "");
    const next = at < 0 ? 0 : (at + step + ids.length) % ids.length;
    this.#open(ids[next]);
    if (ids.length > 1) this.#tell(event, next + 1, ids.length);
  }

  #isGoingThrough(event) {
    const mark = event.target.closest("mark");
    return Boolean(mark && document.getSelection()?.isCollapsed !== false && this.#store.active
      && covering(mark, this.#store).includes(this.#store.active));
  }

  #tell({ clientX, clientY }, position, total) {
    this.#hint.textContent = t("{position} of {total}", { position, total });
    this.#hint.hidden = false;
    const left = Math.min(clientX + 14, document.documentElement.clientWidth - this.#hint.offsetWidth - 8);
    this.#hint.style.translate = `${left}px ${Math.max(4, clientY - 34)}px`;
    say(t("Mark {position} of {total} at this place", { position, total }));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#hint.hidden = true;
    }, HINT_FOR);
  }
}
