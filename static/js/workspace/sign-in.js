import { say } from "../common/announce.js";
import { post, refreshToken } from "../common/api.js";
import { find } from "../common/dom.js";
import { t, tn } from "../common/i18n.js";

/** What an outbox says that does not know yet whether the server takes its changes again. */
const UNDECIDED = ["saving", "waiting"];

/**
 * The dialog in which somebody whose session has ended signs in again, on the page where they
 * work. What they did waits in the outbox meanwhile and goes on from there.
 */
export class SignIn {
  #dialog;
  #form;
  #outbox;
  #me;
  #csrf;
  #isBusy = false;
  #state = "saved";

  /**
   * @param {HTMLDialogElement} dialog
   * @param {import("../outbox/sync.js").Outbox} outbox
   * @param {{me: {id: number, name: string}, urls: {csrf: string}}} data the page's workspace-data
   */
  constructor(dialog, outbox, { me, urls }) {
    this.#dialog = dialog;
    this.#form = find(dialog, "form.form");
    this.#outbox = outbox;
    this.#me = me;
    this.#csrf = urls.csrf;
    outbox.addEventListener("state", ({ detail }) => this.#follow(detail.state));
    this.#follow(outbox.status.state);
    find(dialog, "[data-action=retry]").addEventListener("click", () => outbox.retry());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#once(() => this.#send());
    });
  }

  open() {
    if (this.#dialog.open) return;
    this.#say("");
    this.#password.value = "";
    this.#dialog.showModal();
    this.#password.focus();
  }

  get #password() {
    return find(this.#form, "[name=password]");
  }

  /**
   * Whoever closes the dialog to go on working is not asked again at each change; and while the
   * server is asked once more who this is, the dialog stays with what is typed in it.
   */
  #follow(state) {
    if (state === this.#state || (this.#state === "signed-out" && UNDECIDED.includes(state))) return;
    this.#state = state;
    if (state === "signed-out") this.open();
    else if (this.#dialog.open) this.#dialog.close();
  }

  async #once(work) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#form.setAttribute("aria-busy", "true");
    await work();
    this.#form.setAttribute("aria-busy", "false");
    this.#isBusy = false;
  }

  /** The token that the page has went with its session; a new one comes before and after. */
  async #send() {
    const before = await refreshToken(this.#csrf);
    if (!before) {
      this.#say(t("The server cannot be reached. Your work is kept in this browser."));
      return;
    }
    if (before.user === null) {
      const fields = [...new FormData(this.#form)].filter(([name]) => name !== "csrf_token");
      const answer = await post(this.#form.action, /** @type {[string, string][]} */ (fields));
      if (answer.status !== 204) {
        this.#refused(answer);
        return;
      }
    }
    await this.#goOn(before.user === null ? await refreshToken(this.#csrf) : before);
  }

  /** Nobody sends another person's work. */
  async #goOn(now) {
    if (String(now?.user) !== String(this.#me.id)) {
      this.#say(t("Somebody else is signed in here now. Sign in as {name}, whose work this is; it is kept until then.", { name: this.#me.name }));
      return;
    }
    this.#password.value = "";
    this.#state = "saving";
    this.#dialog.close();
    say(t("Signed in again"));
    await this.#outbox.retry();
  }

  #refused({ status, body, retryAfter }) {
    const unreached = t("The server cannot be reached. Your work is kept in this browser.");
    const said = [body?.error?.sentence ?? unreached];
    if (status === 429 && retryAfter) said.push(tn("Try again in {n} second.", "Try again in {n} seconds.", Number(retryAfter)));
    this.#say(said.join(" "));
    this.#password.select();
  }

  #say(words) {
    const error = find(this.#form, "#sign-in-error");
    error.hidden = !words;
    error.textContent = words;
    this.#password.setAttribute("aria-invalid", String(Boolean(words)));
  }
}
