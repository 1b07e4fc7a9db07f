import { say } from "../common/announce.js";
import { find, icon } from "../common/dom.js";
import { t } from "../common/i18n.js";

const PATIENCE = 400;
const ICONS = {
  saved: "cloud-check",
  saving: "refresh-cw",
  editing: "pencil",
  waiting: "cloud-off",
  failed: "cloud-alert",
  conflict: "git-compare",
  "signed-out": "log-in",
};
const HEARD = new Set(["waiting", "failed", "conflict"]);

/** Tells whether everything is kept, and leads to what is not. */
export class SyncPill {
  /** What waits beside the outbox, in words. */
  also = "";
  #element;
  #outbox;
  #isDirty;
  #isWrong;
  #timer = 0;
  #heard = "saved";

  /**
   * @param {HTMLElement} element
   * @param {import("../outbox/sync.js").Outbox} outbox
   * @param {{isDirty: () => boolean, isWrong: () => boolean, onPress: (state: string) => void}} callbacks
   */
  constructor(element, outbox, { isDirty, isWrong, onPress }) {
    this.#element = element;
    this.#outbox = outbox;
    this.#isDirty = isDirty;
    this.#isWrong = isWrong;
    outbox.addEventListener("state", () => this.update());
    element.addEventListener("click", () => onPress(outbox.status.state));
    this.update();
  }

  /** A save that is quick is not worth a word, so "Saving" waits before it is shown. */
  update() {
    const { state, sentence } = this.#outbox.status;
    clearTimeout(this.#timer);
    this.#element.setAttribute("aria-busy", String(state === "saving"));
    if (state === "saving") this.#timer = setTimeout(() => this.#show(state, sentence), PATIENCE);
    else if (state === "saved" && this.#isWrong()) this.#show("failed", t("A day is not kept"));
    else if (state === "saved" && this.also) this.#show("waiting", this.also);
    else if (state === "saved" && this.#isDirty()) this.#show("editing", t("Typing…"));
    else this.#show(state, sentence);
  }

  #show(state, sentence) {
    this.#element.dataset.state = state;
    const words = state === "failed" ? t("{sentence}. Show why", { sentence }) : sentence;
    this.#element.querySelector("svg")?.replaceWith(icon(ICONS[state]));
    find(this.#element, "span").textContent = words;
    this.#element.title = state === "saved" ? t("Every change is saved") : words;
    this.#tell(state, sentence);
  }

  /** Trouble is said aloud, and its end; the ordinary coming and going is not. */
  #tell(state, sentence) {
    const worth = HEARD.has(state) || (state === "saved" && HEARD.has(this.#heard));
    if (worth && state !== this.#heard) say(sentence);
    if (state !== "saving" && state !== "editing") this.#heard = state;
  }
}
