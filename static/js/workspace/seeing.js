import { say } from "../common/announce.js";
import { find, isTouch } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { Stack } from "../article/stack.js";

/** What helps to see the article and its marks: find, filters, map, numbers, links, hidden characters. */
export class Seeing {
  #parts;
  #claims;

  /**
   * @param {import("./actions.js").Parts} parts
   * @param {import("./actions.js").Actions} work
   * @param {string} claims where the pages of claims are
   */
  constructor(parts, work, claims) {
    this.#parts = parts;
    this.#claims = claims;
    const { article, store } = parts;
    new Stack(article, store, (id) => parts.links?.pick(id) || work.open(id, { focus: !parts.cursor?.isOn && !isTouch(), scroll: isTouch() })).start();
    find(document, "#find-button").addEventListener("click", () => this.find());
  }

  /** The filter is another. */
  filtered() {
    this.#parts.further.then(({ dimmer }) => dimmer.update());
    this.#parts.further.then(({ map }) => map.redraw());
  }

  find() {
    this.#parts.further.then((further) => further.find.open());
  }

  cycleKinds() {
    this.#parts.filters.cycle();
  }

  toggleHidden() {
    this.#parts.further.then(({ hidden }) => hidden.toggle());
  }

  toggleNumbers() {
    this.#parts.further.then(({ paragraphs }) => paragraphs.toggle());
  }

  /** Of the paragraph with the text cursor, or else with the active mark. */
  copyAddress() {
    const { store, painter, cursor } = this.#parts;
    const mark = store.active ? painter.firstMark(store.active) : null;
    const place = cursor?.isOn ? document.getSelection()?.anchorNode : mark;
    const element = place instanceof Element ? place : place?.parentElement;
    const block = element?.closest("[data-b]") ?? null;
    if (block) this.#parts.further.then(({ paragraphs }) => paragraphs.copy(block));
    else say(t("Open a mark first, or put the text cursor into a paragraph"));
  }

  /** The link under the text cursor or under the active mark, or else the claim's first source. */
  openLink() {
    const { store, painter, cursor } = this.#parts;
    const node = cursor?.isOn ? document.getSelection()?.anchorNode : null;
    const marks = store.active ? painter.marksOf(store.active) : [];
    const places = node?.parentElement ? [node.parentElement, ...marks] : marks;
    const link = places.map((place) => place.closest("#article a")).find(Boolean);
    const source = store.active ? store.get(store.active)?.claim?.sources[0]?.url : null;
    const address = link?.href ?? source;
    if (address && /^https?:/.test(address)) open(address, "_blank", "noopener,noreferrer");
    else say(t("No link and no source here"));
  }

  openClaim() {
    const address = this.#claimAddress();
    if (address) location.assign(address);
  }

  /** Of the claim whose card is open. */
  async copyClaim() {
    const address = this.#claimAddress();
    if (!address) return;
    const isDone = await navigator.clipboard.writeText(address).then(() => true, () => false);
    this.#parts.toast.show(isDone ? t("The link of the claim’s page was copied") : address, { undo: false });
  }

  /** @returns {string | null} none, and a word about it, where there is no page */
  #claimAddress() {
    const { store, toast } = this.#parts;
    const mark = store.active ? store.get(store.active) : null;
    if (mark?.label === "claim" && store.acknowledged(mark.id)) return new URL(`${this.#claims}/${mark.id}`, location.href).href;
    toast.show(mark?.label === "claim" ? t("The claim has a page once it is saved") : t("Open a claim first"), { undo: false });
    return null;
  }
}
