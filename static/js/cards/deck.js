import { Card } from "./card.js";

/**
 * The cards that are in the list, by mark. A card that is not wanted any more is given to another
 * mark, as to fill one anew costs less than to make one.
 */
export class Deck {
  #list;
  #store;
  /** @type {Map<string, Card>} */
  #cards = new Map();

  /**
   * @param {HTMLElement} list
   * @param {import("../marks/store.js").Store} store
   */
  constructor(list, store) {
    this.#list = list;
    this.#store = store;
  }

  /** @param {string | null | undefined} id @returns {Card | undefined} */
  get(id) {
    return this.#cards.get(id ?? "");
  }

  /**
   * Have cards of these marks in the list, in this order, and no others.
   * @param {string[]} ids
   * @param {(id: string) => void} onGone called before the card of a mark goes
   * @returns {Card[]}
   */
  deal(ids, onGone) {
    const free = this.#free(new Set(ids), onGone);
    ids.forEach((id, index) => {
      const card = this.#cards.get(id) ?? this.#cardFor(id, index, free);
      this.#cards.set(id, card);
      this.#putAt(index, card.item);
    });
    for (const { item } of free.values()) item.remove();
    return ids.map((id) => /** @type {Card} */ (this.#cards.get(id)));
  }

  /** Where most are not wanted any more they stay in their places, as moving costs more than filling. */
  #free(wanted, onGone) {
    const free = new Map();
    for (const [id, card] of this.#cards) {
      if (wanted.has(id)) continue;
      onGone(id);
      this.#cards.delete(id);
      if (card.item.contains(document.activeElement)) card.item.remove();
      else free.set(card.item, card);
    }
    if (free.size < this.#cards.size) for (const { item } of free.values()) item.remove();
    return free;
  }

  #cardFor(id, index, free) {
    const card = free.get(this.#list.children[index]) ?? free.values().next().value;
    if (!card) return new Card(this.#store, id);
    free.delete(card.item);
    card.give(id);
    return card;
  }

  /** What is moved loses the focus, so around the card that has it the others are moved. */
  #putAt(index, item) {
    const { children } = this.#list;
    if (children[index] === item) return;
    if (item.contains(document.activeElement)) {
      const before = [...children].slice(index);
      this.#list.append(...before.slice(0, before.indexOf(item)));
    } else this.#list.insertBefore(item, children[index] ?? null);
  }
}
