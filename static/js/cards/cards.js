import { isNarrow } from "../common/dom.js";
import { Deck } from "./deck.js";
import { nearest, placeCards, withActive } from "./layout.js";

const AT_REST = 62;
const GAP = 10;
const MOST = 60;
/** Where marks stand close together: cards for so many windows, as those further off are gone after any scrolling. */
const WINDOWS = 2;
const LIFT = 8;
/** How far the open card may be pushed away from its words, in pixels. */
const DRIFT = 160;
/** How far from the middle of the window cards are built, in windows. */
const REACH = 1.5;

/** The column of cards beside the text. Only those near the window are in the page. */
export class Margin {
  #list;
  #store;
  #painter;
  #where;
  #troubles;
  #callbacks;
  #deck;
  #heights = new Map();
  #inside = null;
  /** @type {typeof import("./inside.js") | null} none until it is there: an open card has only its outside */
  #insides = null;
  #waiting = false;
  /** Not while the page opens: then the cards near the window come first. */
  #isWhole = false;
  #built = { top: 0, bottom: 0 };

  /**
   * @param {HTMLElement} list
   * @param {import("../marks/store.js").Store} store
   * @param {import("../article/paint.js").Painter} painter
   * @param {import("../article/whereabouts.js").Whereabouts} where
   * @param {import("./conflict.js").Troubles} troubles
   * @param {{filter: () => ((annotation: any) => boolean) | null, addressOf: (id: string, part: string) => string, act: (action: string, button: HTMLElement) => void, onDirty: () => void, comments: Record<string, number>, drafts: import("../outbox/drafts.js").Drafts}} callbacks
   */
  constructor(list, store, painter, where, troubles, callbacks) {
    this.#list = list;
    this.#deck = new Deck(list, store);
    this.#store = store;
    this.#painter = painter;
    this.#where = where;
    this.#troubles = troubles;
    this.#callbacks = callbacks;
    store.addEventListener("change", (event) => {
      where.forgetOnly(event.detail.ids);
      this.#showAtOnce(event.detail.ids);
      if (event.detail.isNews) this.#soon();
    });
    store.addEventListener("active", () => this.render());
    troubles.addEventListener("change", () => this.#soon());
    where.addEventListener("moved", () => this.#soon());
    addEventListener("scroll", () => this.#scrolled(), { passive: true });
    addEventListener("resize", () => this.#soon());
    list.addEventListener("click", (event) => this.#clicked(event));
  }

  /** @returns {import("./editor.js").Editor | null} that of the open card */
  get editor() {
    return this.#inside?.editor ?? null;
  }

  /** From now on open cards are filled. @param {typeof import("./inside.js")} insides */
  furnish(insides) {
    this.#insides = insides;
    this.render();
  }

  /** From now on all cards of an ordinary article are there. */
  renderWhole() {
    this.#isWhole = true;
    if (this.#built.bottom !== Infinity) this.render();
  }

  /** @param {"togglePast" | "toggleTalk"} what @param {string} id @returns {boolean} false where there is none */
  toggle(what, id) {
    return this.#insides?.[what](this.element(id)) ?? false;
  }

  /** @param {string} id @returns {HTMLElement | null} */
  element(id) {
    return this.#deck.get(id)?.element ?? null;
  }

  render() {
    this.#waiting = false;
    const active = this.#store.active;
    const top = this.#list.getBoundingClientRect().top + scrollY;
    const near = this.#thatFit(this.#near(this.#shown(active), top));
    this.#build(near.map(({ annotation }) => annotation));
    this.#deck.get(active)?.cutWords();
    for (const { annotation: { id } } of near) this.#heights.set(id, this.#deck.get(id).element.offsetHeight);
    this.#put(near, top);
  }

  /** The active card stays in sight, whatever the filter says. */
  #shown(active) {
    const filter = this.#callbacks.filter();
    const { entries } = this.#store.inOrder;
    return filter ? entries.filter(({ id, shown }) => filter(shown) || id === active) : entries;
  }

  #put(near, top) {
    const stacked = !isNarrow();
    const heights = near.map(({ annotation }) => this.#heightOf(annotation.id));
    const tops = placeCards(near.map(({ want }) => want), heights, this.#anchor(near, top));
    near.forEach(({ annotation: { id } }, index) => {
      this.#deck.get(id).item.style.insetBlockStart = stacked ? `${Math.round(tops[index])}px` : "";
    });
    const last = tops.length - 1;
    this.#list.style.blockSize = last < 0 || !stacked ? "" : `${Math.round(tops[last] + heights[last])}px`;
  }

  /** The card that keeps its place: the active one; in a long article, else, the one in mid-screen. */
  #anchor(near, top) {
    const active = near.findIndex(({ annotation }) => annotation.id === this.#store.active);
    if (active >= 0 || near.length < this.#most) return active;
    const middle = scrollY + innerHeight / 2 - top;
    return near.findIndex(({ want }) => want > middle);
  }

  #heightOf(id) {
    return this.#heights.get(id) ?? AT_REST;
  }

  get #most() {
    return Math.min(MOST, Math.ceil((WINDOWS * innerHeight) / (AT_REST + GAP)));
  }

  /**
   * All cards of an ordinary article; of one with many marks, those that belong near the window.
   * Whoever is further on in the text stands further down, so that they are searched for: only
   * where the found ones stand has to be known.
   */
  #near(shown, top) {
    const middle = scrollY + innerHeight / 2 - top;
    const wantOf = ({ id }) => this.#where.topOf(id) - top - LIFT;
    this.#built = { top: -Infinity, bottom: Infinity };
    let { first, last } = { first: 0, last: shown.length };
    if (shown.length > (this.#isWhole ? MOST : this.#most)) {
      const found = nearest(shown, middle, wantOf, { most: this.#most, reach: REACH * innerHeight });
      ({ first, last } = found);
      this.#built = { top: scrollY + innerHeight / 2 - found.reached, bottom: scrollY + innerHeight / 2 + found.reached };
    }
    const near = shown.slice(first, last);
    const { inOrder, active } = this.#store;
    const own = inOrder.indexOf(active ?? "");
    if (own >= 0 && !near.some(({ id }) => id === active)) {
      withActive(near, inOrder.entries[own], own < inOrder.indexOf(near[0]?.id ?? ""), this.#most);
    }
    return near.map((entry) => ({ annotation: entry.shown, want: wantOf(entry) }));
  }

  /**
   * Where marks stand close together there is no room above the active card for all that come
   * before it. Those furthest up are left out, as the open card belongs beside its words.
   */
  #thatFit(near) {
    const active = near.findIndex(({ annotation }) => annotation.id === this.#store.active);
    if (active < 0 || isNarrow()) return near;
    let room = near[active].want + DRIFT;
    let first = active;
    while (first > 0 && room >= AT_REST) {
      first -= 1;
      room -= AT_REST + GAP;
    }
    return near.slice(first);
  }

  #build(annotations) {
    const { inOrder } = this.#store;
    const total = inOrder.counts.all;
    const cards = this.#deck.deal(annotations.map(({ id }) => id), (id) => this.#inside?.id === id && this.#leave());
    for (const card of cards) {
      const { id } = card;
      const trouble = this.#troubles.kindOf(id);
      card.update({ place: inOrder.indexOf(id) + 1, total, open: id === this.#store.active, trouble });
      this.#fill(card);
    }
    this.#oneTabStop(annotations);
    this.#painter.tie(new Set(annotations.map(({ n }) => n)));
  }

  /** Fill the open card, empty the one that was open before. */
  #fill(card) {
    if (card.id !== this.#store.active) {
      if (this.#inside?.id === card.id) this.#leave();
      card.inside.replaceChildren();
      return;
    }
    if (!this.#insides) return;
    card.keepingFocus(() => {
      if (this.#store.editable) this.#fillEditor(card);
      else this.#fillView(card);
    });
    this.#insides.tellMore(card, this.#callbacks, this.#store.acknowledged(card.id));
  }

  /** Whoever is quick with the keys finds in the open card what the last one brought; a frame may be late. */
  #showAtOnce(ids) {
    const id = this.#inside?.id;
    if (id && id === this.#store.active && ids.includes(id) && !this.#store.get(id)?.removed) this.#fill(this.#deck.get(id));
  }

  /** A card may close without anybody leaving its fields, as when its mark is deleted elsewhere. */
  #leave() {
    const left = this.#inside?.editor;
    this.#inside = null;
    left?.commit();
  }

  /** The view that is there stays where nothing in it changed: the focus may be in it. */
  #fillView(card) {
    const view = this.#insides.viewOf(this.#store, card.id);
    const told = view.outerHTML;
    for (const button of view.querySelectorAll("[data-claim] [data-action]")) {
      button.addEventListener("click", () => this.#callbacks.act(/** @type {HTMLElement} */ (button).dataset.action, button));
    }
    if (card.inside.firstElementChild && card.viewed === told) return;
    card.viewed = told;
    card.inside.replaceChildren(view);
  }

  #fillEditor(card) {
    const isNew = this.#inside?.id !== card.id;
    if (isNew) this.#begin(card);
    const { editor, trouble } = /** @type {any} */ (this.#inside);
    if (editor.element.parentElement !== card.inside) card.inside.replaceChildren(trouble, editor.element);
    this.#insides.fillTrouble(trouble, this.#store, this.#troubles, card.id);
    // A new one shows all that there is.
    if (!isNew) editor.refresh(this.#troubles.errorsOf(card.id));
  }

  #begin(card) {
    this.#leave();
    const { act, onDirty, drafts } = this.#callbacks;
    const editor = new this.#insides.Editor(this.#store, card.id, act, onDirty, drafts, this.#troubles.errorsOf(card.id));
    this.#inside = { id: card.id, editor, trouble: document.createElement("div") };
    onDirty();
    new ResizeObserver(() => this.#grown(card)).observe(editor.element);
  }

  /** A field that grows while it is typed in pushes the cards below, and changes nothing else. */
  #grown(card) {
    if (this.#heights.get(card.id) !== card.element.offsetHeight) this.#soon();
  }

  /** The cards are one stop of the Tab key: the active one, or else the first. */
  #oneTabStop(annotations) {
    const { active } = this.#store;
    const stop = annotations.some(({ id }) => id === active) ? active : annotations[0]?.id;
    for (const { id } of annotations) {
      const { element } = this.#deck.get(id);
      const wanted = id === stop ? "0" : "-1";
      if (element.getAttribute("tabindex") !== wanted) element.setAttribute("tabindex", wanted);
    }
  }

  #soon() {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      // What had to be shown at once was shown with all that had changed by then.
      if (this.#waiting) this.render();
    });
  }

  #scrolled() {
    const inside = scrollY >= this.#built.top && scrollY + innerHeight <= this.#built.bottom;
    if (!inside) this.#soon();
  }

  #clicked(event) {
    const card = event.target.closest(".card");
    if (card && card.dataset.id !== this.#store.active) this.#store.setActive(card.dataset.id);
  }
}

/**
 * First the words of a mark, then as much of its card as the window has room for beside them.
 * @param {HTMLElement | null} mark
 * @param {HTMLElement | null} card
 */
export function bringIntoView(mark, card) {
  mark?.scrollIntoView({ block: "nearest" });
  if (!mark || !card || isNarrow()) return;
  const below = card.getBoundingClientRect().bottom + 24 - innerHeight;
  const above = mark.getBoundingClientRect().top - 120;
  if (below > 0 && above > 0) scrollBy({ top: Math.min(below, above) });
}
