import { checkDay } from "./days.js";
import { furnish } from "./folds.js";
import { find } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { dayWords } from "../common/particular-words.js";
import { BESIDE } from "../marks/evidence.js";
import { judgement } from "../marks/standing.js";

const CHOSEN = ["confidence", "public_state"];

/** Confidence, effective date, public state and correction note of a verdict: folded, and said where they are used. */
export class VerdictBeside {
  #root;
  #store;
  #id;
  #typing;

  /**
   * @param {HTMLElement} root the editor
   * @param {import("../marks/store.js").Store} store
   * @param {string} id of the claim
   * @param {import("../outbox/typing.js").Typing} typing
   */
  constructor(root, store, id, typing) {
    this.#root = find(root, ".beside");
    this.#store = store;
    this.#id = id;
    this.#typing = typing;
    this.#root.addEventListener("change", ({ target }) => {
      if (CHOSEN.includes(target.dataset?.field)) this.#say(target);
    });
    this.#root.addEventListener("focusout", ({ target }) => {
      if (target.dataset?.field === "effective_on") this.#say(target);
    });
  }

  refresh() {
    const { claim } = this.#store.get(this.#id);
    const now = judgement(claim);
    this.#root.hidden = !now;
    if (!now) return;
    find(this.#root, ".beside__said").textContent = besideWords(now, true);
    // What is still to be said is in sight.
    if (claim.pending?.missing?.includes("correction_note")) this.#open();
    if (!this.#root.dataset.holds) this.#fill(now, claim);
  }

  #fill(now, { verdict, pending }) {
    for (const name of [...CHOSEN, "effective_on"]) this.#typing.show(find(this.#root, `[data-field=${name}]`), now[name] ?? "");
    find(this.#root, ".beside__reopen").hidden = !verdict || verdict.stale || Boolean(pending?.rating);
  }

  #open() {
    furnish(this.#root);
    this.#root.setAttribute("open", "");
  }

  /** Unfold it and go to its first field. @returns {boolean} false where there is nothing to say it of */
  focus() {
    if (this.#root.closest("[hidden]")) return false;
    this.#open();
    /** @type {HTMLElement} */ (find(this.#root, "[data-field=confidence]")).focus();
    return true;
  }

  #say(field) {
    if (!checkDay(field) || !this.#typing.isDirty(field)) return;
    const name = field.dataset.field;
    this.#store.change(this.#id, { [name]: field.value });
    this.#typing.settle(field, field.value);
  }
}

/**
 * What is said beside a rating, in a few words.
 * @param {any} judged a verdict or a choice
 * @param {boolean} [isShort] without the note of a correction
 * @returns {string} empty where nothing is
 */
export function besideWords(judged, isShort = false) {
  const said = BESIDE.map((name) => partWords(judged, name)).filter(Boolean);
  const note = isShort ? null : judged.correction_note;
  return [...said, note].filter(Boolean).join(" · ");
}

function partWords(judged, name) {
  const value = judged[name];
  if (!value) return "";
  if (name === "effective_on") return t("from {day}", { day: dayWords(value) });
  const words = {
    low: t("low confidence"), medium: t("medium confidence"), high: t("high confidence"),
    draft: t("draft"), published: t("published"), corrected: t("corrected"), void: t("void"),
  };
  return words[value] ?? "";
}
