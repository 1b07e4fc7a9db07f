import { find } from "../common/dom.js";
import { fill } from "../common/i18n.js";
import { dropSteps } from "../outbox/steps.js";
import { countUnsent, dropUnsent } from "../outbox/storage.js";

const PATIENCE = 800;

/**
 * Asks before somebody signs out whose changes have not all reached the server. Without this
 * module the form signs out at once, and what is unsent stays in the browser.
 * @param {HTMLElement} element the form, with data-user, data-after (where signing out leads) and
 *   data-said-waiting; #sign-out-dialog is what asks
 */
export function start(element) {
  if (!(element instanceof HTMLFormElement)) return;
  new SignOut(element, find(document, "#sign-out-dialog")).listen();
}

class SignOut {
  #form;
  #dialog;
  #user;
  #isBusy = false;

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLDialogElement} dialog
   */
  constructor(form, dialog) {
    this.#form = form;
    this.#dialog = dialog;
    this.#user = form.dataset.user ?? "";
  }

  listen() {
    const ways = { stay: () => this.#dialog.close(), keep: () => this.#form.submit(), discard: () => this.#discard() };
    for (const [action, way] of Object.entries(ways)) {
      find(this.#dialog, `[data-action=${action}]`).addEventListener("click", () => this.#once(way));
    }
    this.#dialog.addEventListener("close", () => this.#focusMenu());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#once(() => this.#begin());
    });
  }

  /** Whoever presses twice means it once. */
  async #once(work) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    await work();
    this.#isBusy = false;
  }

  async #begin() {
    const n = await stillUnsent(this.#user);
    if (n === 0) {
      await dropSteps(this.#user).catch(() => {});
      this.#form.submit();
      return;
    }
    find(this.#dialog, "[data-waiting]").textContent = fill(this.#form.dataset.saidWaiting ?? "", { n });
    find(this.#dialog, "[data-refusal]").hidden = true;
    this.#dialog.showModal();
  }

  /** Nothing is dropped while the server has not ended the session. */
  async #discard() {
    try {
      if (!(await endSession(this.#form))) throw new Error("still signed in");
      await dropUnsent(this.#user);
      location.assign(this.#form.dataset.after ?? "/");
    } catch {
      find(this.#dialog, "[data-refusal]").hidden = false;
    }
  }

  /** The button that was pressed is in a menu that has closed meanwhile. */
  #focusMenu() {
    const menu = this.#form.closest("[popover]");
    if (menu) find(document, `[popovertarget="${menu.id}"]`).focus();
  }
}

/** A save that is on its way gets a moment to arrive. A browser that keeps nothing has nothing to ask. */
async function stillUnsent(user) {
  try {
    if ((await countUnsent(user)) === 0) return 0;
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
    return await countUnsent(user);
  } catch {
    return 0;
  }
}

/** The page that the answer leads to is left for the browser to fetch, with its message. */
async function endSession(form) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    credentials: "same-origin",
    redirect: "manual",
  });
  return answer.type === "opaqueredirect";
}
