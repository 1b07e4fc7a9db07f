import { clone, find, make } from "../common/dom.js";
import { concerns } from "../marks/edits.js";
import { t } from "../common/i18n.js";
import { agoWords, exactWords, kindName } from "../common/words.js";

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
    if (!found) place.replaceChildren();
    else if (place.dataset.shown !== found.key) place.replaceChildren(this.#notice(found));
    place.dataset.shown = found?.key ?? "";
  }

  #keep(kind, { item, current = null, error = null }) {
    const key = `${kind} ${item.key} ${current?.version ?? ""} ${error?.sentence ?? ""}`;
    this.#found.set(item.annotation, { kind, item, current, error, key });
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
    if (kind === "conflict") {
      const mine = this.#store.get(item.annotation);
      find(notice, ".trouble__rows").append(...comparison(item, mine, current));
    }
    find(notice, ".trouble__actions").append(...this.#ways(kind, item));
    return notice;
  }

  #ways(kind, item) {
    if (kind === "conflict") {
      return [
        way(t("Keep mine"), () => this.#leave(item.annotation, () => this.#outbox.resolve(item, "mine"))),
        way(t("Take theirs"), () => this.#leave(item.annotation, () => this.#outbox.resolve(item, "theirs"))),
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

function way(words, act) {
  const button = make("button", "button button--small", words);
  button.setAttribute("type", "button");
  button.addEventListener("click", act);
  return button;
}

function changedWords(current) {
  if (!current) return t("This mark changed elsewhere.");
  const when = agoWords(current.updated_at);
  if (current.removed) return t("This mark was deleted elsewhere, {when}.", { when });
  return t("This mark changed elsewhere, {when}. Which version shall stay?", { when });
}

/**
 * Both versions side by side, for what the waiting change is about and where they differ. All
 * else of theirs stays whatever is chosen; it is shown where the change rests on it.
 */
function comparison(item, mine, theirs) {
  if (!mine || !theirs) return [];
  if (item.kind !== "save" || theirs.removed) {
    const state = (one) => (one.removed ? t("deleted") : t("kept"));
    return [row(t("Mark"), state(mine), state(theirs))];
  }
  const facts = [
    ["fragments", t("Words"), exactWords],
    ["label", t("Kind"), (one) => kindName(one.label)],
    ["wording", t("Wording"), (one) => one.claim?.wording],
    ["verdict", t("Verdict"), (one) => judged(one.claim)],
    ["verdict", t("Reason"), (one) => (one.claim?.pending ?? one.claim?.verdict)?.rationale],
    ["sources", t("Sources"), (one) => one.claim?.sources.map((source) => source.title || source.url).join("\n")],
    ["note", t("Note"), (one) => one.note],
  ];
  const { about, restsOn } = concerns(item);
  return facts
    .filter(([part]) => about.has(part) || restsOn.has(part))
    .map(([part, name, read]) => ({ part, name, here: read(mine) || "", there: read(theirs) || "" }))
    .filter(({ here, there }) => here !== there)
    .map(({ part, name, here, there }) => (about.has(part) ? row(name, here, there) : row(name, null, there)));
}

function judged(claim) {
  if (claim?.pending?.rating) return t("{rating}, not complete", { rating: claim.pending.label });
  return claim?.verdict?.label;
}

/** A row without a value of one's own tells only what stands there now. */
function row(name, here, there) {
  const value = (whose, words) => {
    const cell = make("div", "trouble__value", make("small", "", whose), words || t("nothing"));
    cell.dir = "auto";
    return cell;
  };
  const cells = here === null ? [value(t("Now"), there)] : [value(t("Mine"), here), value(t("Theirs"), there)];
  return make("div", "trouble__row", make("h4", "", name), ...cells);
}
