import { Card } from "./card.js";
import { isNarrow } from "./dom.js";
import { Editor, viewOf } from "./editor.js";
import { placeCards } from "./layout.js";

const AT_REST = 62;
const MOST = 60;
const LIFT = 8;

/** The column of cards beside the text. Only those near the window are in the page. */
export class Margin {
  #list;
  #store;
  #where;
  #troubles;
  #callbacks;
  #cards = new Map();
  #heights = new Map();
  #inside = null;
  #waiting = false;
  #built = { top: 0, bottom: 0 };

  /**
   * @param {HTMLElement} list
   * @param {import("./store.js").Store} store
   * @param {import("./whereabouts.js").Whereabouts} where
   * @param {import("./conflict.js").Troubles} troubles
   * @param {{filter: () => string | null, act: (action: string, button: HTMLElement) => void, onDirty: () => void}} callbacks
   */
  constructor(list, store, where, troubles, callbacks) {
    this.#list = list;
    this.#store = store;
    this.#where = where;
    this.#troubles = troubles;
    this.#callbacks = callbacks;
    store.addEventListener("change", (event) => {
      where.forgetOnly(event.detail.ids);
      this.render();
    });
    store.addEventListener("active", () => this.render());
    troubles.addEventListener("change", () => this.render());
    where.addEventListener("moved", () => this.#soon());
    addEventListener("scroll", () => this.#scrolled(), { passive: true });
    addEventListener("resize", () => this.#soon());
    list.addEventListener("click", (event) => this.#clicked(event));
  }

  /** @returns {Editor | null} that of the open card */
  get editor() {
    return this.#inside?.editor ?? null;
  }

  /** @param {string} id @returns {HTMLElement | null} */
  element(id) {
    return this.#cards.get(id)?.element ?? null;
  }

  render() {
    const active = this.#store.active;
    const all = this.#store.list();
    const shown = this.#shown(all, active);
    const places = new Map(all.map(({ id }, index) => [id, index + 1]));
    if (isNarrow()) this.#build(shown.filter(({ id }) => id === active), places, all.length);
    else this.#layOut(shown, places, all.length);
  }

  /** The active card stays in sight, whatever the filter says. */
  #shown(all, active) {
    const filter = this.#callbacks.filter();
    return filter ? all.filter(({ id, label }) => label === filter || id === active) : all;
  }

  #layOut(shown, places, total) {
    const top = this.#list.getBoundingClientRect().top + scrollY;
    const wants = shown.map(({ id }) => this.#where.topOf(id) - top - LIFT);
    const active = shown.findIndex(({ id }) => id === this.#store.active);
    const guess = placeCards(wants, this.#heightsOf(shown), active);
    const near = this.#near(guess, shown, active, top);
    this.#build(near, places, total);
    for (const { id } of near) this.#heights.set(id, this.#cards.get(id).element.offsetHeight);
    const heights = this.#heightsOf(shown);
    const tops = placeCards(wants, heights, active);
    shown.forEach(({ id }, index) => {
      const card = this.#cards.get(id);
      if (card) card.element.style.insetBlockStart = `${Math.round(tops[index])}px`;
    });
    const last = tops.length - 1;
    this.#list.style.blockSize = last < 0 ? "" : `${Math.round(tops[last] + heights[last])}px`;
  }

  #heightsOf(shown) {
    const open = this.#store.active;
    return shown.map(({ id }) => (this.#cards.has(id) || id === open ? this.#heights.get(id) : null) ?? AT_REST);
  }

  #near(tops, shown, active, top) {
    const [from, to] = [scrollY - innerHeight - top, scrollY + 2 * innerHeight - top];
    const middle = scrollY + innerHeight / 2 - top;
    this.#built = { top: scrollY - innerHeight, bottom: scrollY + 2 * innerHeight };
    return shown
      .map((annotation, index) => ({ annotation, top: tops[index], active: index === active }))
      .filter((one) => one.active || (one.top > from && one.top < to))
      .sort((a, b) => b.active - a.active || Math.abs(a.top - middle) - Math.abs(b.top - middle))
      .slice(0, MOST)
      .sort((a, b) => a.top - b.top)
      .map((one) => one.annotation);
  }

  #build(annotations, places, total) {
    const wanted = new Set(annotations.map(({ id }) => id));
    for (const [id, card] of this.#cards) {
      if (wanted.has(id)) continue;
      card.item.remove();
      this.#cards.delete(id);
      if (this.#inside?.id === id) this.#inside = null;
    }
    annotations.forEach(({ id }, index) => {
      if (!this.#cards.has(id)) this.#cards.set(id, new Card(this.#store, id));
      const card = this.#cards.get(id);
      if (this.#list.children[index] !== card.item) this.#list.insertBefore(card.item, this.#list.children[index] ?? null);
      const trouble = this.#troubles.kindOf(id);
      card.update({ place: places.get(id) ?? 0, total, open: id === this.#store.active, trouble });
      this.#fill(card);
    });
    this.#oneTabStop(annotations);
  }

  /** Fill the open card, empty the one that was open before. */
  #fill(card) {
    if (card.id !== this.#store.active) {
      card.inside.replaceChildren();
      if (this.#inside?.id === card.id) this.#inside = null;
      return;
    }
    if (this.#store.editable) this.#fillEditor(card);
    else card.inside.replaceChildren(viewOf(this.#store, card.id));
  }

  #fillEditor(card) {
    if (this.#inside?.id !== card.id) {
      const { act, onDirty } = this.#callbacks;
      const editor = new Editor(this.#store, card.id, act, onDirty);
      const trouble = document.createElement("div");
      this.#inside = { id: card.id, editor, trouble };
      new ResizeObserver(() => this.#grown(card)).observe(editor.element);
    }
    const { editor, trouble } = this.#inside;
    if (editor.element.parentElement !== card.inside) card.inside.replaceChildren(trouble, editor.element);
    this.#troubles.fill(trouble, card.id);
    editor.refresh(this.#troubles.errorsOf(card.id));
  }

  /** A field that grows while it is typed in pushes the cards below, and changes nothing else. */
  #grown(card) {
    if (this.#heights.get(card.id) !== card.element.offsetHeight) this.#soon();
  }

  /** The cards are one stop of the Tab key: the active one, or else the first. */
  #oneTabStop(annotations) {
    if (annotations.some(({ id }) => id === this.#store.active)) return;
    const [first] = annotations;
    if (first) this.#cards.get(first.id).element.tabIndex = 0;
  }

  #soon() {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.render();
    });
  }

  #scrolled() {
    const margin = innerHeight / 4;
    const inside = scrollY - margin >= this.#built.top && scrollY + innerHeight + margin <= this.#built.bottom;
    if (!inside && !isNarrow()) this.#soon();
  }

  #clicked(event) {
    const card = event.target.closest(".card");
    if (card && card.dataset.id !== this.#store.active) this.#store.setActive(card.dataset.id);
  }
}
