import { say } from "../common/announce.js";
import { Dimmer } from "../article/dimmer.js";
import { find, isTouch } from "../common/dom.js";
import { EdgeMap } from "../article/map.js";
import { FindBar } from "../article/find.js";
import { HiddenCharacters } from "../article/hidden.js";
import { letPlacesLead } from "../article/jumping.js";
import { t } from "../common/i18n.js";
import { letSelectFromLinks } from "../article/links.js";
import { Paragraphs } from "../article/paragraphs.js";
import { Stack } from "../article/stack.js";

/** What helps to see the article and its marks: find, filters, map, numbers, links, hidden characters. */
export class Seeing {
  #parts;
  #find;
  #hidden;
  #paragraphs;
  #dimmer;
  #map;

  /**
   * @param {import("./actions.js").Parts} parts
   * @param {import("./actions.js").Actions} work
   * @param {import("../article/whereabouts.js").Whereabouts} where
   * @param {any[]} hidden the characters that cannot be seen
   */
  constructor(parts, work, where, hidden) {
    this.#parts = parts;
    const { article, store, painter, filters } = parts;
    this.#map = new EdgeMap(find(document, "#map"), store, where, () => filters.chosen);
    this.#map.start();
    this.#find = new FindBar(find(document, "#find-bar"), store, painter, (label, extent) => work.mark(label, extent));
    this.#find.addEventListener("hits", () => this.#map.show(this.#find.hits));
    this.#hidden = new HiddenCharacters(document.getElementById("hidden-note"), hidden, store, painter);
    for (const note of ["oddities-note", "related-note"]) letPlacesLead(document.getElementById(note), painter);
    this.#paragraphs = new Paragraphs(article, (words) => parts.toast.show(words, { undo: false }));
    this.#dimmer = new Dimmer(store, painter, () => filters.chosen);
    new Stack(article, store, (id) => work.relations.pick(id) || work.open(id, { focus: !parts.cursor?.isOn && !isTouch(), scroll: isTouch() })).start();
    letSelectFromLinks(article);
    find(document, "#find-button").addEventListener("click", () => this.#find.open());
  }

  /** The filter is another. */
  filtered() {
    this.#dimmer.update();
    this.#map.redraw();
  }

  find() {
    this.#find.open();
  }

  cycleKinds() {
    this.#parts.filters.cycle();
  }

  toggleHidden() {
    this.#hidden.toggle();
  }

  toggleNumbers() {
    this.#paragraphs.toggle();
  }

  /** Of the paragraph with the text cursor, or else with the active mark. */
  copyAddress() {
    const { store, painter, cursor } = this.#parts;
    const mark = store.active ? painter.firstMark(store.active) : null;
    const place = cursor?.isOn ? document.getSelection()?.anchorNode : mark;
    const element = place instanceof Element ? place : place?.parentElement;
    const block = element?.closest("[data-b]") ?? null;
    if (block) this.#paragraphs.copy(block);
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
}
