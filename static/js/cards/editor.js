import { clone, find } from "../common/dom.js";
import { fieldOf, letFoldsOpen } from "./folds.js";
import { chosenChanges, countShort, fillParticulars, letTypesBePressed, openParticulars, TYPED, typedChanges } from "./particulars.js";
import { fillPieces } from "./pieces.js";
import { fillRelations } from "./relations.js";
import { showAdvice, showDoubts } from "./doubts.js";
import { showRefused } from "./refused.js";
import { showStanding } from "./standing.js";
import { IN_A_SOURCE, SourceList } from "./source-list.js";
import { VerdictBeside } from "./verdict-beside.js";
import { ratingsOf, tellNext, VerdictButtons } from "./verdict-buttons.js";
import { groundOf, keptWords } from "./kept.js";
import { groundsToKeep } from "../marks/standing.js";
import { Typing } from "../outbox/typing.js";
import { watchDays, wrongDay } from "./days.js";
import { fillHistory } from "./verdict-history.js";

const WRITTEN = ["wording", "rationale", "note", "correction_note", ...TYPED];

/** The inside of the open card. Its fields are cloned from the form that the server rendered. */
export class Editor {
  #store;
  #id;
  #sources;
  #beside;
  #buttons;
  #act;
  #onDirty;
  #drafts;
  #typing;
  #noteShown = false;
  #errors;
  /** Of the fields that words are written in, those that are made. @type {Map<string, any>} */
  #fields = new Map();

  /**
   * @param {import("../marks/store.js").Store} store
   * @param {string} id of the annotation
   * @param {(action: string, button: HTMLElement) => void} act what the buttons ask for
   * @param {() => void} onDirty called when typed text may have come to differ from what is kept, or not any more
   * @param {import("../outbox/drafts.js").Drafts} drafts
   * @param {Record<string, string[]>} errors what the server refused, by field
   */
  constructor(store, id, act, onDirty, drafts, errors) {
    this.#store = store;
    this.#id = id;
    this.#act = act;
    this.#onDirty = onDirty;
    this.#drafts = drafts;
    this.#errors = errors;
    this.element = clone("card-template");
    this.#typing = new Typing(() => store.acknowledged(id)?.version ?? 0);
    this.#sources = new SourceList(this.element, store, id, this.#typing);
    this.#beside = new VerdictBeside(this.element, store, id, this.#typing);
    this.#buttons = new VerdictButtons(this.element, store, id, () => this.focus("rating"));
    this.#gather();
    this.element.addEventListener("input", (event) => {
      if (!this.#drafted().some(([, field]) => field === event.target)) return;
      this.#keepDrafts();
      if (["rationale", "correction_note"].includes(event.target.dataset.field)) this.#showStanding();
      if (event.target.dataset.field === "claim-short") countShort(this.element, this.#store.scheme.short_form);
      onDirty();
    });
    this.element.addEventListener("change", (event) => this.#changed(event.target));
    // A field with words from an earlier page has not changed for the browser when somebody leaves it.
    this.element.addEventListener("focusout", ({ target }) => {
      if (WRITTEN.includes(target.dataset?.field)) this.#commitField(target);
      if (target.closest(".source") && target.dataset?.field) this.#sources.commitField(target);
    });
    this.element.addEventListener("click", (event) => this.#clicked(event.target.closest("[data-action]")));
    letTypesBePressed(this.element, (box) => this.#changed(box));
    letFoldsOpen(this.element);
    watchDays(this.element, onDirty);
    this.#show();
    // More of the card was made: it shows what is kept, too.
    this.element.addEventListener("furnished", () => {
      this.#gather();
      this.#show();
    });
    this.#resume();
  }

  /** @returns {boolean} whether a field holds text that is not kept yet */
  get isDirty() {
    return this.#drafted().some(([name, field]) => this.#isTyped(name, field));
  }

  /** @returns {(() => void) | null} leads to a day that is not kept, as it is wrong */
  get wrong() {
    const day = wrongDay(this.element);
    return day && (() => this.#sources.goToField(day));
  }

  /** @param {string} name @returns {HTMLTextAreaElement | HTMLInputElement} made now, where nobody wanted it yet */
  field(name) {
    return this.#fields.get(name) ?? fieldOf(this.element, name);
  }

  /** Keep what is typed, at once. */
  commit() {
    for (const field of this.#fields.values()) this.#commitField(field);
    if (this.#annotation && !this.#annotation.removed) this.#sources.commit();
    this.#keepDrafts();
  }

  /** Move the focus to a field. @param {string} name @returns {boolean} false for one that this kind of mark has not */
  focus(name) {
    if (name === "note") this.#showNote();
    const isClaim = this.#annotation.label === "claim";
    // Where nothing is judged yet there is nothing to say beside a verdict.
    if (name === "beside") return this.#beside.focus() || (isClaim && this.focus("rating"));
    if (IN_A_SOURCE[name]) return isClaim && this.#sources.goTo(name);
    const opened = openParticulars(this.element, this.#store, name);
    if (opened !== null) return opened;
    const radios = ratingsOf(this.element);
    const rating = radios.find((radio) => radio.checked) ?? radios[0];
    const field = name === "rating" ? rating : this.field(name);
    if (field?.closest("[hidden]")) return false;
    field?.focus();
    return Boolean(field);
  }

  /** @param {string} rating chosen by its key */
  choose(rating) {
    const radio = ratingsOf(this.element).find((one) => one.value === rating);
    if (!radio) return;
    radio.checked = true;
    radio.focus();
    this.#changed(radio);
  }

  /**
   * Show the annotation as it is now. A field with typed words in it is left alone.
   * @param {Record<string, string[]>} errors what the server refused, by field
   */
  refresh(errors) {
    this.#errors = errors;
    this.#show();
    this.#keepDrafts();
  }

  #gather() {
    for (const field of this.element.querySelectorAll("[data-field]")) {
      if (WRITTEN.includes(field.dataset.field)) this.#fields.set(field.dataset.field, field);
    }
  }

  #show() {
    const annotation = this.#annotation;
    const isClaim = annotation.label === "claim";
    find(this.element, "[data-for=claim]").hidden = !isClaim;
    for (const button of this.element.querySelectorAll("[data-claim]")) /** @type {HTMLElement} */ (button).hidden = !isClaim;
    for (const [name, field] of this.#fields) this.#typing.show(field, keptWords(annotation, name), this.#ground(name));
    if (isClaim) this.#refreshVerdict(annotation.claim);
    this.#sources.refresh();
    find(this.element, ".editor__note").hidden = !this.#noteShown && !this.field("note").value;
    fillHistory(this.element, this.#store, annotation.claim);
    fillParticulars(this.element, this.#store, annotation);
    fillPieces(this.element, annotation);
    fillRelations(this.element, this.#store, annotation);
    for (const button of this.element.querySelectorAll("[data-action=label]")) {
      button.setAttribute("aria-pressed", String(button.dataset.label === annotation.label));
    }
    showRefused(this.element, this.#errors, (name) => this.#named(name), (field) => this.#reveal(field));
  }

  /** The field that the server's answer names, made now where it is folded. @returns {HTMLElement | null} */
  #named(name) {
    const [key, source] = name.split(":");
    if (source !== undefined) return this.#sources.field(source, key) ?? this.field("new-source");
    const field = fieldOf(this.element, key === "sources" ? "new-source" : key);
    return field?.closest(".source") ? null : field;
  }

  #reveal(field) {
    if (field.dataset.field === "note") this.#showNote();
    field.closest("details")?.setAttribute("open", "");
    this.#sources.reveal(field);
  }

  get #annotation() {
    return this.#store.get(this.#id);
  }

  #ground(name) {
    return groundOf(this.#annotation, name);
  }

  #refreshVerdict(claim) {
    const judged = claim.pending ?? claim.verdict;
    for (const radio of ratingsOf(this.element)) radio.checked = radio.value === judged?.rating;
    find(this.element, ".verdict").classList.toggle("verdict--pending", Boolean(claim.pending?.rating));
    this.field("rationale").closest(".control").hidden = !judged;
    this.#beside.refresh();
    showAdvice(this.element, this.#store, this.#annotation);
    showDoubts(this.element, claim);
    this.#showStanding();
  }

  #showStanding() {
    const { claim } = this.#annotation;
    const rating = this.#store.scheme.ratings.find(({ id }) => id === claim.pending?.rating);
    showStanding(this.element, claim, { rationale: this.#words("rationale"), correction_note: this.#words("correction_note"), needsReason: Boolean(rating?.decisive) });
  }

  /** What stands in a field, kept or not. @param {string} name */
  #words(name) {
    return this.#fields.get(name)?.value ?? keptWords(this.#annotation, name);
  }

  #changed(target) {
    const name = target.dataset?.field;
    if (WRITTEN.includes(name)) this.#commitField(target);
    if (name === "rating") {
      this.#store.change(this.#id, { rating: target.value });
      tellNext(this.#annotation.claim);
    }
    const chosen = chosenChanges(this.element, target);
    if (chosen) this.#store.change(this.#id, chosen);
    if (name === "quote-kind") this.#store.change(this.#id, { quoteKind: target.value });
  }

  #clicked(button) {
    if (!button) return;
    const { action } = button.dataset;
    if (this.#buttons.press(action)) return;
    if (action === "note") this.focus("note");
    else if (action === "article-day") this.#store.change(this.#id, { "claim-made_on": button.dataset.day ?? "", "claim-made_on_basis": "relative" });
    else this.#act(action, button);
  }

  /** Confirm a stale verdict as it is. @returns {boolean} false where there is none */
  confirm() {
    return this.#buttons.confirm();
  }

  /** Say that a verdict has to be looked at again. @returns {boolean} false where there is none in force */
  reopen() {
    return this.#buttons.reopen();
  }

  #commitField(field) {
    if (!this.#typing.isDirty(field) || !this.#annotation) return;
    // It was deleted elsewhere while the words were typed: they bring it back.
    if (this.#annotation.removed) this.#store.restore(this.#id);
    const name = field.dataset.field;
    const changes = typedChanges(this.#store, this.#annotation, name, field.value.trim());
    const madeOn = this.#typing.madeOn(field, this.#ground(name));
    if (madeOn) Object.assign(changes, groundsToKeep(name, this.#typing.groundOf(field)));
    this.#store.change(this.#id, changes, { madeOn });
    this.#typing.settle(field, this.#ground(name));
    this.#drafts.drop(this.#id, name);
    this.#onDirty();
  }

  /** Put back what an earlier page left unfinished, unless it is what stands there by now. */
  #resume() {
    const fields = new Map(this.#drafted());
    for (const draft of this.#drafts.of(this.#id)) {
      const field = WRITTEN.includes(draft.field) ? this.field(draft.field) : fields.get(draft.field);
      if (!field) continue; // of a source that is removed: it is there when that comes back
      if (draft.value.trim() === this.#typing.keptIn(field).trim()) this.#drafts.drop(this.#id, draft.field);
      else this.#typing.resume(field, draft);
      if (field.value && draft.field === "note") this.#showNote();
      if (field.value) this.#sources.reveal(field);
    }
  }

  #keepDrafts() {
    for (const [name, field] of this.#drafted()) {
      if (!this.#isTyped(name, field)) this.#drafts.drop(this.#id, name);
      else this.#drafts.keep({ annotation: this.#id, field: name, value: field.value, ground: this.#typing.groundOf(field), version: this.#typing.versionOf(field) });
    }
  }

  /** @returns {[string, HTMLTextAreaElement | HTMLInputElement][]} the fields whose words are kept while they are typed */
  #drafted() {
    return [...this.#fields, ["new-source", this.field("new-source")], ...this.#sources.fields];
  }

  #isTyped(name, field) {
    return name === "new-source" ? this.#sources.isDirty : this.#typing.isDirty(field);
  }

  #showNote() {
    this.#noteShown = true;
    find(this.element, ".editor__note").hidden = false;
  }
}
