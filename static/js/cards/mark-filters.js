import { say } from "../common/announce.js";
import { find, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { ratingBadge, badge } from "./card.js";
import { fromHash, isPassing, stateOf, toHash } from "./filtering.js";
import { KINDS } from "../common/words.js";

/**
 * Which marks are shown: of one kind or of all, and claims by how far they are. What is chosen
 * stands in the address, so that it survives a reload and can be sent to somebody.
 */
export class MarkFilters {
  #element;
  #states;
  #empty;
  #store;
  #onChange;
  #choice;
  #ratings;

  /**
   * @param {HTMLElement} element
   * @param {import("../marks/store.js").Store} store
   * @param {() => void} onChange
   */
  constructor(element, store, onChange) {
    this.#element = element;
    this.#states = find(element, ".mark-states");
    this.#empty = find(document, "#no-match");
    this.#store = store;
    this.#onChange = onChange;
    this.#ratings = ratingsOf(store);
    this.#choice = fromHash(location.hash, this.#names());
    this.#fillStates();
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-filter]");
      if (button) this.#choose({ ...this.#choice, kind: button.dataset.filter || null });
    });
    this.#states.addEventListener("change", () => this.#choose({ ...this.#choice, states: this.#ticked() }));
    for (const button of document.querySelectorAll("[data-reset-filters]")) button.addEventListener("click", () => this.reset());
    this.#states.addEventListener("toggle", () => this.#show());
    this.#closeFromOutside();
    store.addEventListener("change", () => this.#show());
    this.#show();
  }

  /** @returns {((annotation: any) => boolean) | null} null when every mark is shown */
  get chosen() {
    const { kind, states } = this.#choice;
    return kind || states.length > 0 ? (annotation) => isPassing(annotation, this.#choice) : null;
  }

  /** The next kind: all, claims, quotes, context. */
  cycle() {
    const order = [null, ...KINDS];
    const kind = order[(order.indexOf(this.#choice.kind) + 1) % order.length];
    this.#choose({ ...this.#choice, kind });
  }

  reset() {
    this.#choose({ kind: null, states: [] });
    for (const input of this.#states.querySelectorAll("input")) input.checked = false;
    find(this.#element, "button[data-filter='']").focus();
  }

  #choose(choice) {
    this.#choice = choice;
    history.replaceState(history.state, "", `${location.pathname}${location.search}${toHash(choice)}`);
    this.#show();
    this.#onChange();
    const [shown, total] = [this.#store.list({ filter: this.chosen }).length, this.#store.inOrder.counts.all];
    say(t("Marks shown: {shown} of {total}", { shown, total }));
  }

  #names() {
    return ["unchecked", "pending", "stale", ...this.#ratings.map(({ rating }) => `rating:${rating}`)];
  }

  #ticked() {
    return Array.from(this.#states.querySelectorAll("input:checked"), (input) => input.value);
  }

  #fillStates() {
    const badges = [
      badge("circle-dashed", t("Not checked"), "neutral"),
      badge("circle-dashed", t("Not complete"), "warning"),
      badge("history", t("To be confirmed"), "warning"),
      ...this.#ratings.map((one) => ratingBadge(this.#store, one)),
    ];
    const lines = this.#names().map((name, index) => {
      const input = /** @type {HTMLInputElement} */ (make("input"));
      Object.assign(input, { type: "checkbox", value: name, checked: this.#choice.states.includes(name) });
      return make("label", "mark-states__line", input, badges[index], make("b"));
    });
    find(this.#states, "fieldset").append(...lines);
  }

  #show() {
    const { counts, entries } = this.#store.inOrder;
    const { kind, states } = this.#choice;
    for (const button of this.#element.querySelectorAll("button[data-filter]")) {
      const filter = button.dataset.filter;
      find(button, "b").textContent = String(counts[filter || "all"]);
      button.setAttribute("aria-pressed", String((filter || null) === kind));
    }
    if (this.#states.open) this.#showStates(entries);
    this.#states.classList.toggle("mark-states--on", states.length > 0);
    find(this.#states, "summary b").textContent = states.length > 0 ? String(states.length) : "";
    const { chosen } = this;
    this.#empty.hidden = !(counts.all > 0 && chosen && !entries.some(({ shown }) => chosen(shown)));
  }

  #showStates(entries) {
    const counts = new Map();
    for (const { shown } of entries) counts.set(stateOf(shown), (counts.get(stateOf(shown)) ?? 0) + 1);
    for (const line of this.#states.querySelectorAll("label")) {
      const input = find(line, "input");
      input.checked = this.#choice.states.includes(input.value);
      find(line, "b").textContent = String(counts.get(input.value) ?? 0);
    }
  }

  #closeFromOutside() {
    const states = this.#states;
    document.addEventListener("pointerdown", (event) => {
      if (states.open && !states.contains(event.target)) states.open = false;
    });
    states.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !states.open) return;
      states.open = false;
      find(states, "summary").focus();
      event.preventDefault();
      event.stopPropagation();
    });
  }
}

/** The ratings of the scale, then those that were retired and that a verdict here still has. */
function ratingsOf(store) {
  const found = new Map(store.scheme.ratings.map(({ id, label }) => [id, { rating: id, label }]));
  for (const { shown } of store.inOrder.entries) {
    const { rating, label, scale } = shown.claim?.verdict ?? {};
    if (rating && !found.has(rating)) found.set(rating, { rating, label, scale });
  }
  return [...found.values()];
}
