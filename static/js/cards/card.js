import { clone, find, icon, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { exactWords, KIND_ICONS, kindName } from "../common/words.js";

/** The outside of one card: what it says at rest, and the place for what it holds when open. */
export class Card {
  #isWhole = false;

  /** @param {import("../marks/store.js").Store} store @param {string} id */
  constructor(store, id) {
    this.store = store;
    this.id = id;
    this.item = clone("rest-template");
    this.annotation = null;
    this.told = "";
    /** What its inside was filled with, where it may only be read. */
    this.viewed = "";
    this.element = find(this.item, ".card");
    this.inside = find(this.item, ".card__inside");
    this.element.id = `c${store.get(id).n}`;
    this.element.dataset.id = id;
    this.more = find(this.item, ".card__more");
    this.more.addEventListener("click", () => this.#showMore(!this.#isWhole));
  }

  /**
   * @param {{place: number, total: number, open: boolean, trouble: string | null}} state
   */
  update({ place, total, open, trouble }) {
    const annotation = this.store.get(this.id);
    const told = [place, total, open, trouble].join();
    if (annotation === this.annotation && told === this.told) return;
    if (annotation !== this.annotation) this.#fill(annotation);
    Object.assign(this, { annotation, told });
    this.element.className = `card kind--${annotation.label}`;
    this.element.classList.toggle("card--open", open);
    if (trouble) this.element.classList.add(`card--${trouble}`);
    this.element.setAttribute("aria-label", this.#name(annotation, place, total));
    find(this.element, ".card__number").textContent = String(place);
    if (!open) this.#isWhole = false;
    this.#showMore(this.#isWhole);
  }

  /** An open card cuts long words after three lines; they are all there at a press. */
  #showMore(whole) {
    this.#isWhole = whole;
    const words = find(this.element, ".card__words");
    words.classList.toggle("card__words--whole", whole);
    const isOpen = this.element.classList.contains("card--open");
    this.more.hidden = !isOpen || !(whole || words.scrollHeight > words.clientHeight + 1);
    this.more.setAttribute("aria-expanded", String(whole));
    this.more.textContent = whole ? t("Fewer words") : t("All words");
  }

  #fill(annotation) {
    const kind = find(this.element, ".card__kind");
    kind.replaceChildren(icon(KIND_ICONS[annotation.label]), kindName(annotation.label));
    find(this.element, ".card__badge").replaceChildren(...this.#standing(annotation).shown);
    find(this.element, ".card__words").textContent = exactWords(annotation);
    find(this.element, ".card__count").replaceChildren(...this.#count(annotation));
  }

  #name(annotation, place, total) {
    const standing = this.#standing(annotation).text;
    const words = exactWords(annotation);
    const kind = kindName(annotation.label);
    const head = t("{kind} {place} of {total}", { kind, place, total });
    return standing ? `${head}, ${standing}: ${words}` : `${head}: ${words}`;
  }

  /** How far a claim is: its verdict, its pending choice, or that nobody looked yet. */
  #standing(annotation) {
    const { claim } = annotation;
    if (annotation.label !== "claim") return { text: "", shown: [] };
    if (claim?.pending?.rating) {
      const text = t("{rating}, not complete", { rating: claim.pending.label });
      return { text, shown: [badge("circle-dashed", text, "warning")] };
    }
    if (claim?.verdict?.stale) {
      const text = t("{rating}, to be confirmed", { rating: claim.verdict.label });
      return { text, shown: [badge("history", text, "warning")] };
    }
    if (claim?.verdict) {
      return { text: claim.verdict.label, shown: [ratingBadge(this.store, claim.verdict)] };
    }
    const text = t("Not checked");
    return { text, shown: [badge("circle-dashed", text, "neutral")] };
  }

  #count(annotation) {
    const count = find(this.element, ".card__count");
    if (annotation.label !== "claim") return [];
    const sources = annotation.claim?.sources.length ?? 0;
    count.classList.toggle("card__count--none", sources === 0);
    if (sources === 0) return [icon("link"), t("no source")];
    return [icon("link"), String(sources), make("span", "visually-hidden", t("sources"))];
  }
}

/** @param {string} symbol @param {string} text @param {string} tone */
export function badge(symbol, text, tone) {
  return make("span", `badge badge--${tone}`, icon(symbol), make("span", "", text));
}

/** @param {import("../marks/store.js").Store} store @param {{rating: string, label: string}} verdict */
export function ratingBadge(store, verdict) {
  const rating = store.scheme.ratings.find((one) => one.id === verdict.rating);
  return badge(rating?.icon ?? "circle-dashed", verdict.label, rating?.tone ?? "neutral");
}
