import { post, refreshToken } from "./api.js";
import { find, make } from "./dom.js";
import { t } from "./i18n.js";
import { exactWords } from "./words.js";

/** The dialog that hands the work in. It names what is not finished before anything is sent. */
export class Submission {
  #dialog;
  #form;
  #store;
  #outbox;
  #show;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {import("./store.js").Store} store
   * @param {import("./sync.js").Outbox} outbox
   * @param {(id: string) => void} show opens a mark
   */
  constructor(dialog, store, outbox, show) {
    this.#dialog = dialog;
    this.#form = find(dialog, "form.form");
    this.#store = store;
    this.#outbox = outbox;
    this.#show = show;
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
    const pending = marks.filter(({ claim }) => claim?.pending?.rating);
    this.#namePending(pending.map((mark) => ({ id: mark.id, words: mark.claim.wording || exactWords(mark) })));
    this.#say("");
    this.#dialog.showModal();
  }

  #namePending(pending) {
    const part = find(this.#dialog, ".submit__pending");
    part.hidden = pending.length === 0;
    find(part, "p").textContent = t("These claims have a choice that is not a verdict yet:");
    const lines = pending.map(({ id, words }) => {
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
    const { status, body } = await send(this.#form.action, fields);
    if (status === 200) reloadFromTop();
    else this.#refused(status, body);
  }

  #refused(status, body) {
    if (body?.pending) this.#namePending(body.pending.map(({ id, wording }) => ({ id, words: wording || this.#wordsOf(id) })));
    const offline = t("The server cannot be reached. Nothing was submitted.");
    this.#say(body?.error?.sentence ?? (status === 0 ? offline : t("This could not be submitted.")));
  }

  #wordsOf(id) {
    const mark = this.#store.get(id);
    return mark ? exactWords(mark) : "";
  }

  #say(words) {
    const error = find(this.#dialog, "#submit-error");
    error.textContent = words;
    error.hidden = !words;
  }
}

/** A page that stood open over a new sign-in holds an old token; it is fetched anew, once. */
async function send(url, fields) {
  const answer = await post(url, fields);
  return answer.status === 400 && (await refreshToken()) ? post(url, fields) : answer;
}

/** The server says at the top of the page what may be done now. */
function reloadFromTop() {
  history.scrollRestoration = "manual";
  location.reload();
}

function summary(marks, claims, checked) {
  if (marks === 0) return t("You marked nothing in this article. That is a result too, if you read it to the end.");
  if (claims === checked) return t("{marks} marks, every claim checked ({claims}).", { marks, claims });
  return t("{marks} marks, {checked} of {claims} claims checked.", { marks, checked, claims });
}

/**
 * Take a submission back, so that work can go on.
 * @param {HTMLElement} button
 * @param {string} url
 */
export function offerWithdrawal(button, url) {
  button.addEventListener("click", async () => {
    const { status, body } = await send(url, {});
    if (status === 200) {
      reloadFromTop();
      return;
    }
    const error = find(document, "#withdraw-error");
    error.hidden = false;
    error.textContent = body?.error?.sentence ?? t("The submission could not be withdrawn.");
  });
}
