import { get, post } from "../common/api.js";
import { icon, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { newId } from "../common/uuid.js";
import { momentWords } from "../common/words.js";
import { Mentions, namesIn } from "./mentions.js";
import { reasonForm, removalWords } from "./talk-removal.js";
import { sending } from "./talk-sending.js";

/**
 * @typedef {object} Comment
 * @property {string} id
 * @property {number} version
 * @property {{id: number, name: string}} author
 * @property {string} text
 * @property {{id: number, name: string}[]} mentions
 * @property {string} created_at
 * @property {string | null} edited_at
 * @property {import("./talk-removal.js").Removal | null} removed
 */

/**
 * @typedef {object} Talk a thread as the server tells it
 * @property {number} me
 * @property {number} version
 * @property {{by: string, at: string} | null} resolved
 * @property {{by: string, at: string} | null} reopened who said last that it is not settled after all
 * @property {Comment[]} comments
 * @property {{id: number, name: string}[]} people who may be mentioned
 * @property {boolean} writable
 * @property {boolean} moderates whether this person may remove what others wrote
 */

/** @type {WeakMap<HTMLElement, Thread>} */
const threads = new WeakMap();

/**
 * Fetch a thread and show it.
 * @param {HTMLElement} box
 * @param {{id: string, address: string}} of the mark, and where its comments are had
 * @param {(count: number) => void} onCount
 */
export async function showThread(box, of, onCount) {
  const sender = /** @type {import("./talk-sending.js").Sender} */ (await sending());
  const thread = threads.get(box) ?? new Thread(box, of, onCount, sender);
  threads.set(box, thread);
  await thread.fetch();
}

class Thread {
  #box;
  #address;
  #base;
  #mark;
  #sender;
  #onCount;
  /** @type {Talk | null} */
  #talk = null;
  #list = make("ol", "talk__list");
  #said = make("p", "talk__said");
  #state = make("div", "talk__state");
  /** @type {HTMLTextAreaElement | null} */
  #field = null;
  /** @type {Mentions | null} */
  #mentions = null;
  /** What is being written: of a comment that is changed its version, of a new one 0. */
  #draft = { id: newId(), version: 0 };
  #isWaiting = false;
  /** Asks why a comment is to go; kept while the list is put anew. @type {{id: string, form: HTMLFormElement} | null} */
  #asking = null;

  constructor(box, { id, address }, onCount, sender) {
    this.#box = box;
    this.#address = address;
    this.#base = address.split("?")[0];
    this.#mark = id;
    this.#sender = sender;
    this.#onCount = onCount;
    this.#said.setAttribute("role", "status");
    this.#said.hidden = true;
    const hear = { sent: (detail) => this.#sent(detail), waits: (detail) => this.#waits(detail), refused: (detail) => this.#refused(detail) };
    for (const [type, heard] of Object.entries(hear)) {
      sender.addEventListener(type, ({ detail }) => detail.mark === id && box.isConnected && heard(detail));
    }
  }

  async fetch() {
    const { status, body } = await get(this.#address);
    if (status === 200) this.#show(body.thread);
    else this.#tell(status === 404 ? t("The server does not know this mark yet.") : t("The comments cannot be fetched at present. Fold them and unfold them to try again."));
    if (!this.#box.contains(this.#said)) this.#box.replaceChildren(this.#said);
  }

  /** @param {Talk} talk */
  #show(talk) {
    this.#talk = talk;
    const there = talk.comments.filter(({ removed }) => !removed);
    this.#onCount(there.length);
    this.#list.replaceChildren(...talk.comments.map((one) => this.#entry(one)));
    this.#list.hidden = talk.comments.length === 0;
    this.#showState(there.length > 0);
    if (talk.writable && !this.#field) this.#makeField();
    this.#mentions?.offer(talk.people);
    const form = this.#field?.closest("form");
    // What has the focus is not put anew.
    if (!this.#list.isConnected) this.#box.replaceChildren(this.#list, this.#state, ...(form ? [form] : []), this.#said);
  }

  #showState(isSome) {
    const { resolved, reopened, writable } = /** @type {Talk} */ (this.#talk);
    const words = stateWords(resolved, reopened);
    const button = make("button", "button button--small", resolved ? t("Reopen") : t("Resolve"));
    button.setAttribute("type", "button");
    button.addEventListener("click", () => this.#settle(resolved ? "reopening" : "resolution"));
    const had = this.#state.contains(document.activeElement);
    this.#state.replaceChildren(...words, ...(isSome && writable ? [button] : []));
    this.#state.classList.toggle("talk__state--open", !resolved);
    this.#state.hidden = this.#state.childElementCount === 0;
    if (had) button.focus();
  }

  /** @param {Comment} comment */
  #entry(comment) {
    const when = make("time", "", momentWords(comment.created_at));
    when.setAttribute("datetime", comment.created_at);
    const edited = comment.edited_at ? [make("span", "", t("changed"))] : [];
    const name = make("b", "", comment.author.name);
    name.dir = "auto";
    const head = make("p", "talk__head", name, when, ...edited);
    const words = comment.removed ? make("i", "", removalWords(comment.removed)) : make("span", "", ...textPieces(comment));
    const text = make("p", "talk__text", words);
    text.dir = "auto";
    const asking = this.#asking?.id === comment.id && !comment.removed ? [this.#asking.form] : [];
    const entry = make("li", "", head, text, ...(asking.length > 0 ? asking : this.#buttons(comment)));
    entry.dataset.comment = comment.id;
    return entry;
  }

  #buttons(comment) {
    const { writable, moderates, me } = /** @type {Talk} */ (this.#talk);
    const isOwn = comment.author.id === me;
    const mayRestore = comment.removed?.by === null ? isOwn : moderates;
    if (!writable || (comment.removed ? !mayRestore : !isOwn && !moderates)) return [];
    const press = (words, act) => {
      const button = make("button", "talk__button", words);
      button.setAttribute("type", "button");
      button.addEventListener("click", act);
      return button;
    };
    if (comment.removed) return [make("p", "talk__buttons", press(t("Restore"), () => this.#act(comment, "restoration")))];
    if (!isOwn) return [make("p", "talk__buttons", press(t("Remove…"), () => this.#askWhy(comment)))];
    return [make("p", "talk__buttons", press(t("Change"), () => this.#change(comment)), press(t("Remove"), () => this.#act(comment, "removal")))];
  }

  /** A lead says why another's comment goes, in its place in the list. */
  #askWhy(comment) {
    const end = () => {
      this.#asking = null;
      this.#show(/** @type {Talk} */ (this.#talk));
      this.#tell("");
      this.#focusFold();
    };
    const form = reasonForm((reason) => this.#act(comment, "removal", { reason }), end);
    this.#asking = { id: comment.id, form };
    this.#show(/** @type {Talk} */ (this.#talk));
    form.querySelector("input")?.focus();
  }

  #makeField() {
    const field = document.createElement("textarea");
    const send = make("button", "button button--small", t("Send"));
    const form = make("form", "talk__form control", field, make("p", "talk__send", send, make("small", "soft", t("@ mentions somebody"))));
    Object.assign(field, { rows: 2, maxLength: 4000, dir: "auto", placeholder: t("Write a comment") });
    field.setAttribute("aria-label", t("Comment"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    field.addEventListener("input", () => {
      this.#keep();
      if (!this.#isWaiting) return;
      this.#tell("");
      this.#sender.hold(this.#mark);
    });
    this.#mentions = new Mentions(field, (isNobody) => this.#tell(isNobody ? t("Nobody of that name can see this mark, so nobody is told.") : ""));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.stopPropagation();
      event.preventDefault();
      this.#send();
    });
    this.#field = field;
    this.#resume();
  }

  /** What an earlier page, or a card that was closed, left unsent. */
  #resume() {
    const unsent = this.#sender.unsent.of(this.#mark);
    if (!unsent || !this.#field) return;
    this.#draft = { id: unsent.id, version: unsent.version };
    this.#field.value = unsent.text;
    if (unsent.sent) this.#waits({ status: 0 });
  }

  #keep() {
    const text = this.#field?.value ?? "";
    if (text.trim()) this.#sender.unsent.keep(this.#mark, { ...this.#draft, text, mentions: [], sent: false });
    else this.#sender.unsent.drop(this.#mark);
  }

  #change(comment) {
    if (!this.#field) return;
    this.#draft = { id: comment.id, version: comment.version };
    this.#field.value = comment.text;
    this.#field.focus();
    this.#keep();
  }

  async #send() {
    const text = this.#field?.value ?? "";
    if (!text.trim()) {
      this.#tell(t("Write something first."));
      return;
    }
    await this.#sender.send(this.#mark, { ...this.#draft, text, mentions: this.#mentions?.mentioned(text) ?? [], sent: true });
  }

  #sent({ body }) {
    this.#goOn();
    this.#tell("");
    this.#show(body.thread);
  }

  #waits({ status }) {
    this.#tell(status === 401 ? t("Not sent yet: you are signed out. Your words are kept in this browser, and go once you sign in again.") : t("Not sent yet: your words are kept in this browser, and go by themselves once the server can be reached."), { isWaiting: true });
  }

  #refused({ body }) {
    this.#goOn();
    if (body?.thread) this.#show(body.thread);
    this.#tell(body?.error?.sentence ?? t("This was not saved."));
  }

  /** What is still kept is what stands in the field. */
  #goOn() {
    const unsent = this.#sender.unsent.of(this.#mark);
    this.#draft = { id: unsent?.id ?? newId(), version: unsent?.version ?? 0 };
    if (this.#field && !unsent) this.#field.value = "";
  }

  async #act(comment, noun, said = {}) {
    const answer = await post(`${this.#base}/${comment.id}/${noun}`, { version: comment.version, ...said });
    // A reason that was not taken stays where it was typed.
    if (answer.status === 200) this.#asking = null;
    this.#take(answer);
    if (!this.#asking) this.#focusFold();
  }

  #focusFold() {
    this.#box.closest("details")?.querySelector("summary")?.focus();
  }

  async #settle(noun) {
    const { version } = /** @type {Talk} */ (this.#talk);
    this.#take(await post(`${this.#base.replace(/comments$/, noun)}`, { version }));
  }

  #take({ status, body }) {
    if (body?.thread) this.#show(body.thread);
    this.#tell(status === 200 ? "" : body?.error?.sentence ?? t("The server cannot be reached; try again."));
  }

  #tell(words, { isWaiting = false } = {}) {
    this.#isWaiting = isWaiting;
    this.#said.textContent = words;
    this.#said.hidden = words === "";
  }
}

/** Who said last whether it is settled, and when; nothing where nobody did. */
function stateWords(resolved, reopened) {
  const said = resolved ?? reopened;
  if (!said) return [];
  const values = { name: said.by, when: momentWords(said.at) };
  const words = resolved ? t("Resolved by {name}, {when}", values) : t("Reopened by {name}, {when}", values);
  return [icon(resolved ? "circle-check" : "undo-2"), make("span", "", words)];
}

/** The words of a comment, with the names of those it mentions told apart. */
function textPieces({ text, mentions }) {
  return namesIn(text, mentions).map(({ words, person }) => (person ? make("b", "talk__mention", make("bdi", "", words)) : words));
}
