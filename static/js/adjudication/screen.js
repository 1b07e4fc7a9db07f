import { say } from "../common/announce.js";
import { setToken } from "../common/api.js";
import { find, isTyping } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { Card } from "./card.js";
import { Kept } from "./kept.js";
import { actionOf } from "./keys.js";
import { lostNotice } from "./lost.js";
import { Sending } from "./sending.js";
import { progressWords, refusalWords } from "./words.js";

/** @param {HTMLElement} main */
export function start(main) {
  setToken(main.dataset.token ?? "");
  new Screen(main).begin();
}

/** The screen of adjudication: one card open at a time, each decision saved by itself. */
class Screen {
  #main;
  /** @type {Card[]} */
  #cards;
  #sending;
  #kept;

  /** @param {HTMLElement} main */
  constructor(main) {
    const { case: article = "", user = "", csrf = "" } = main.dataset;
    this.#main = main;
    this.#cards = [...main.querySelectorAll("details[data-item]")].map((one) => new Card(/** @type {HTMLDetailsElement} */ (one)));
    this.#sending = new Sending({ user, csrf });
    this.#kept = new Kept(article, user);
  }

  begin() {
    for (const card of this.#cards) this.#listen(card);
    document.addEventListener("keydown", (event) => this.#keyed(event));
    find(this.#main, ".paper").addEventListener("click", (event) => this.#clicked(event));
    addEventListener("beforeunload", (event) => {
      if (this.#cards.some((card) => card.isSending)) event.preventDefault();
    });
    const named = this.#cards.find((card) => `#${card.element.id}` === location.hash);
    if (named) this.#open(named);
    this.#showMarks();
    this.#sendKept();
  }

  /** @param {Card} card */
  #listen(card) {
    card.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#settle(card);
    });
    find(card.element, "[data-part=reopening]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#reopen(card);
    });
    card.element.addEventListener("toggle", () => this.#toggled(card));
  }

  /** @param {Card} card */
  #toggled(card) {
    if (card.element.open) {
      for (const other of this.#cards) if (other !== card) other.element.open = false;
    }
    this.#showMarks();
  }

  #showMarks() {
    const open = this.#cards.find((card) => card.element.open)?.key;
    /** @param {string | undefined} keys */
    const isAmong = (keys) => open !== undefined && (keys?.split(" ").includes(open) ?? false);
    for (const mark of this.#main.querySelectorAll("mark[data-items]")) {
      const { items, edges } = /** @type {HTMLElement} */ (mark).dataset;
      mark.classList.toggle("is-open", isAmong(items));
      mark.classList.toggle("is-edge", isAmong(edges));
    }
  }

  /** @param {Event} event */
  #clicked(event) {
    const mark = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("mark[data-items]"));
    const key = mark?.dataset.items?.split(" ")[0];
    const card = this.#cards.find((one) => one.key === key);
    if (card) this.#open(card);
  }

  /** @param {Card} card */
  #open(card) {
    const agreed = /** @type {HTMLDetailsElement | null} */ (card.element.closest(".agreed"));
    if (agreed) agreed.open = true;
    card.element.open = true;
    card.summary.focus();
    card.element.scrollIntoView({ block: "nearest" });
  }

  get #current() {
    const within = document.activeElement?.closest("details[data-item]");
    return this.#cards.find((card) => card.element === within) ?? this.#cards.find((card) => card.element.open);
  }

  /** @param {KeyboardEvent} event */
  #keyed(event) {
    const { target } = event;
    // In the bar above, keys are the bar's own.
    if (target !== document.body && target instanceof Node && !this.#main.contains(target)) return;
    const card = this.#current;
    if (event.key === "Enter" && card && this.#settles(event, card)) {
      event.preventDefault();
      card.form.requestSubmit();
      return;
    }
    if (isTyping(event.target) || "keysOff" in this.#main.dataset) return;
    const action = actionOf(event, this.#main.querySelectorAll(".legend .lane").length);
    if (action && this.#act(action, card)) event.preventDefault();
  }

  /** Whether Enter settles here: in a field only with Ctrl, never on a button, and once a press. */
  #settles({ target, ctrlKey, metaKey, isComposing, repeat }, card) {
    if (isComposing || repeat || !card.element.open || card.isSettled) return false;
    if (isTyping(target)) return ctrlKey || metaKey;
    // Where nothing has the focus, it is the open card's, as the other keys are.
    if (target === document.body) return !("keysOff" in this.#main.dataset);
    return target === card.summary || target.matches("input[type=radio]");
  }

  /**
   * @param {import("./keys.js").Action} action
   * @param {Card | undefined} card
   */
  #act(action, card) {
    if (action.does === "next" || action.does === "previous") return this.#move(action.does === "next" ? 1 : -1, card);
    if (!card) return false;
    if (action.does === "reopen") return card.isSettled && (find(card.element, "[data-part=reopening]").requestSubmit(), true);
    if (card.isSettled) return false;
    if (action.does === "take") card.take(action.column);
    if (action.does === "reason") card.form.reason.focus();
    if (action.does === "both") card.choose("outcome", "both");
    if (action.does === "drop") card.choose("outcome", "drop");
    if (action.does === "union" || action.does === "overlap") card.choose("words", action.does);
    return true;
  }

  /**
   * @param {number} step
   * @param {Card | undefined} from
   */
  #move(step, from) {
    const counted = this.#cards.filter((card) => card.counts);
    const next = counted[from ? counted.indexOf(from) + step : 0];
    if (!next) return false;
    this.#open(next);
    return true;
  }

  /** @param {Card} card */
  async #settle(card) {
    if (card.isSending) return;
    const decision = { url: card.form.action, fields: card.fields, said: card.said };
    const answer = await this.#through(card, decision);
    if (answer.status === 200) this.#settled(card, answer.body);
    else this.#refused(card, answer);
  }

  /**
   * @param {Card} card
   * @param {{url: string, fields: [string, string][]}} decision
   */
  async #through(card, decision) {
    card.isSending = true;
    card.showRefusal("");
    card.showState(t("Saving…"));
    this.#kept.put(card.key, decision);
    const waiting = () => card.showState(t("No connection. It is kept here, and sent when there is one."));
    const answer = await this.#sending.through(decision.url, decision.fields, waiting);
    // Who is signed out comes back: what was chosen waits for them.
    if (answer.status !== 401) this.#kept.put(card.key, null);
    card.isSending = false;
    card.showState("");
    return answer;
  }

  /**
   * @param {Card} card
   * @param {import("./card.js").State} state
   */
  #settled(card, state) {
    // Where somebody has gone on meanwhile, nothing is taken from under their hands.
    const isHere = this.#current === card && !isTyping(document.activeElement);
    const inForm = card.form.contains(document.activeElement);
    card.show(state);
    this.#showCase(state);
    const open = this.#cards.filter((one) => one.counts && !one.isSettled);
    const after = open.find((one) => this.#cards.indexOf(one) > this.#cards.indexOf(card)) ?? open[0];
    if ((isHere || inForm) && after) this.#open(after);
    else if (isHere || inForm) find(this.#main, "[data-part=finish] button").focus();
    const settled = t("Settled.");
    say(`${settled} ${progressWords(state.settled, state.total)}`);
  }

  /**
   * @param {Card} card
   * @param {import("../common/api.js").Answer} answer
   */
  #refused(card, { status, body }) {
    const state = /** @type {import("./card.js").State | undefined} */ (status === 412 ? body?.annotation : undefined);
    if (state) this.#overtaken(card, state);
    else card.showRefusal(body?.error?.sentence ?? refusalWords(status));
  }

  /** Somebody else was first: theirs is shown, and what was chosen here stays to be had. */
  #overtaken(card, state) {
    const fields = card.fields;
    card.show(state);
    card.fill(fields);
    this.#showCase(state);
    if (state.version === null) card.showRefusal(t("The marks themselves changed meanwhile: load the page again."));
    else if (state.decision) say(t("Somebody settled this meanwhile. Reopen it to settle it with what you chose."));
    else card.showRefusal(t("This was changed meanwhile. Look again, and settle it once more."));
    const why = t("Settled by somebody else meanwhile; what you chose is kept.");
    if (state.decision) find(card.element, "[data-part=settled-why]").prepend(`${why} `);
  }

  /** @param {Card} card */
  async #reopen(card) {
    if (card.isSending) return;
    const form = /** @type {HTMLFormElement} */ (find(card.element, "[data-part=reopening]"));
    const fields = /** @type {[string, string][]} */ ([...new FormData(form)]);
    card.isSending = true;
    const answer = await this.#sending.through(form.action, fields, () => say(t("No connection.")));
    card.isSending = false;
    const state = answer.status === 200 ? answer.body : answer.body?.annotation;
    if (!state) {
      say(answer.body?.error?.sentence ?? refusalWords(answer.status));
      return;
    }
    const isHere = card.element.contains(document.activeElement);
    card.show(state);
    this.#showCase(state);
    if (isHere) card.summary.focus();
    say(t("Reopened."));
  }

  /** @param {import("./card.js").State} state */
  #showCase(state) {
    find(this.#main, "[data-part=progress]").textContent = progressWords(state.settled, state.total);
    find(this.#main, "[data-part=case-version]").value = state.case;
    for (const card of this.#cards) card.showLinks(state.links[card.key] ?? []);
    const button = find(this.#main, "[data-part=finish] button");
    button.disabled = state.finished;
    if (!state.finished) button.textContent = t("Finish");
    const finished = this.#main.querySelector("[data-part=finished]");
    if (finished) finished.hidden = !state.finished;
  }

  /** What no answer came for before the page was left is sent now. */
  #sendKept() {
    for (const [key, decision] of Object.entries(this.#kept.all())) {
      const card = this.#cards.find((one) => one.key === key);
      if (card && !card.isSettled) this.#sendAgain(card, decision);
      else if (card?.isSettledBy(decision.url)) this.#kept.put(key, null);
      else find(this.#main, ".disputes").prepend(lostNotice(decision, () => this.#kept.put(key, null)));
    }
  }

  async #sendAgain(card, decision) {
    card.fill(decision.fields);
    const answer = await this.#through(card, decision);
    if (answer.status !== 200) {
      this.#refused(card, answer);
      return;
    }
    card.show(answer.body);
    this.#showCase(answer.body);
  }
}
