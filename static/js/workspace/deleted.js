import { find, icon, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { agoWords, exactWords, KIND_ICONS, kindName } from "../common/words.js";

/** The dialog with the marks that were deleted, each of which can come back. */
export class DeletedMarks {
  #dialog;
  #store;
  #drafts;
  #onRestore;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {import("../marks/store.js").Store} store
   * @param {import("../outbox/drafts.js").Drafts} drafts words that nobody finished, those of deleted marks too
   * @param {(id: string) => void} onRestore called when a mark is there again
   */
  constructor(dialog, store, drafts, onRestore) {
    this.#dialog = dialog;
    this.#store = store;
    this.#drafts = drafts;
    this.#onRestore = onRestore;
    dialog.addEventListener("click", ({ target }) => {
      const { restore } = /** @type {Element} */ (target).closest("button")?.dataset ?? {};
      if (restore) this.#restore(restore);
    });
  }

  open() {
    const deleted = this.#store.deleted();
    find(this.#dialog, ".deleted__none").hidden = deleted.length > 0;
    find(this.#dialog, ".deleted").replaceChildren(...deleted.map((mark) => this.#line(mark)));
    this.#dialog.showModal();
    /** @type {HTMLElement | null} */ (this.#dialog.querySelector("[data-restore]"))?.focus();
  }

  #line(mark) {
    const kind = make("span", "deleted__kind", icon(KIND_ICONS[mark.label]), kindName(mark.label));
    const when = make("small", "", t("deleted {when}", { when: agoWords(mark.updated_at) }));
    const words = make("p", "deleted__words", exactWords(mark));
    words.dir = "auto";
    const said = make("div", "deleted__said", make("p", "deleted__head", kind, when), words, ...this.#unfinished(mark.id));
    const button = make("button", "button button--small", icon("undo-2"), make("span", "", t("Restore")));
    button.setAttribute("type", "button");
    button.dataset.restore = mark.id;
    button.setAttribute("aria-label", t("Restore: {words}", { words: exactWords(mark) }));
    return make("li", `deleted__mark kind--${mark.label}`, said, button);
  }

  /** Words that were being typed when the mark was deleted elsewhere. */
  #unfinished(id) {
    return this.#drafts.of(id).map(({ value }) => {
      const line = make("p", "deleted__draft", make("small", "", t("Typed and not kept:")), " ", value);
      line.dir = "auto";
      return line;
    });
  }

  #restore(id) {
    this.#dialog.close();
    this.#store.restore(id);
    this.#onRestore(id);
  }
}

/**
 * Keep the button that opens the dialog at how many marks are deleted; without any it is not there.
 * @param {HTMLElement} button
 * @param {import("../marks/store.js").Store} store
 * @param {() => void} onPress
 */
export function showDeletedCount(button, store, onPress) {
  const show = () => {
    const count = store.deleted().length;
    button.hidden = count === 0;
    find(button, "b").textContent = String(count);
    button.title = t("Deleted marks: {count}", { count });
  };
  button.addEventListener("click", onPress);
  store.addEventListener("change", show);
  show();
}
