import { Drafts } from "../outbox/drafts.js";
import { browserDrafts } from "../outbox/storage.js";

/**
 * @typedef {object} Unsent a comment that the server does not have yet
 * @property {string} id the one it is sent with, so that it is never there twice
 * @property {number} version of a comment that is changed; 0 of a new one
 * @property {string} text
 * @property {number[]} mentions ids of whom it names, known when it is to be sent
 * @property {boolean} sent whether somebody asked for it to be sent
 */

const FIELD = "comment";

/**
 * What one person wrote about the marks of an article and the server does not have. It is kept in
 * this browser beside what is typed in cards: through a reload and a new sign-in, for nobody else,
 * and whoever signs out is asked about it.
 */
export class UnsentComments {
  #drafts;

  /** @param {Drafts} drafts */
  constructor(drafts) {
    this.#drafts = drafts;
  }

  /** @param {string | number} user @param {string} article @returns {Promise<UnsentComments>} */
  static async open(user, article) {
    // Under a name of their own, as the fields of the cards know nothing of them.
    const { storage, found } = await browserDrafts(user, `${article} comments`);
    return new UnsentComments(new Drafts(storage, found));
  }

  /** @returns {string[]} the marks that something unsent is about */
  get marks() {
    return [...this.#drafts.annotations];
  }

  /** @param {string} mark @returns {Unsent | null} */
  of(mark) {
    const [draft] = this.#drafts.of(mark);
    return draft ? JSON.parse(draft.value) : null;
  }

  /** @param {string} mark @param {Unsent} unsent */
  keep(mark, unsent) {
    this.#drafts.keep({ annotation: mark, field: FIELD, value: JSON.stringify(unsent), ground: null, version: unsent.version });
  }

  /** @param {string} mark */
  drop(mark) {
    this.#drafts.drop(mark, FIELD);
    this.#drafts.flush();
  }

  /** Write now what waits to be written. */
  flush() {
    this.#drafts.flush();
  }

  /** Words are kept before the page goes, and the page stays while the browser has not kept them. */
  guardLeaving() {
    addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => this.flush());
    addEventListener("beforeunload", (event) => {
      this.flush();
      if (this.#drafts.unsafeToLeave()) event.preventDefault();
    });
  }
}
