import { find, make } from "../common/dom.js";
import { t, tn } from "../common/i18n.js";
import { newId } from "../common/uuid.js";
import { decisionWords } from "./words.js";

/** @typedef {{id: string, decision: string, like: string | null, words: string[], category: string | null, reason: string | null, by: string}} Decision */
/** @typedef {{version: number | null, decision: Decision | null, settled: number, total: number, case: number, finished: boolean, links: Record<string, string[]>}} State */

/** One item: what is chosen of it, and how it stands. */
export class Card {
  /** @type {HTMLDetailsElement} */
  element;
  /** @type {HTMLFormElement} */
  form;
  isSending = false;

  /** @param {HTMLDetailsElement} element */
  constructor(element) {
    this.element = element;
    this.form = find(element, "[data-part=form]");
    this.form.addEventListener("change", (event) => this.#changed(/** @type {HTMLInputElement} */ (event.target)));
    this.#part("final").hidden = false;
    this.showFinal();
  }

  get key() {
    return this.element.dataset.item ?? "";
  }

  get counts() {
    return "counts" in this.element.dataset;
  }

  get isSettled() {
    return this.element.classList.contains("is-settled");
  }

  get summary() {
    return /** @type {HTMLElement} */ (this.element.querySelector("summary"));
  }

  /** @returns {[string, string][]} */
  get fields() {
    return [...new FormData(this.form)].map(([name, value]) => [name, String(value)]);
  }

  /** What is chosen, in words, a line each. @returns {string[]} */
  get said() {
    const { category, rating, rationale, evidence, reason } = this.form;
    const chosen = [category, rating].map((list) => (list?.value ? list.selectedOptions[0]?.textContent : ""));
    const words = [find(this.element, "h3").textContent, this.#part("brief").dataset.unsettled, this.#part("final-words").textContent];
    const typed = [rationale, evidence, reason].map((field) => field?.value);
    return [...words, ...chosen, ...typed].map((line) => line?.trim() ?? "").filter(Boolean);
  }

  /** Whether this decision is the one that the item is settled by. @param {string} url */
  isSettledBy(url) {
    const { action } = /** @type {HTMLFormElement} */ (this.#part("reopening"));
    return this.isSettled && new URL(action, document.baseURI).href === new URL(`${url}/reopening`, document.baseURI).href;
  }

  /** @param {[string, string][]} fields what was chosen before, put back into the form */
  fill(fields) {
    for (const [name, value] of fields) {
      const field = this.form.elements.namedItem(name);
      if (field && name !== "version" && name !== "marks" && name !== "csrf_token") /** @type {any} */ (field).value = value;
    }
    this.showFinal();
  }

  /** Take everything as one reviewer has it. @param {number} column */
  take(column) {
    const own = /** @type {HTMLInputElement[]} */ ([...this.form.querySelectorAll(`[data-column="${column}"]`)]);
    for (const radio of own) radio.checked = true;
    // Who judged nothing has no verdict to take: another's must not stay beside their words.
    if (own.length && !own.some(({ name }) => name === "verdict")) this.choose("verdict", "none");
    if (own.length && !own.some(({ name }) => name === "links")) this.choose("links", "none");
    this.#forgetOwn();
    this.choose("outcome", own.length ? "settle" : "drop");
  }

  /** Who takes another verdict, or none, takes back the rating that they gave themselves. */
  #forgetOwn() {
    const { rating } = this.form;
    if (rating && this.#checked("verdict")?.value !== "own") rating.value = "";
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  choose(name, value) {
    const radio = /** @type {HTMLInputElement | null} */ (this.form.querySelector(`input[name="${name}"][value="${value}"]`));
    if (radio) radio.checked = true;
    if (radio && name === "words") this.choose("outcome", "settle");
    this.showFinal();
  }

  /** What the gold layer would have. */
  showFinal() {
    const outcome = this.#checked("outcome")?.value;
    const words = { both: t("Each stays as it is."), drop: t("Nothing: it is dropped.") }[outcome ?? ""];
    this.#part("final-words").textContent = words ?? this.#checked("words")?.dataset.words ?? "";
    this.#part("final-facts").replaceChildren(...(words ? [] : this.#facts()));
  }

  /** @param {string[]} lines what became of the links that lead from it */
  showLinks(lines) {
    const items = lines.map((line) => Object.assign(make("li", "", line), { dir: "auto" }));
    this.#part("links").replaceChildren(...items);
  }

  /** @param {string} words */
  showState(words) {
    this.#part("state").textContent = words;
  }

  /** @param {string} words empty takes the refusal away */
  showRefusal(words) {
    const refusal = this.#part("refusal");
    refusal.textContent = words;
    refusal.hidden = !words;
  }

  /**
   * How the server says that the item stands.
   * @param {State} state
   */
  show(state) {
    const { decision } = state;
    if (state.version !== null) this.#setVersion(state.version);
    const wasSettled = this.isSettled;
    this.element.classList.toggle("is-settled", decision !== null);
    this.#part("check").hidden = decision === null;
    this.#part("settled").hidden = decision === null;
    this.form.hidden = decision !== null;
    this.showRefusal("");
    this.showState("");
    if (decision) this.#showDecision(decision);
    else if (wasSettled) this.#openAgain();
  }

  /** @param {Decision} decision */
  #showDecision(decision) {
    this.#part("tag").textContent = decisionWords(decision);
    const words = decision.words.join(" | ");
    this.#part("settled-words").textContent = words;
    this.#showBrief(words);
    const option = [...this.form.category.options].find(({ value }) => value === decision.category);
    const why = [option?.textContent, decision.reason, decision.by].filter(Boolean);
    this.#part("settled-why").textContent = why.join(" · ");
    const reopening = /** @type {HTMLFormElement} */ (this.#part("reopening"));
    reopening.action = reopening.action.replace(/[0-9a-f-]{36}\/reopening$/, `${decision.id}/reopening`);
    const story = this.#part("history").querySelector("a");
    if (story) story.href = story.href.replace(/[0-9a-f-]{36}$/, decision.id);
  }

  /** @param {string} words those of the decision; without any, the first reviewer's stand there */
  #showBrief(words) {
    const brief = this.#part("brief");
    brief.textContent = words || (brief.dataset.unsettled ?? "");
  }

  #openAgain() {
    this.#part("tag").textContent = t("reopened");
    this.#showBrief("");
    // A decision's identifier is its own: another decision needs another.
    this.form.action = this.form.action.replace(/[0-9a-f-]{36}$/, newId());
  }

  /** @param {number} version */
  #setVersion(version) {
    for (const field of this.element.querySelectorAll("input[name=version]")) {
      /** @type {HTMLInputElement} */ (field).value = String(version);
    }
  }

  /** @param {HTMLInputElement} field */
  #changed(field) {
    if (field.name === "words") this.choose("outcome", "settle");
    if (field.name === "rating" && field.value) this.choose("verdict", "own");
    if (field.name === "verdict") this.#forgetOwn();
    this.showFinal();
  }

  #facts() {
    const chosen = ["label", "verdict"].map((name) => this.#checked(name)?.closest(".pick")?.querySelector(".kind, .badge"));
    const facts = chosen.filter((one) => one !== null && one !== undefined).map((one) => one.cloneNode(true));
    if (this.#checked("verdict")?.value === "own") {
      const { selectedOptions } = /** @type {HTMLSelectElement} */ (this.form.rating);
      facts.push(make("span", "badge", selectedOptions[0]?.textContent ?? ""));
    }
    const links = this.#sources();
    if (links) facts.push(make("span", "soft small", tn("{n} source", "{n} sources", links)));
    return /** @type {Node[]} */ (facts);
  }

  #sources() {
    const evidence = /** @type {HTMLTextAreaElement | undefined} */ (this.form.evidence);
    const added = evidence?.value.split(/\s+/).filter(Boolean).length ?? 0;
    const from = this.#checked("sources");
    const place = from?.value === "union" ? this.form : from?.closest(".pick");
    const found = [...(place?.querySelectorAll(".pick__source") ?? [])].map((one) => one.textContent);
    return new Set(found).size + added;
  }

  /** @param {string} name */
  #checked(name) {
    return /** @type {HTMLInputElement | null} */ (this.form.querySelector(`input[name="${name}"]:checked`));
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    return find(this.element, `[data-part="${name}"]`);
  }
}

