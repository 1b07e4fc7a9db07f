import { say } from "../common/announce.js";
import { find, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { jumpTo } from "./jumping.js";

const AROUND = 18;
const MOST_LINES = 200;

/**
 * Characters of the text that cannot be seen, made visible: a small label stands where each is,
 * drawn by the style sheet, so that the text and its offsets stay as they are.
 */
export class HiddenCharacters {
  #note;
  #places;
  #store;
  #painter;
  #isShown = false;

  /**
   * @param {HTMLElement | null} note what opens on them; none where nothing is hidden
   * @param {{start: number, label: string, code: string, name: string}[]} places
   * @param {import("../marks/store.js").Store} store
   * @param {import("./paint.js").Painter} painter
   */
  constructor(note, places, store, painter) {
    this.#note = note;
    this.#places = places;
    this.#store = store;
    this.#painter = painter;
    if (!note) return;
    find(note, "[data-action=show]").addEventListener("click", () => this.toggle());
    note.addEventListener("toggle", () => this.#fill(find(note, "ol")), { once: true });
    note.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-start]");
      if (button) this.#jump(Number(button.dataset.start));
    });
  }

  toggle() {
    if (this.#places.length === 0) {
      say(t("No hidden characters in this text"));
      return;
    }
    this.#isShown = !this.#isShown;
    const button = find(this.#note, "[data-action=show]");
    button.setAttribute("aria-pressed", String(this.#isShown));
    find(button, "span").textContent = this.#isShown ? t("Hide again") : t("Show in the text");
    this.#painter.reveal(this.#isShown ? this.#places : []);
    say(this.#isShown ? t("Hidden characters are shown") : t("Hidden characters are hidden"));
  }

  #fill(list) {
    const lines = this.#places.slice(0, MOST_LINES).map((place) => this.#lineOf(place));
    const left = this.#places.length - lines.length;
    if (left > 0) lines.push(make("li", "soft", t("and {count} more, shown in the text", { count: left })));
    list.replaceChildren(...lines);
  }

  #lineOf({ start, label, code, name }) {
    const { text } = this.#store;
    const block = text.blockAt(start);
    const extent = text.blockExtent(block);
    const words = (from, to) => text.slice(Math.max(extent.start, from), Math.min(extent.end, to)).replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, "");
    const button = make("button", "text-note__place", make("span", "hidden-pill", label));
    button.setAttribute("type", "button");
    button.dataset.start = String(start);
    const context = make("bdi", "", `${words(start - AROUND, start)}⸱${words(start + 1, start + AROUND)}`);
    button.append(make("span", "", [code, name].filter(Boolean).join(" ")), " ", t("paragraph {number}", { number: block + 1 }), ": ", context);
    return make("li", "", button);
  }

  #jump(start) {
    if (!this.#isShown) this.toggle();
    jumpTo(this.#painter, start, start + 1);
  }
}
