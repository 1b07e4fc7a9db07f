import { postAs } from "../common/api.js";
import { doubtWords } from "../cards/doubts.js";
import { find, make } from "../common/dom.js";
import { t, tn } from "../common/i18n.js";
import { exactWords } from "../common/words.js";

/** The dialog that hands the work in. It names what is not finished before anything is sent. */
export class Submission {
  #dialog;
  #form;
  #store;
  #outbox;
  #show;
  #usual;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {import("../marks/store.js").Store} store
   * @param {import("../outbox/sync.js").Outbox} outbox
   * @param {(id: string) => void} show opens a mark
   */
  constructor(dialog, store, outbox, show) {
    this.#dialog = dialog;
    this.#form = find(dialog, "form.form");
    this.#store = store;
    this.#outbox = outbox;
    this.#show = show;
    this.#usual = find(this.#form, "button[type=submit] span").textContent;
    find(dialog, "[data-action=close]").addEventListener("click", () => dialog.close());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  open() {
    const marks = this.#store.list();
    const { claims, checked } = this.#store.progress();
    find(this.#dialog, ".submit__summary").textContent = summary(marks.length, claims, checked);
    const groups = uncheckedClaims(marks);
    this.#namePending(groups.pending);
    this.#nameGroup(".submit__unjudged", t("These claims have no verdict yet:"), groups.unjudged);
    this.#nameGroup(".submit__stale", t("The verdicts on these claims are to be confirmed:"), groups.stale);
    this.#nameGroup(".submit__doubted", t("The evidence of these claims leaves doubts, which hold nothing up:"), doubtedClaims(marks));
    this.#say("");
    this.#name(this.#usual);
    this.#dialog.showModal();
  }

  #namePending(pending) {
    this.#nameGroup(".submit__pending", t("These claims have a choice that is not a verdict yet:"), pending);
  }

  #nameGroup(selector, sentence, claims) {
    const part = find(this.#dialog, selector);
    part.hidden = claims.length === 0;
    find(part, "p").textContent = sentence;
    const lines = claims.map(({ id, words }) => {
      const button = make("button", "link-button", words);
      button.setAttribute("type", "button");
      button.dir = "auto";
      button.addEventListener("click", () => {
        this.#dialog.close();
        this.#show(id);
      });
      return make("li", "", button);
    });
    find(part, "ul").replaceChildren(...lines);
  }

  async #send() {
    if (this.#outbox.pending().length > 0) {
      this.#outbox.retry();
      this.#say(t("Some changes are not saved yet. Try again when the page says Saved."));
      return;
    }
    const fields = [...new FormData(this.#form)].filter(([name]) => name !== "csrf_token");
    const answer = await postAs(this.#form.action, fields, this.#store.me.id);
    if (answer.status === 200) reloadFromTop();
    else if (isUnknown(answer)) this.#offerAgain();
    else this.#refused(answer);
  }

  /** To submit once more what was submitted changes nothing, so it may be tried without a thought. */
  #offerAgain() {
    this.#name(t("Try again"));
    this.#say(t("No answer came. It is not known whether the submission arrived. Trying again does no harm."));
  }

  #refused({ body }) {
    this.#name(this.#usual);
    if (body?.pending) this.#namePending(body.pending.map(({ id, wording }) => ({ id, words: wording || this.#wordsOf(id) })));
    this.#say(body?.error?.sentence ?? t("This could not be submitted."));
  }

  #wordsOf(id) {
    const mark = this.#store.get(id);
    return mark ? exactWords(mark) : "";
  }

  #name(words) {
    find(this.#form, "button[type=submit] span").textContent = words;
  }

  #say(words) {
    const error = find(this.#dialog, "#submit-error");
    error.textContent = words;
    error.hidden = !words;
  }
}

/**
 * The claims that are not checked, by what they lack. A choice that is not complete comes first,
 * whatever verdict stood before it.
 * @param {any[]} marks ANNOTATIONs in text order
 * @returns {Record<"pending" | "unjudged" | "stale", {id: string, words: string}[]>}
 */
export function uncheckedClaims(marks) {
  const groups = { pending: [], unjudged: [], stale: [] };
  for (const mark of marks) {
    const group = mark.label === "claim" ? lackOf(mark.claim) : null;
    if (group) groups[group].push({ id: mark.id, words: mark.claim?.wording || exactWords(mark) });
  }
  return groups;
}

/**
 * The claims whose evidence leaves doubts, each with how it is doubted as a whole.
 * @param {any[]} marks ANNOTATIONs in text order
 * @returns {{id: string, words: string}[]}
 */
export function doubtedClaims(marks) {
  const doubted = marks.filter(({ claim }) => claim?.warnings?.length > 0);
  return doubted.map((mark) => {
    const whole = mark.claim.warnings.filter(({ source }) => !source).map(doubtWords);
    const single = mark.claim.warnings.filter(({ source }) => source).map(doubtWords);
    const doubts = [...new Set([...whole, ...single])].join(" ");
    return { id: mark.id, words: `${mark.claim.wording || exactWords(mark)} (${doubts})` };
  });
}

function lackOf(claim) {
  if (claim?.pending?.rating) return "pending";
  if (!claim?.verdict) return "unjudged";
  return claim.verdict.stale ? "stale" : null;
}

/** A time-out, or a server before the server that gave up: it may have been done all the same. */
function isUnknown({ status, body }) {
  return status === 0 || ((status === 502 || status === 504) && !body?.error);
}

/** The server says at the top of the page what may be done now. */
function reloadFromTop() {
  history.scrollRestoration = "manual";
  location.reload();
}

function summary(marks, claims, checked) {
  if (marks === 0) return t("You marked nothing in this article. That is a result too, if you read it to the end.");
  if (claims === checked) return tn("{n} mark, every claim checked ({claims}).", "{n} marks, every claim checked ({claims}).", marks, { claims });
  return tn("{n} mark, {checked} of {claims} claims checked.", "{n} marks, {checked} of {claims} claims checked.", marks, { checked, claims });
}

/**
 * Take a submission back, so that work can go on.
 * @param {HTMLElement} button
 * @param {string} url
 * @param {number} user whose submission it is
 * @returns {() => Promise<void>} what a press does
 */
export function withdrawal(button, url, user) {
  const name = button.textContent;
  return async () => {
    const answer = await postAs(url, {}, user);
    if (answer.status === 200) {
      reloadFromTop();
      return;
    }
    const unknown = t("No answer came. It is not known whether the submission was withdrawn. Trying again does no harm.");
    const said = answer.body?.error?.sentence ?? t("The submission could not be withdrawn.");
    button.textContent = isUnknown(answer) ? t("Try again") : name;
    const error = find(document, "#withdraw-error");
    error.hidden = false;
    error.textContent = isUnknown(answer) ? unknown : said;
  };
}
