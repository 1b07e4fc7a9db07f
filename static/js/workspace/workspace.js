import { say } from "../common/announce.js";
import { setToken } from "../common/api.js";
import { withBorder } from "../marks/borders.js";
import { bringIntoView, Margin } from "../cards/cards.js";
import { TextCursor } from "../article/caret.js";
import { Troubles } from "../cards/conflict.js";
import { find, isTouch } from "../common/dom.js";
import { setCatalogue, t } from "../common/i18n.js";
import { fillHelp, keyTable, listen } from "./keys.js";
import { EdgeMap } from "../article/map.js";
import { MarkByText } from "../article/mark-by-text.js";
import { MarkFilters } from "../cards/mark-filters.js";
import { tellOpening } from "./opening.js";
import { guardLeaving, openDrafts, openOutbox, watchSignIn } from "../outbox/outbox.js";
import { covering, Painter } from "../article/paint.js";
import { showProgress } from "./progress.js";
import { ownCopies, Selector } from "../article/select.js";
import { Store } from "../marks/store.js";
import { offerWithdrawal, Submission } from "./submit.js";
import { SyncPill } from "./sync-pill.js";
import { TextModel } from "../text/text.js";
import { Toast } from "./toast.js";
import { Whereabouts } from "../article/whereabouts.js";
import { KINDS, kindName } from "../common/words.js";

/**
 * Bring the workspace page to life.
 * @param {HTMLElement} element the <main> of the page, with data-token
 */
export async function start(element) {
  const data = JSON.parse(find(document, "#workspace-data").textContent);
  setCatalogue(data.catalogue);
  setToken(element.dataset.token ?? "");
  const article = find(document, "#article");
  const store = new Store(data, TextModel.fromPage(article, data.gaps, data.article.language));
  const outbox = store.editable ? await openOutbox(data, store) : null;
  const drafts = await openDrafts(data, store);
  const workspace = new Workspace(article, store, outbox, drafts, data);
  outbox?.start();
  if (data.urls.opening) tellOpening(data.urls.opening, data.me.id, { csrf: data.urls.csrf });
  const withdraw = document.getElementById("withdraw-button");
  if (withdraw) offerWithdrawal(withdraw, `${data.urls.submission}/withdrawal`, data.me.id);
  element.dataset.ready = "";
  return workspace;
}

/** The parts of the page put together, and what its keys and buttons do. */
class Workspace {
  #article;
  #store;
  #outbox;
  #painter;
  #margin;
  #filters;
  #selector = null;
  #cursor = null;
  #words = null;
  #pill = null;
  #toast;

  constructor(article, store, outbox, drafts, data) {
    this.#article = article;
    this.#store = store;
    this.#outbox = outbox;
    this.#painter = new Painter(article, store);
    const where = new Whereabouts(article, store, this.#painter);
    const troubles = new Troubles(store, outbox ?? new EventTarget(), outbox?.pending() ?? []);
    this.#filters = new MarkFilters(find(document, "#mark-filters"), store, () => this.#margin.render());
    this.#margin = new Margin(find(document, "#cards"), store, this.#painter, where, troubles, {
      filter: () => this.#filters.chosen,
      act: (action, button) => this.#act(action, button),
      onDirty: () => this.#pill?.update(),
      drafts,
    });
    new EdgeMap(find(document, "#map"), store, where).start();
    this.#toast = new Toast(find(document, "#toast"), () => this.undo(true));
    showProgress(find(document, "#checked"), store);
    ownCopies(article, store);
    this.#listen();
    if (store.editable) this.#allowEdits(troubles, drafts);
    this.#startKeys(data.scheme.ratings.length);
    this.#painter.repaintAll(store.list().filter(({ id }) => store.isUnsent(id)));
    this.#margin.render();
  }

  /** Open a mark's card. */
  open(id, { focus = !isTouch(), scroll = true } = {}) {
    this.#margin.editor?.commit();
    this.#store.setActive(id);
    if (!id) return true;
    if (scroll) bringIntoView(this.#painter.firstMark(id), this.#margin.element(id));
    if (focus) this.#margin.element(id)?.focus({ preventScroll: true });
    return true;
  }

  step(forward, options = { filter: this.#filters.chosen }) {
    const from = this.#store.active;
    const id = forward ? this.#store.next(from, options) : this.#store.previous(from, options);
    if (id) return this.open(id, { focus: true });
    if (options.unchecked) say(t("No further claim is left to check"));
    return true;
  }

  stepUnchecked(forward) {
    return this.step(forward, { unchecked: true });
  }

  stepOnCard(forward) {
    return this.#onCard() && this.step(forward);
  }

  enterCard() {
    if (!this.#onCard()) return false;
    const { editor } = this.#margin;
    if (!editor) return false;
    return editor.focus("rating") || editor.focus("note");
  }

  /** One step out: from a field to its card, from the card to the article. */
  leave() {
    const card = document.activeElement?.closest(".card");
    if (card && card !== document.activeElement) {
      this.#margin.editor?.commit();
      card.focus({ preventScroll: true });
      return true;
    }
    if (this.#selector?.draft) this.#selector.clear();
    else if (this.#cursor?.isOn && document.activeElement === this.#article) this.#cursor.leave();
    else if (!card) this.open(null);
    this.#article.focus({ preventScroll: true });
    return true;
  }

  /** A digit is a rating where ratings have the focus, a kind where words are selected or a card is. */
  digit(number) {
    const { editor } = this.#margin;
    if (editor && document.activeElement?.matches("input[data-field=rating]")) {
      const rating = this.#store.scheme.ratings.find((one) => one.key === number);
      if (rating) editor.choose(rating.id);
      return true;
    }
    const label = KINDS[number - 1];
    if (!label) return false;
    if (this.#selector?.draft) return this.#mark(label, this.#selector.take());
    return this.#onCard() && this.#relabel(label);
  }

  toggleCursor() {
    this.#cursor?.toggle();
    return true;
  }

  markByText() {
    this.#words?.open();
    return true;
  }

  focusField(name) {
    const isFocused = this.#margin.editor?.focus(name) ?? false;
    if (!isFocused && this.#activeMark()) say(t("Only a claim has that"));
    return isFocused;
  }

  moveBorder(edge, direction, by) {
    const annotation = this.#activeMark();
    if (!annotation) return false;
    const move = (offset) => this.#store.text.wordEdge(offset, direction, { by, edge });
    const fragments = withBorder(annotation.fragments, edge, move);
    if (fragments) this.#store.change(annotation.id, { fragments });
    return true;
  }

  deleteActive() {
    const annotation = this.#activeMark();
    if (!annotation || this.#cursor?.isOn) return false;
    this.#margin.editor?.commit();
    this.#store.remove(annotation.id);
    this.open(this.#store.active, { focus: true });
    if (!this.#store.active) this.#article.focus({ preventScroll: true });
    this.#toast.show(t("{kind} deleted", { kind: kindName(annotation.label) }));
    return true;
  }

  undo(back) {
    this.#toast.hide();
    const step = back ? this.#store.undo() : this.#store.redo();
    if (!step) return say(back ? t("Nothing to undo") : t("Nothing to redo"));
    if (!step.done) return say(t("A verdict stays in the history. Choose another to replace it."));
    const annotation = this.#store.get(step.id);
    if (annotation && !annotation.removed) this.open(step.id, { focus: true });
    say(back ? t("Undone") : t("Done again"));
  }

  help() {
    find(document, "#help-dialog").showModal();
  }

  #listen() {
    this.#article.addEventListener("click", (event) => this.#clicked(event));
    this.#store.addEventListener("change", () => this.#showEmpty());
    this.#store.addEventListener("active", () => this.#showPlace());
    find(document, "#help-button").addEventListener("click", () => this.help());
    find(document, "#sheet").addEventListener("click", (event) => {
      const action = event.target.closest(".sheet__bar [data-action]")?.dataset.action;
      if (action === "close") this.open(null);
      else if (action) this.step(action === "next");
    });
    this.#showEmpty();
  }

  #allowEdits(troubles, drafts) {
    const [article, store, outbox] = [this.#article, this.#store, this.#outbox];
    const bar = find(document, "#label-bar");
    this.#selector = new Selector(article, bar, store, this.#painter, (label) => this.#mark(label, this.#selector.take()));
    this.#cursor = new TextCursor(article, store, this.#painter);
    this.#words = new MarkByText(find(document, "#words-dialog"), store, (label, extent) => this.#mark(label, extent));
    this.#pill = new SyncPill(find(document, "#sync-pill"), outbox, {
      isDirty: () => this.#margin.editor?.isDirty ?? false,
      onPress: (state) => this.#pressed(state, troubles),
    });
    const submission = new Submission(find(document, "#submit-dialog"), store, outbox, (id) => this.open(id, { focus: true }));
    find(document, "#submit-button").addEventListener("click", () => {
      this.#margin.editor?.commit();
      submission.open();
    });
    watchSignIn(find(document, "#signed-out-dialog"), outbox);
    guardLeaving(outbox, drafts);
    this.#tellDrafts(drafts);
  }

  #tellDrafts(drafts) {
    const count = [...drafts.annotations].filter((id) => this.#store.get(id)?.removed === false).length;
    if (count > 0) this.#toast.show(t("Marks with words that were typed here and not finished: {count}. They are in their cards.", { count }), { undo: false });
  }

  #startKeys(ratings) {
    const table = keyTable(this, ratings);
    listen(table, this.#store.editable);
    fillHelp(find(document, ".key-help"), table, this.#store.editable);
  }

  #act(action, button) {
    if (action === "delete") this.deleteActive();
    else if (action === "label") this.#relabel(button.dataset.label);
    else if (action === "border") this.moveBorder(button.dataset.edge, Number(button.dataset.step), "word");
  }

  #mark(label, extent) {
    if (!extent) return false;
    const id = this.#store.create({ label, ...extent });
    if (this.#cursor?.isOn) this.#cursor.stand(extent.end);
    this.open(id, { scroll: !isTouch() });
    const count = this.#store.list().length;
    say(t("{kind} added. Marks: {count}", { kind: kindName(label), count }));
    return true;
  }

  #relabel(label) {
    const annotation = this.#activeMark();
    if (!annotation) return false;
    this.#margin.editor?.commit();
    if (this.#store.change(annotation.id, { label })) say(t("Now a {kind}", { kind: kindName(label) }));
    return true;
  }

  #activeMark() {
    const annotation = this.#store.active && this.#store.get(this.#store.active);
    return annotation && !annotation.removed ? annotation : null;
  }

  /** Clicks on one spot go through the marks that cover it, the shortest first. */
  #clicked(event) {
    const mark = event.target.closest("mark");
    if (!mark || !document.getSelection()?.isCollapsed) return;
    const ids = covering(mark, this.#store);
    this.open(ids[(ids.indexOf(this.#store.active) + 1) % ids.length], { focus: !this.#cursor?.isOn && !isTouch(), scroll: isTouch() });
  }

  #onCard() {
    return Boolean(document.activeElement?.matches(".card"));
  }

  #pressed(state, troubles) {
    if ((state === "conflict" || state === "failed") && troubles.first) {
      this.open(troubles.first, { focus: true });
      document.querySelector(".trouble")?.scrollIntoView({ block: "nearest" });
    } else if (state === "signed-out") find(document, "#signed-out-dialog").showModal();
    else this.#outbox.retry();
  }

  #showEmpty() {
    find(document, "#no-marks").hidden = this.#store.list().length > 0;
  }

  #showPlace() {
    const active = this.#store.active;
    find(document, ".sheet__place").textContent = active ? this.#store.position(active) : "";
    find(document, "#sheet").scrollTop = 0;
  }
}
