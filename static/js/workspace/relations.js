import { say } from "../common/announce.js";
import { find, make } from "../common/dom.js";
import { t, tn } from "../common/i18n.js";
import { linkWords, partWords } from "../common/relation-words.js";
import { exactWords, kindName } from "../common/words.js";
import { newId } from "../common/uuid.js";
import { partsOf } from "../marks/compounds.js";
import { withPart } from "../marks/fragments.js";
import { linksOf } from "../marks/links.js";

/** What ties words to a mark and marks to each other: cue and speaker of a quote, and links. */
export class Relations {
  #parts;
  #open;
  #links;
  #bar;
  #from = null;
  /** @type {{from: string, to: string, kind: import("../marks/links.js").LinkKind}[]} */
  #choices = [];

  /**
   * @param {import("./actions.js").Parts} parts
   * @param {(id: string) => void} open opens a mark's card
   */
  constructor(parts, open) {
    this.#parts = parts;
    this.#open = open;
    this.#links = linksOf(parts.store);
    this.#bar = document.getElementById("link-bar");
    this.#bar?.addEventListener("click", ({ target }) => this.#pressed(target.closest("button")));
    parts.store.addEventListener("active", () => this.#choices.length > 0 && this.#ask());
  }

  /** @returns {boolean} whether the other end of a link is being chosen */
  get isOn() {
    return this.#from !== null;
  }

  /**
   * The selected words become the cue or the speaker of the open quote, in place of the one before.
   * @param {"cue" | "speaker"} part
   * @param {{start: number, end: number}} [given] other words than the selected ones
   */
  markPart(part, given) {
    const { selector, store, toast } = this.#parts;
    const quote = store.activeMark;
    if (!quote && !given && !selector?.draft) return;
    if (quote?.label !== "quote") {
      toast.show(t("Open the quote first that these words belong to"), { undo: false });
      return;
    }
    const extent = given ?? selector?.take();
    if (!extent) {
      toast.show(t("No words are selected: select them in the article, or find them with “Mark by text”."), { undo: false });
      return;
    }
    store.change(quote.id, { fragments: withPart(quote.fragments, part, extent) });
    say(partWords(part, store.text.slice(extent.start, extent.end)));
    this.#open(quote.id);
  }

  /** @param {string} part */
  removePart(part) {
    const quote = this.#parts.store.activeMark;
    if (!quote) return;
    this.#parts.store.change(quote.id, { fragments: withPart(quote.fragments, part, null) });
    say(part === "cue" ? t("Cue taken away") : t("Speaker taken away"));
    this.#open(quote.id);
  }

  /**
   * Split a part off the open claim, with the selected words or else with the same: a claim of its
   * own that keeps where it came from. The open one stays open, for the next part.
   */
  split() {
    const { selector, store, toast } = this.#parts;
    const whole = store.activeMark;
    if (whole?.label !== "claim") return say(t("Open the claim first that holds several"));
    const words = selector?.draft ? selector.take() : null;
    const fragments = words ? [{ part: "content", ...words }] : whole.fragments.map(({ part, start, end }) => ({ part, start, end }));
    store.create({ label: "claim", fragments, links: [{ id: newId(), to: whole.id, kind: "part_of" }] });
    const count = partsOf(store, whole.id).length;
    toast.show(tn("Split into {n} part. Press again for the next.", "Split into {n} parts. Press again for the next.", count));
    this.#open(whole.id);
  }

  /** Draw the links of all marks, or again only those of the open one. */
  async toggleAll() {
    const { elbows } = await this.#parts.further;
    elbows.all = !elbows.all;
    elbows.draw();
    say(elbows.all ? t("All links are shown") : t("The links of the open mark are shown"));
  }

  /** Begin a link at the open mark. @returns {boolean} */
  begin() {
    const mark = this.#parts.store.activeMark;
    if (!mark || !this.#bar) return false;
    this.#from = mark.id;
    this.#ask();
    return true;
  }

  /** The other end is chosen. @param {string | null} id @returns {boolean} whether one was asked for */
  pick(id) {
    if (this.#from === null || !id) return false;
    const choices = this.#links.choices(this.#from, id);
    if (choices.length === 1) this.#make(choices[0]);
    else if (choices.length > 1) this.#show(choices, t("How are they linked?"));
    else say(id === this.#from ? t("A mark is not linked to itself") : t("These two marks cannot be linked, or are linked already"));
    return true;
  }

  /** @param {number} number of a way that is offered, from 1 @returns {boolean} whether any are */
  choose(number) {
    const isAsked = this.#choices.length > 0;
    const choice = this.#choices[number - 1];
    if (choice) this.#make(choice);
    return isAsked;
  }

  /** @returns {boolean} whether there was a link to give up */
  cancel() {
    const from = this.#from;
    if (from === null) return false;
    this.#end();
    say(t("Not linked"));
    this.#open(from);
    return true;
  }

  /** @param {string} from the mark that the link starts at @param {string} id */
  remove(from, id) {
    this.#parts.store.change(from, { links: [{ id, removed: true }] });
    this.#parts.toast.show(t("Link removed"));
    if (this.#parts.store.active) this.#open(this.#parts.store.active);
  }

  #make({ from, to, kind }) {
    const back = this.#from;
    this.#end();
    this.#parts.store.change(from, { links: [{ to, kind }] });
    const { store } = this.#parts;
    const other = store.get(back === from ? to : from);
    say(t("Linked. {way}: {words}", { way: linkWords(kind, back === from), words: exactWords(other) }));
    if (back) this.#open(back);
  }

  /** For the other end; ways that were offered were those to another mark. */
  #ask() {
    const { label } = this.#parts.store.get(this.#from);
    this.#show([], t("Link this {kind}: click another mark, or J, K and Enter", { kind: kindName(label).toLocaleLowerCase() }));
  }

  #end() {
    this.#from = null;
    this.#choices = [];
    if (this.#bar) this.#bar.hidden = true;
  }

  #show(choices, words) {
    if (!this.#bar) return;
    this.#choices = choices;
    find(this.#bar, "p").textContent = words;
    const ways = choices.map(({ from, kind }, index) => ({ said: linkWords(kind, from === this.#from), key: keyOf(index) }));
    find(this.#bar, ".link-bar__choices").replaceChildren(...ways.map(({ said, key }, index) => {
      const button = make("button", "", make("span", "", said), ...key ? [make("kbd", "", key)] : []);
      Object.assign(button, { type: "button" }).dataset.choice = String(index + 1);
      return button;
    }));
    this.#bar.hidden = false;
    say([words, ways.map(({ said, key }) => key ? `${key}: ${said}` : said).join(", ")].filter(Boolean).join(" "));
  }

  #pressed(button) {
    if (button?.dataset.choice) this.choose(Number(button.dataset.choice));
    else if (button) this.cancel();
  }
}

/** The keys that mark words as a claim, a quote and context choose among ways too; "" for none. */
function keyOf(index) {
  const hint = document.querySelectorAll("#label-bar [data-label] kbd")[index];
  return hint instanceof HTMLElement && !hint.hidden ? (hint.textContent ?? "") : "";
}
