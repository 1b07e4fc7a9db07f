import { say } from "../common/announce.js";
import { bringIntoView } from "../cards/cards.js";
import { find, isTouch } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { relabelled } from "../marks/quote.js";
import { undoneWords } from "./undone.js";
import { kindName } from "../common/words.js";

/**
 * The parts of the page that actions move; those that only editing has may be none, and the cursor
 * and the links come behind the opening of the page.
 * @typedef {object} Parts
 * @property {HTMLElement} article
 * @property {import("../marks/store.js").Store} store
 * @property {import("../article/paint.js").Painter} painter
 * @property {import("../cards/cards.js").Margin} margin
 * @property {import("../cards/mark-filters.js").MarkFilters} filters
 * @property {import("./seeing.js").Seeing} seeing
 * @property {import("../article/select.js").Selector | null} selector
 * @property {import("../article/caret.js").TextCursor | null} cursor
 * @property {import("./relations.js").Relations | null} links
 * @property {import("./toast.js").Toast} toast
 * @property {import("../cards/conflict.js").Troubles} troubles
 * @property {Promise<import("./further.js").Further>} further there once the page heeds keys
 */

const RATING = "input[data-field=rating]";

/** What the keys, the commands and the buttons of the workspace do. */
export class Actions {
  #parts;

  /** @param {Parts} parts filled before the first action, and kept up by who made them */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Open a mark's card. */
  open(id, { focus = !isTouch(), scroll = true } = {}) {
    this.#parts.margin.editor?.commit();
    this.#parts.store.setActive(id);
    if (!id) return true;
    if (scroll) bringIntoView(this.#parts.painter.firstMark(id), this.#parts.margin.element(id));
    if (focus) this.#parts.margin.element(id)?.focus({ preventScroll: true });
    return true;
  }

  step(forward, options = { filter: this.#parts.filters.chosen }) {
    const from = this.#parts.store.active;
    const id = forward ? this.#parts.store.next(from, options) : this.#parts.store.previous(from, options);
    if (id) return this.open(id, { focus: true });
    this.#tellEnd(forward, options);
    return true;
  }

  /** From the last claim that is not checked on to the first, and back. */
  stepUnchecked(forward) {
    const { store } = this.#parts;
    const options = { unchecked: true };
    const from = store.active;
    const further = forward ? store.next(from, options) : store.previous(from, options);
    const around = forward ? store.next(null, options) : store.previous(null, options);
    if (!further && around && around !== from) this.#parts.toast.show(forward ? t("From the beginning") : t("From the end"), { undo: false });
    if (further ?? around) return this.open(further ?? around, { focus: true });
    this.#parts.toast.show(t("No claim is left to check"), { undo: false });
    return true;
  }

  #tellEnd(forward, { filter }) {
    const { store, toast } = this.#parts;
    if (store.list({ filter }).length === 0) toast.show(filter ? t("No mark matches what you chose to see.") : t("There is no mark yet"), { undo: false });
    else toast.show(forward ? t("That is the last mark") : t("That is the first mark"), { undo: false });
  }

  /** @param {"find" | "cycleKinds" | "toggleHidden" | "toggleNumbers" | "copyAddress" | "openLink" | "openClaim" | "copyClaim"} what */
  see(what) {
    this.#parts.seeing[what]();
    return true;
  }

  stepOnCard(forward) {
    return this.#onCard() && this.step(forward);
  }

  enterCard() {
    if (document.activeElement?.matches("button, a, summary")) return false;
    if (this.#parts.links?.pick(this.#parts.store.active)) return true;
    const { editor } = this.#parts.margin;
    if (!editor) return false;
    if (document.activeElement?.matches(RATING)) return this.#toReason(editor);
    if (!this.#onCard()) return false;
    return editor.focus("rating") || editor.focus("note");
  }

  /** Nothing needs a reason before it is chosen. */
  #toReason(editor) {
    if (editor.focus("rationale")) return true;
    say(t("Choose a rating first, by its number or an arrow key"));
    return editor.focus("rating");
  }

  /** One step out: from a field to its card, from the card to the article. */
  leave() {
    if (this.#parts.links?.cancel()) return true;
    const card = document.activeElement?.closest(".card");
    if (card && card !== document.activeElement) {
      this.#parts.margin.editor?.commit();
      card.focus({ preventScroll: true });
      return true;
    }
    if (this.#parts.selector?.draft) this.#parts.selector.clear();
    else if (this.#parts.cursor?.isOn && document.activeElement === this.#parts.article) this.#parts.cursor.leave();
    else if (!card) this.open(null);
    this.#parts.article.focus({ preventScroll: true });
    return true;
  }

  /** @param {number} number of a rating, where ratings have the focus */
  rate(number) {
    const { editor } = this.#parts.margin;
    if (!editor || !document.activeElement?.matches(RATING)) return false;
    const rating = this.#parts.store.scheme.ratings.find((one) => one.key === number);
    if (rating) editor.choose(rating.id);
    return true;
  }

  /** The selected words become a mark, or a card's mark changes its kind. */
  label(label) {
    if (this.#parts.links?.choose(["claim", "quote", "context"].indexOf(label) + 1)) return true;
    if (this.#parts.selector?.draft) return this.mark(label, this.#parts.selector.take());
    return this.#onCard() && this.relabel(label);
  }

  toggleCursor() {
    return this.#behind(({ cursor }) => cursor?.toggle());
  }

  markByText() {
    return this.#openFurther("words");
  }

  focusField(name) {
    const isFocused = this.#parts.margin.editor?.focus(name) ?? false;
    if (!isFocused && this.#parts.store.activeMark) say(t("Only a claim has that"));
    return isFocused;
  }

  /** @param {"aim" | "nudge" | "drop" | "add" | "remove"} what @param {any[]} given to the pieces of the active mark */
  piece(what, ...given) {
    return this.#behind(({ pieces }) => pieces[what](...given));
  }

  /** @param {"markPart" | "removePart" | "toggleAll" | "begin" | "remove"} what @param {any[]} given to the links */
  link(what, ...given) {
    return this.#behind(({ links }) => links[what](...given));
  }

  deleteActive() {
    const annotation = this.#parts.store.activeMark;
    if (!annotation || this.#parts.cursor?.isOn) return false;
    const { margin, store, filters } = this.#parts;
    margin.editor?.commit();
    const shown = { filter: filters.chosen };
    const following = store.next(annotation.id, shown) ?? store.previous(annotation.id, shown);
    store.remove(annotation.id);
    this.open(following, { focus: true });
    if (!following) this.#parts.article.focus({ preventScroll: true });
    this.#parts.toast.show(t("{kind} deleted", { kind: kindName(annotation.label) }));
    return true;
  }

  undo(back) {
    const { toast } = this.#parts;
    toast.hide();
    const step = back ? this.#parts.store.undo() : this.#parts.store.redo();
    if (!step) return toast.show(back ? t("Nothing to undo") : t("Nothing to redo"), { undo: false });
    if (!step.done) return this.#tellKept(step);
    const annotation = this.#parts.store.get(step.id);
    if (annotation && !annotation.removed) this.open(step.id, { focus: true });
    if (annotation) toast.show(undoneWords(step, annotation, back), { undo: false });
  }

  confirmVerdict() {
    const isConfirmed = this.#parts.margin.editor?.confirm() ?? false;
    if (this.#parts.store.activeMark) say(isConfirmed ? t("Verdict confirmed") : t("There is no verdict to confirm here"));
    return true;
  }

  reopenVerdict() {
    const isOpen = this.#parts.margin.editor?.reopen() ?? false;
    if (this.#parts.store.activeMark) say(isOpen ? t("Verdict reopened") : t("There is no verdict to reopen here"));
    return true;
  }

  /** @param {"mine" | "theirs"} choice */
  settleConflict(choice) {
    const { active } = this.#parts.store;
    return active ? this.#parts.troubles.settle(active, choice) : false;
  }

  showComments() {
    const { active } = this.#parts.store;
    return active ? this.#parts.margin.toggle("toggleTalk", active) : false;
  }

  showHistory() {
    const { active } = this.#parts.store;
    return active ? this.#parts.margin.toggle("togglePast", active) : false;
  }

  showDeleted() {
    return this.#openFurther("deleted");
  }

  /** Why a step was not done. */
  #tellKept({ id, changed }) {
    const words = changed
      ? t("Not undone: this was changed elsewhere meanwhile. The next step is ready.")
      : t("A verdict stays in the history. Choose another to replace it.");
    this.#parts.toast.show(words, { undo: false });
    if (this.#parts.store.get(id)?.removed === false) this.open(id, { focus: true });
  }

  /** Why there is nothing to do for a command that needs this; "" where there is. */
  lacks(needs) {
    const annotation = this.#parts.store.activeMark;
    if (needs === "mark" && !annotation) return t("Open a mark first");
    if (needs === "claim" && annotation?.label !== "claim") return t("Open a claim first");
    if (needs === "words" && !annotation && !this.#parts.selector?.draft) return t("Select words or open a mark first");
    return "";
  }

  commands() {
    return this.#openFurther("palette");
  }

  /** There is a button for it where this article is done with. */
  nextArticle() {
    const form = document.querySelector("#next-article");
    if (!(form instanceof HTMLFormElement)) return false;
    form.requestSubmit();
    return true;
  }

  guidelines() {
    return this.#openFurther("guidelines", this.#parts.store.activeMark?.label ?? "");
  }

  /** Do this as soon as what comes behind the opening of the page is there. */
  #behind(act) {
    this.#parts.further.then(act);
    return true;
  }

  #openFurther(name, ...about) {
    return this.#behind((further) => further[name]?.open(...about));
  }

  help() {
    return this.#behind(() => find(document, "#help-dialog").showModal());
  }

  mark(label, extent) {
    if (!extent) return false;
    const id = this.#parts.store.create({ label, ...extent });
    if (this.#parts.cursor?.isOn) this.#parts.cursor.stand(extent.end);
    this.open(id, { scroll: !isTouch() });
    const count = this.#parts.store.inOrder.counts.all;
    say(t("{kind} added. Marks: {count}", { kind: kindName(label), count }));
    return true;
  }

  relabel(label) {
    const annotation = this.#parts.store.activeMark;
    if (!annotation) return false;
    this.#parts.margin.editor?.commit();
    if (this.#parts.store.change(annotation.id, relabelled(annotation, label))) say(t("Now a {kind}", { kind: kindName(label) }));
    return true;
  }

  #onCard() {
    return Boolean(document.activeElement?.matches(".card"));
  }
}
