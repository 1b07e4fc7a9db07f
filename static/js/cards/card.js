import { clone, find, icon, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { exactWords, KIND_ICONS, kindName } from "../common/words.js";
import { isChecked, partsOf } from "../marks/compounds.js";

/** The outside of one card: what it says at rest, and the place for what it holds when open. */
export class Card {
  #isWhole = false;
  /** What is told, so that what did not change is not written again. */
  #told = { annotation: null, look: "", standing: "", name: "", place: 0, kind: "", badge: "", count: "" };

  /** @param {import("../marks/store.js").Store} store @param {string} id */
  constructor(store, id) {
    this.store = store;
    this.item = clone("rest-template");
    this.element = find(this.item, ".card");
    this.inside = find(this.item, ".card__inside");
    this.words = find(this.item, ".card__words");
    /** Written again with every mark that comes before: one text node costs less than a new one each time. */
    this.number = find(this.item, ".card__number").appendChild(new Text());
    this.more = find(this.item, ".card__more");
    this.more.addEventListener("click", () => this.#showMore(!this.#isWhole));
    this.give(id);
  }

  /** Make it the card of another mark. @param {string} id */
  give(id) {
    this.id = id;
    /** What its inside was filled with, where it may only be read. */
    this.viewed = "";
    this.element.id = `c${this.store.get(id).n}`;
    this.element.dataset.id = id;
    this.#isWhole = false;
  }

  /**
   * @param {{place: number, total: number, open: boolean, trouble: string | null}} state
   */
  update({ place, total, open, trouble }) {
    const annotation = this.store.get(this.id);
    const standing = standingOf(this.store, annotation);
    const told = this.#told;
    if (annotation !== told.annotation || standing.text !== told.standing) this.#fill(annotation, standing);
    told.standing = standing.text;
    told.annotation = annotation;
    this.#tell("look", `card kind--${annotation.label}${open ? " card--open" : ""}${trouble ? ` card--${trouble}` : ""}`, (look) => {
      this.element.className = look;
    });
    this.#tell("name", nameOf(annotation, standing, place, total), (name) => this.element.setAttribute("aria-label", name));
    this.#tell("place", place, () => {
      this.number.data = String(place);
    });
    if (!open && (this.#isWhole || !this.more.hidden)) this.#showMore(false);
  }

  /** What had the focus may go with what changed: then the card has it. @param {() => void} fill */
  keepingFocus(fill) {
    const wasInside = this.inside.contains(document.activeElement);
    fill();
    const now = document.activeElement;
    const isThere = this.inside.contains(now) && now?.checkVisibility();
    if (wasInside && !isThere) this.element.focus({ preventScroll: true });
  }

  /** How much of its words an open card shows: it is measured, so call it when all is in its place. */
  cutWords() {
    this.#showMore(this.#isWhole);
  }

  /** An open card cuts long words after three lines; they are all there at a press. */
  #showMore(whole) {
    this.#isWhole = whole;
    const { words } = this;
    words.classList.toggle("card__words--whole", whole);
    const isOpen = this.element.classList.contains("card--open");
    this.more.hidden = !isOpen || !(whole || words.scrollHeight > words.clientHeight + 1);
    this.more.setAttribute("aria-expanded", String(whole));
    this.more.textContent = whole ? t("Fewer words") : t("All words");
  }

  #fill(annotation, { text, symbol, tone }) {
    const { label } = annotation;
    this.#tell("kind", label, () => find(this.element, ".card__kind").replaceChildren(icon(KIND_ICONS[label]), kindName(label)));
    this.#tell("badge", `${symbol} ${tone} ${text}`, () => find(this.element, ".card__badge").replaceChildren(...text ? [badge(symbol, text, tone)] : []));
    this.#tell("count", String(label === "claim" ? annotation.claim?.sources.length ?? 0 : ""), (count) => this.#showCount(count));
    this.words.textContent = exactWords(annotation);
  }

  #tell(what, now, write) {
    if (this.#told[what] === now) return;
    this.#told[what] = now;
    write(now);
  }

  /** @param {string} sources how many there are, or "" where there can be none */
  #showCount(sources) {
    const count = find(this.element, ".card__count");
    count.classList.toggle("card__count--none", sources === "0");
    if (sources === "") count.replaceChildren();
    else if (sources === "0") count.replaceChildren(icon("link"), t("no source"));
    else count.replaceChildren(icon("link"), sources, make("span", "visually-hidden", t("sources")));
  }
}

function nameOf(annotation, { text }, place, total) {
  const words = exactWords(annotation);
  const kind = kindName(annotation.label);
  const head = t("{kind} {place} of {total}", { kind, place, total });
  return text ? `${head}, ${text}: ${words}` : `${head}: ${words}`;
}

/** How far a claim is: its verdict, its pending choice, or that nobody looked yet. */
function standingOf(store, { id, label, claim }) {
  if (label !== "claim") return { text: "", symbol: "", tone: "" };
  if (claim?.pending?.rating) return { text: t("{rating}, not complete", { rating: claim.pending.label }), symbol: "circle-dashed", tone: "warning" };
  if (claim?.verdict?.stale) return { text: t("{rating}, to be confirmed", { rating: claim.verdict.label }), symbol: "history", tone: "warning" };
  if (claim?.verdict) return { text: claim.verdict.label, ...lookOf(store, claim.verdict) };
  const parts = partsOf(store, id);
  if (parts.length > 0) return splitStanding(parts.length, parts.filter((part) => isChecked(store, part)).length);
  return { text: t("Not checked"), symbol: "circle-dashed", tone: "neutral" };
}

/** A claim that was split needs no verdict of its own: it is checked when its parts are. */
function splitStanding(count, checked) {
  const text = t("Split into {count}: {checked} checked", { count, checked });
  return checked === count ? { text, symbol: "circle-check", tone: "neutral" } : { text, symbol: "split", tone: "neutral" };
}

/** @param {string} symbol @param {string} text @param {string} tone */
export function badge(symbol, text, tone) {
  return make("span", `badge badge--${tone}`, icon(symbol), make("span", "", text));
}

/** @param {import("../marks/store.js").Store} store @param {{rating: string, label: string, scale?: any}} verdict */
export function ratingBadge(store, verdict) {
  const { symbol, tone } = lookOf(store, verdict);
  return badge(symbol, verdict.label, tone);
}

function lookOf(store, verdict) {
  // A verdict of an earlier version of the scale looks as it did there.
  const rating = verdict.scale ?? store.scheme.ratings.find((one) => one.id === verdict.rating);
  return { symbol: rating?.icon ?? "circle-dashed", tone: rating?.tone ?? "neutral" };
}
