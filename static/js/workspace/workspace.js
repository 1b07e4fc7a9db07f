import { Actions } from "./actions.js";
import { setToken } from "../common/api.js";
import { Margin } from "../cards/cards.js";
import { Troubles } from "../cards/conflict.js";
import { find, isNarrow } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { listen } from "./keys.js";
import { keyTable } from "./key-table.js";
import { MarkFilters } from "../cards/mark-filters.js";
import { guardLeaving, openDrafts, openOutbox, resumeSteps } from "../outbox/outbox.js";
import { Painter } from "../article/paint.js";
import { keepPlace, openNamed } from "./place.js";
import { ownCopies, Selector } from "../article/select.js";
import { Seeing } from "./seeing.js";
import { withSheet } from "../common/sheets.js";
import { Store } from "../marks/store.js";
import { SyncPill } from "./sync-pill.js";
import { TextModel } from "../text/text.js";
import { Toast } from "./toast.js";
import { Whereabouts } from "../article/whereabouts.js";

/**
 * Bring the workspace page to life.
 * @param {HTMLElement} element the <main> of the page, with data-token
 */
export async function start(element) {
  const data = JSON.parse(find(document, "#workspace-data").textContent);
  setToken(element.dataset.token ?? "");
  const article = find(document, "#article");
  const store = new Store(data, TextModel.fromPage(article, data.gaps, data.article.language));
  const outbox = store.editable ? await openOutbox(data, store) : null;
  const drafts = await openDrafts(data, store);
  await resumeSteps(data, store);
  const workspace = new Workspace(article, store, outbox, drafts, data, await ownTable(data));
  outbox?.start();
  // Keys and clicks are heeded. What opens at a press comes behind that.
  element.dataset.usable = "";
  workspace.fetchFurther(drafts, data);
  // Nobody waits for it: the buttons of the frame come as soon as the page heeds keys.
  tellReady(workspace, element);
}

async function tellReady(workspace, element) {
  const { status } = (await Promise.allSettled([workspace.further]))[0];
  if (status === "fulfilled") element.dataset.ready = "";
}

/** The keys, with those that a person chose. */
async function ownTable({ scheme, preferences }) {
  const table = (work) => keyTable(work, scheme.ratings.length);
  if (!preferences?.keys) return table;
  const { withOwnKeys } = await import("./own-keys.js");
  return (work) => withOwnKeys(table(work), preferences.keys);
}

/** The parts of the page put together; `Actions` moves them for its keys and buttons. */
class Workspace {
  #work = new Actions(this);
  article;
  store;
  #outbox;
  painter;
  margin;
  filters;
  seeing;
  selector = null;
  /** @type {import("../article/caret.js").TextCursor | null} */
  cursor = null;
  /** @type {import("./relations.js").Relations | null} */
  links = null;
  troubles;
  /** @type {SyncPill | null} */
  pill = null;
  #where;
  #table;
  toast;
  /** @type {Promise<import("./further.js").Further>} */
  further;

  constructor(article, store, outbox, drafts, data, tableFor) {
    this.article = article;
    this.store = store;
    this.#outbox = outbox;
    this.painter = new Painter(article, store);
    const where = new Whereabouts(article, store, this.painter);
    this.#where = where;
    const troubles = new Troubles(store, outbox ?? new EventTarget(), outbox?.pending() ?? []);
    this.filters = new MarkFilters(find(document, "#mark-filters"), store, () => this.#filtered());
    this.troubles = troubles;
    this.margin = new Margin(find(document, "#cards"), store, this.painter, where, troubles, {
      addressOf: (id, part) => `${data.urls.annotations}/${id}/${part}${data.urls.known_on}`,
      filter: () => this.filters.chosen,
      act: (action, button) => this.#act(action, button),
      onDirty: () => this.pill?.update(),
      comments: data.comments,
      drafts,
    });
    this.toast = new Toast(find(document, "#toast"), () => this.#work.undo(true));
    this.seeing = new Seeing(this, this.#work, data.urls.claims);
    ownCopies(article, store);
    this.#listen();
    if (store.editable) this.#allowEdits(troubles, drafts);
    this.#table = tableFor(this.#work);
    this.#startKeys(this.#table);
    this.painter.repaintAll(store.list().filter(({ id }) => store.isUnsent(id)));
    this.margin.render();
    openNamed(store, (id) => this.#work.open(id, { focus: false }));
    keepPlace(data, article, store, (id) => this.#work.open(id, { focus: false, scroll: false }));
  }

  /** Fetch what the opening of the page does not wait for. */
  fetchFurther(drafts, data) {
    const given = { parts: this, work: this.#work, where: this.#where, outbox: this.#outbox, drafts, table: this.#table, data };
    this.further = Promise.all([import("./further.js"), Promise.resolve("opened.css").then(withSheet)]).then(([{ furtherParts }]) => furtherParts(given));
    this.further.catch(() => this.toast.show(t("The server cannot be reached. Your work is kept in this browser."), { undo: false }));
  }

  #listen() {
    this.store.addEventListener("change", () => this.#showEmpty());
    this.store.addEventListener("active", () => this.#showPlace());
    document.getElementById("withdraw-button")?.addEventListener("click", () => this.further.then(({ withdraw }) => withdraw?.()));
    find(document, "#help-button").addEventListener("click", () => this.#work.help());
    find(document, "#sheet").addEventListener("click", (event) => {
      const action = event.target.closest(".sheet__bar [data-action]")?.dataset.action;
      if (action === "close") this.#work.open(null);
      else if (action) this.#work.step(action === "next");
    });
    this.#showEmpty();
  }

  #allowEdits(troubles, drafts) {
    const [article, store, outbox] = [this.article, this.store, this.#outbox];
    const bar = find(document, "#label-bar");
    this.selector = new Selector(article, bar, store, this.painter, {
      onLabel: (label) => this.#work.mark(label, this.selector.take()),
      onAdd: () => this.#work.piece("add"),
      onPart: (part) => this.#work.link("markPart", part),
    });
    this.pill = new SyncPill(find(document, "#sync-pill"), outbox, {
      isDirty: () => this.margin.editor?.isDirty ?? false,
      isWrong: () => Boolean(this.margin.editor?.wrong),
      onPress: (state) => this.#pressed(state, troubles),
    });
    find(document, "#submit-button").addEventListener("click", () => {
      this.margin.editor?.commit();
      this.further.then(({ submission }) => submission?.open());
    });
    guardLeaving(outbox, drafts);
    this.#tellDrafts(drafts);
  }

  #tellDrafts(drafts) {
    const count = [...drafts.annotations].filter((id) => this.store.get(id)?.removed === false).length;
    if (count > 0) this.toast.show(t("Marks with words that were typed here and not finished: {count}. They are in their cards.", { count }), { undo: false });
  }

  #startKeys(table) {
    const { editable } = this.store;
    for (const name of ["commands", "guidelines"]) find(document, `#${name}-button`).addEventListener("click", () => this.#work[name]());
    listen(table, editable);
  }

  #act(action, button) {
    if (action === "delete") this.#work.deleteActive();
    else if (action === "label") this.#work.relabel(button.dataset.label);
    else if (action === "remove-piece") this.#work.piece("remove", Number(button.dataset.piece));
    else if (action === "go") this.#work.open(button.dataset.to, { focus: true });
    else if (action === "link") this.#work.link("begin");
    else if (action === "mark-by-text") this.#work.markByText();
    else if (action === "remove-part") this.#work.link("removePart", button.dataset.part);
    else if (action === "aim") this.#work.piece("aim", Number(button.dataset.piece));
    else if (action === "open-claim") this.#work.see("openClaim");
    else if (action === "copy-claim") this.#work.see("copyClaim");
    else if (action === "remove-link") this.#work.link("remove", button.dataset.from, button.dataset.link);
    else if (action === "border") this.#work.piece("nudge", button.dataset.edge, Number(button.dataset.step), "word");
  }

  #filtered() {
    this.margin.render();
    this.seeing.filtered();
  }

  #pressed(state, troubles) {
    if ((state === "conflict" || state === "failed") && troubles.first) {
      this.#work.open(troubles.first, { focus: true });
      document.querySelector(".trouble")?.scrollIntoView({ block: "nearest" });
    } else if (state === "signed-out") this.further.then(({ signIn }) => signIn?.open());
    else if (state === "saved" && this.margin.editor?.wrong) this.margin.editor.wrong();
    else this.#outbox.retry();
  }

  #showEmpty() {
    find(document, "#no-marks").hidden = this.store.inOrder.counts.all > 0;
  }

  #showPlace() {
    const active = this.store.active;
    find(document, ".sheet__place").textContent = active ? this.store.position(active) : "";
    if (isNarrow()) find(document, "#sheet").scrollTop = 0;
  }
}
