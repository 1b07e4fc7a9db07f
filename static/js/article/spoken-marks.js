import { t } from "../common/i18n.js";
import { kindName } from "../common/words.js";

/**
 * For people who have the article read to them: where a mark begins and ends is said in the
 * flow of the text, "[Claim: … ]". The words are drawn by the style sheet (`data-said` and
 * `data-said-after`), so they are in no text, no copy and no offset.
 */
export class SpokenMarks {
  #root;
  #store;
  #watch = new MutationObserver((records) => this.#changed(records));

  /**
   * @param {HTMLElement} root the article
   * @param {import("../marks/store.js").Store} store
   */
  constructor(root, store) {
    this.#root = root;
    this.#store = store;
  }

  /** Say the marks from now on. */
  start() {
    this.#root.classList.add("announces");
    this.#say([...this.#root.querySelectorAll("[data-s]")]);
    this.#watch.observe(this.#root, { childList: true, subtree: true });
  }

  /** Say them no longer. */
  stop() {
    this.#watch.disconnect();
    this.#root.classList.remove("announces");
  }

  get isOn() {
    return this.#root.classList.contains("announces");
  }

  /** Blocks are painted whole, so the block is what changed. */
  #changed(records) {
    const blocks = records.map(({ target }) => /** @type {HTMLElement} */ (target).closest("[data-s]"));
    this.#say([...new Set(blocks.filter((block) => block !== null))]);
  }

  /** In slices, so that a long article keeps answering. */
  #say(blocks) {
    for (const block of blocks.slice(0, 50)) this.#sayIn(block);
    if (blocks.length > 50) setTimeout(() => this.#say(blocks.slice(50)));
  }

  #sayIn(block) {
    const marks = [...block.querySelectorAll("mark")];
    const numbers = marks.map(({ dataset }) => (dataset.ids ?? "").split(" "));
    marks.forEach((mark, i) => {
      const before = touches(marks[i - 1], mark) ? numbers[i - 1] : [];
      const after = touches(mark, marks[i + 1]) ? numbers[i + 1] : [];
      const begun = numbers[i].filter((n) => !before.includes(n));
      const ended = numbers[i].filter((n) => !after.includes(n));
      tell(mark, "said", begun.map((n) => t("[{kind}: ", { kind: this.#kind(n) })).join(""));
      tell(mark, "saidAfter", ended.length > 0 ? "]".repeat(ended.length) : "");
    });
  }

  #kind(number) {
    const annotation = this.#store.byNumber(Number(number));
    return annotation ? kindName(annotation.label) : t("Mark");
  }
}

/** Whether no word stands between two pieces of marks. */
function touches(mark, next) {
  if (!mark || !next) return false;
  const between = new Range();
  between.setStartAfter(mark);
  between.setEndBefore(next);
  return between.toString() === "";
}

function tell(mark, name, words) {
  if (words) mark.dataset[name] = words;
  else delete mark.dataset[name];
}
