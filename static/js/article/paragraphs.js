import { find } from "../common/dom.js";
import { t } from "../common/i18n.js";

const KEY = "annotator:paragraph-numbers";

/** The numbers of the paragraphs, beside the text: seen on request, and each the address of its paragraph. */
export class Paragraphs {
  #root;
  #button;
  #tell;

  /**
   * @param {HTMLElement} root the article
   * @param {(words: string) => void} tell
   */
  constructor(root, tell) {
    this.#root = root;
    this.#tell = tell;
    this.#button = find(document, "#numbers-button");
    this.#button.addEventListener("click", () => this.toggle());
    root.addEventListener("click", (event) => {
      const block = event.target.closest("[data-b]");
      if (block && event.target === block && this.#isBeside(block, event)) this.copy(block);
    });
    this.#show(remembered());
  }

  toggle() {
    this.#show(!this.#root.classList.contains("text--numbered"));
  }

  /**
   * Copy the address of a paragraph.
   * @param {HTMLElement | null} block
   */
  async copy(block) {
    if (!block) return;
    history.replaceState(history.state, "", `#${block.id}`);
    const number = Number(block.dataset.p);
    try {
      await navigator.clipboard.writeText(location.href);
      this.#tell(t("The address of paragraph {number} was copied", { number }));
    } catch {
      this.#tell(t("The address of paragraph {number} is in the address bar", { number }));
    }
  }

  /** The number hangs outside the block, where nothing else can be clicked. */
  #isBeside(block, event) {
    const { left, right } = block.getBoundingClientRect();
    return event.clientX < left || event.clientX > right;
  }

  #show(isOn) {
    this.#root.classList.toggle("text--numbered", isOn);
    this.#button.setAttribute("aria-pressed", String(isOn));
    try {
      localStorage.setItem(KEY, isOn ? "on" : "");
    } catch {
      // Without storage the choice holds for this page.
    }
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}
