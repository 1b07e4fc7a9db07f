import { chosenTheirs, comparison } from "./comparison.js";
import { clone, find, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { agoWords } from "../common/words.js";

/** The marks that could not be kept: what the server refused, and what changed elsewhere meanwhile. */
export class Troubles extends EventTarget {
  #store;
  #outbox;
  #found = new Map();

  /**
   * @param {import("../marks/store.js").Store} store
   * @param {import("../outbox/sync.js").Outbox} outbox
   * @param {import("../outbox/sync.js").Item[]} pending what an earlier page left, troubles included
   */
  constructor(store, outbox, pending) {
    super();
    this.#store = store;
    this.#outbox = outbox;
    outbox.addEventListener("conflict", (event) => this.#keep("conflict", event.detail));
    outbox.addEventListener("refused", (event) => this.#keep("refused", event.detail));
    outbox.addEventListener("ack", (event) => this.#settle(event.detail.item.annotation));
    outbox.addEventListener("dropped", (event) => this.#settle(event.detail.annotation));
    for (const item of pending.filter(({ state }) => state === "conflict" || state === "refused")) {
      this.#keep(item.state, { item, current: item.current, error: item.error });
    }
  }

  /** @returns {string | null} the first mark in trouble */
  get first() {
    return this.#found.keys().next().value ?? null;
  }

  /** @param {string} id @returns {"conflict" | "refused" | null} */
  kindOf(id) {
    return this.#found.get(id)?.kind ?? null;
  }

  /**
   * Settle the conflict of a mark as a whole.
   * @param {string} id
   * @param {"mine" | "theirs"} choice
   * @returns {boolean} false where it has none
   */
  settle(id, choice) {
    const found = this.#found.get(id);
    if (found?.kind !== "conflict") return false;
    this.#leave(id, () => this.#outbox.resolve(found.item, choice));
    return true;
  }

  #settleParts(item, theirs, parts) {
    if (theirs.length === 0) this.settle(item.annotation, "mine");
    else if (theirs.length === parts.length) this.settle(item.annotation, "theirs");
    else this.#leave(item.annotation, () => this.#outbox.resolveParts(item, theirs));
  }

  /** What was refused, by the name of the field. @param {string} id @returns {Record<string, string[]>} */
  errorsOf(id) {
    const error = this.#found.get(id)?.error;
    if (!error) return {};
    const all = { ...error.fields };
    if (error.field && !all[error.field]) all[error.field] = [error.sentence];
    const named = Object.entries(all).map(([name, said]) => [name.replace(/^verdict-/, ""), said]);
    return Object.fromEntries(named);
  }

  /** Tell in a card what happened and offer the ways out. @param {HTMLElement} place @param {string} id */
  fill(place, id) {
    const found = this.#found.get(id);
    const key = found ? `${found.key} ${this.#queued(id).length}` : "";
    if (!found) place.replaceChildren();
    else if (place.dataset.shown !== key) place.replaceChildren(this.#notice(found));
    place.dataset.shown = key;
  }

  /** All that waits for a mark: what follows on a change that met a conflict waits for the same choice. */
  #queued(id) {
    return this.#outbox.pending().filter(({ annotation }) => annotation === id).flatMap(({ fields }) => fields);
  }

  #keep(kind, { item, current = null, error = null }) {
    const key = `${kind} ${item.key} ${current?.version ?? ""} ${error?.sentence ?? ""}`;
    this.#found.set(item.annotation, { kind, item: { ...item, current }, current, error, key });
    this.dispatchEvent(new CustomEvent("change", { detail: { id: item.annotation, kind } }));
  }

  #settle(id) {
    if (this.#found.delete(id)) this.dispatchEvent(new CustomEvent("change", { detail: { id, kind: null } }));
  }

  #notice({ kind, item, current, error }) {
    const notice = clone("trouble-template");
    notice.classList.add(`trouble--${kind}`);
    const title = kind === "conflict" ? changedWords(current) : (error?.sentence ?? t("This could not be saved."));
    find(notice, ".trouble__title").textContent = title;
    const rows = find(notice, ".trouble__rows");
    const both = kind === "conflict" ? comparison({ ...item, fields: this.#queued(item.annotation) }, this.#store.get(item.annotation), current, (other) => this.#store.get(other)) : null;
    rows.append(...(both?.rows ?? []));
    const ways = this.#ways(kind, item);
    if (both && both.parts.length > 0) ways.push(way(t("Keep what is chosen"), () => this.#settleParts(item, chosenTheirs(rows), both.parts)));
    find(notice, ".trouble__actions").append(...ways);
    return notice;
  }

  #ways(kind, item) {
    if (kind === "conflict") {
      return [
        way(t("Keep mine"), () => this.settle(item.annotation, "mine"), "A"),
        way(t("Take theirs"), () => this.settle(item.annotation, "theirs"), "B"),
      ];
    }
    return [
      way(t("Try again"), () => this.#leave(item.annotation, () => this.#outbox.retry(item))),
      way(t("Discard the change"), () => this.#leave(item.annotation, () => this.#outbox.discard(item))),
    ];
  }

  #leave(id, settle) {
    this.#settle(id);
    settle();
    document.getElementById(`c${this.#store.get(id)?.n}`)?.focus({ preventScroll: true });
  }
}

function way(words, act, key = "") {
  const button = make("button", "button button--small", make("span", "", words));
  button.setAttribute("type", "button");
  if (key) {
    const shown = make("kbd", "", key);
    shown.setAttribute("aria-hidden", "true");
    button.setAttribute("aria-keyshortcuts", key);
    button.append(shown);
  }
  button.addEventListener("click", act);
  return button;
}

function changedWords(current) {
  if (!current) return t("This mark changed elsewhere.");
  const when = agoWords(current.updated_at);
  if (current.removed) return t("This mark was deleted elsewhere, {when}.", { when });
  return t("This mark changed elsewhere, {when}. Which version shall stay?", { when });
}
