import { say } from "../common/announce.js";
import { get, post } from "../common/api.js";
import { icon, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { newId } from "../common/uuid.js";
import { momentWords } from "../common/words.js";
import { Mentions } from "./mentions.js";
import { forget, keep, kept } from "./talk-draft.js";

/**
 * @typedef {object} Comment
 * @property {string} id
 * @property {number} version
 * @property {{id: number, name: string}} author
 * @property {string} text
 * @property {{id: number, name: string}[]} mentions
 * @property {string} created_at
 * @property {string | null} edited_at
 * @property {boolean} removed
 */

/**
 * @typedef {object} Talk a thread as the server tells it
 * @property {number} me
 * @property {number} version
 * @property {{by: string, at: string} | null} resolved
 * @property {Comment[]} comments
 * @property {{id: number, name: string}[]} people who may be mentioned
 * @property {boolean} writable
 */

/** @type {WeakMap<HTMLElement, Thread>} */
const threads = new WeakMap();

/**
 * Fetch a thread and show it.
 * @param {HTMLElement} box
 * @param {string} address of the comments, with what is asked for behind it
 * @param {(count: number) => void} onCount
 */
export async function showThread(box, address, onCount) {
  const thread = threads.get(box) ?? new Thread(box, address, onCount);
  threads.set(box, thread);
  await thread.fetch();
}

class Thread {
  #box;
  #address;
  #base;
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
  #sending = false;

  constructor(box, address, onCount) {
    this.#box = box;
    this.#address = address;
    this.#base = address.split("?")[0];
    this.#onCount = onCount;
    this.#said.setAttribute("role", "status");
    this.#said.hidden = true;
    addEventListener("online", () => this.#field?.isConnected && kept(this.#base)?.sent && this.#send());
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
    const { resolved, writable } = /** @type {Talk} */ (this.#talk);
    const words = resolved ? [icon("circle-check"), make("span", "", t("Resolved by {name}, {when}", { name: resolved.by, when: momentWords(resolved.at) }))] : [];
    const button = make("button", "button button--small", resolved ? t("Reopen") : t("Resolve"));
    button.setAttribute("type", "button");
    button.addEventListener("click", () => this.#settle(resolved ? "reopening" : "resolution"));
    const had = this.#state.contains(document.activeElement);
    this.#state.replaceChildren(...words, ...(isSome && writable ? [button] : []));
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
    const words = comment.removed ? make("i", "", t("You removed this comment.")) : make("span", "", ...textPieces(comment));
    const text = make("p", "talk__text", words);
    text.dir = "auto";
    const own = this.#talk?.writable && comment.author.id === this.#talk.me;
    return make("li", "", head, text, ...(own ? [this.#buttons(comment)] : []));
  }

  #buttons(comment) {
    const press = (words, act) => {
      const button = make("button", "talk__button", words);
      button.setAttribute("type", "button");
      button.addEventListener("click", act);
      return button;
    };
    if (comment.removed) return make("p", "talk__buttons", press(t("Restore"), () => this.#act(comment, "restoration")));
    return make("p", "talk__buttons", press(t("Change"), () => this.#change(comment)), press(t("Remove"), () => this.#act(comment, "removal")));
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
    field.addEventListener("input", () => this.#keep(false));
    this.#mentions = new Mentions(field);
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
    const draft = kept(this.#base);
    if (!draft || !this.#field) return;
    this.#draft = { id: draft.id, version: draft.version };
    this.#field.value = draft.text;
    if (draft.sent) this.#tell(t("Not sent yet: your words are kept in this tab."));
  }

  #keep(sent) {
    const text = this.#field?.value ?? "";
    if (text.trim()) keep(this.#base, { ...this.#draft, text, sent });
    else forget(this.#base);
  }

  #change(comment) {
    if (!this.#field) return;
    this.#draft = { id: comment.id, version: comment.version };
    this.#field.value = comment.text;
    this.#field.focus();
    this.#keep(false);
  }

  async #send() {
    const field = this.#field;
    if (!field || this.#sending) return;
    const text = field.value;
    if (!text.trim()) {
      this.#tell(t("Write something first."));
      return;
    }
    this.#keep(true);
    this.#sending = true;
    const draft = this.#draft;
    const mentions = this.#mentions?.mentioned(text).join(" ") ?? "";
    const answer = await post(`${this.#base}/${draft.id}`, { version: draft.version, text, mentions });
    this.#sending = false;
    if (answer.status !== 200 && answer.status !== 201) {
      this.#refused(answer);
      return;
    }
    this.#sent(field, text);
    this.#show(answer.body.thread);
    say(t("Comment sent"));
  }

  /** What was typed while it was on its way is a comment of its own. */
  #sent(field, text) {
    this.#draft = { id: newId(), version: 0 };
    field.value = field.value === text ? "" : field.value;
    this.#keep(false);
    this.#tell("");
  }

  #refused({ status, body }) {
    if (body?.thread) this.#show(body.thread);
    const isKept = status === 0 || status >= 500 || status === 429 || status === 401;
    if (!isKept) this.#keep(false);
    // Words that the server has already, or a version that is gone, go as a comment of their own next.
    if (status === 409 || status === 412 || status === 404) this.#draft = { id: newId(), version: 0 };
    this.#tell(isKept ? t("Not sent yet: your words are kept in this tab.") : body?.error?.sentence ?? t("This was not saved."));
  }

  async #act(comment, noun) {
    this.#take(await post(`${this.#base}/${comment.id}/${noun}`, { version: comment.version }));
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

  #tell(words) {
    this.#said.textContent = words;
    this.#said.hidden = words === "";
  }
}

/** The words of a comment, with the names of those it mentions told apart. */
function textPieces({ text, mentions }) {
  const names = mentions.map(({ name }) => `@${name}`).sort((one, other) => other.length - one.length);
  const pieces = [];
  let rest = text;
  while (rest) {
    const found = names.map((name) => ({ name, at: rest.indexOf(name) })).filter(({ at }) => at >= 0).sort((one, other) => one.at - other.at || other.name.length - one.name.length)[0];
    if (!found) break;
    pieces.push(rest.slice(0, found.at), make("b", "talk__mention", found.name));
    rest = rest.slice(found.at + found.name.length);
  }
  return [...pieces, rest];
}
