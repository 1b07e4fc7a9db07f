import { clone, find, make } from "../common/dom.js";
import { remember } from "./proposal-draft.js";

/** As many pairs of words are compared one by one. */
const MOST_PAIRS = 250_000;

/**
 * Opens a paragraph of a page for correction in its place, and shows what went and what came
 * while it is typed. A title that is the paragraph's words stays that. What was changed is there
 * again after a reload, or another day. Without this module each
 * opening is a request.
 * @param {HTMLElement} element the paragraphs, with data-next, and data-title, the id of the
 *   title's field; a paragraph has [data-words], [data-open] and, once it is open, [data-editor]
 *   with a [data-restore]; and what `remember` asks for
 */
export function start(element) {
  element.addEventListener("click", (event) => {
    const pressed = /** @type {Element} */ (event.target).closest("button");
    if (!pressed || !pressed.matches("[data-open], [data-restore]")) return;
    event.preventDefault();
    const paragraph = new Paragraph(/** @type {HTMLElement} */ (pressed.closest(".proposal__block")));
    if (pressed.hasAttribute("data-restore")) entitled(element, paragraph, () => paragraph.restore());
    else paragraph.toggle(() => takeNumber(element));
  });
  element.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement)) return;
    const paragraph = new Paragraph(/** @type {HTMLElement} */ (field.closest(".proposal__block")));
    entitled(element, paragraph, () => paragraph.show(field.value));
  });
  remember(element);
}

/**
 * Changes a paragraph, and with it the title where that is the same words.
 * @param {HTMLElement} element
 * @param {Paragraph} paragraph
 * @param {() => void} change
 */
function entitled(element, paragraph, change) {
  const title = document.getElementById(element.dataset.title ?? "");
  const isSame = title instanceof HTMLInputElement && title.value.trim() === paragraph.current;
  change();
  if (isSame) title.value = paragraph.current;
}

/**
 * What a correction took away and put in, word by word.
 * @param {string} before
 * @param {string} after
 * @returns {["same" | "del" | "ins", string][]} pieces in the order of the text
 */
export function changes(before, after) {
  const [old, now] = [words(before), words(after)];
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const [went, came] = [old, now].map((list) => list.slice(head, list.length - tail));
  const rest = old.slice(old.length - tail);
  const pieces = [["same", old.slice(0, head).join("")], ...between(went, came), ["same", rest.join("")]];
  return /** @type {["same" | "del" | "ins", string][]} */ (joined(pieces));
}

/**
 * @param {string[]} old
 * @param {string[]} now
 */
function between(old, now) {
  if (old.length * now.length > MOST_PAIRS) return [["del", old.join("")], ["ins", now.join("")]];
  const common = commonEnds(old, now);
  const gone = /** @type {string[][]} */ ([]);
  const come = /** @type {string[][]} */ ([]);
  const pieces = [];
  let [first, second] = [0, 0];
  while (first < old.length || second < now.length) {
    if (old[first] === now[second]) {
      pieces.push(...gone.splice(0), ...come.splice(0), ["same", old[first]]);
      first += 1;
      second += 1;
    } else if (second === now.length || (first < old.length && common[first + 1][second] >= common[first][second + 1])) {
      gone.push(["del", old[first++]]);
    } else {
      come.push(["ins", now[second++]]);
    }
  }
  return [...pieces, ...gone, ...come];
}

/**
 * How many words the ends from each place on have in common, in their order.
 * @param {string[]} old
 * @param {string[]} now
 */
function commonEnds(old, now) {
  const table = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let first = old.length - 1; first >= 0; first -= 1) {
    for (let second = now.length - 1; second >= 0; second -= 1) {
      const longer = Math.max(table[first + 1][second], table[first][second + 1]);
      table[first][second] = old[first] === now[second] ? table[first + 1][second + 1] + 1 : longer;
    }
  }
  return table;
}

/**
 * Neighbours of one kind as one.
 * @param {string[][]} pieces
 */
function joined(pieces) {
  const found = /** @type {string[][]} */ ([]);
  for (const [kind, text] of pieces) {
    const last = found.at(-1);
    if (last?.[0] === kind) last[1] += text;
    else if (text) found.push([kind, text]);
  }
  return found;
}

/** @param {string} text */
function words(text) {
  return text.match(/[\p{L}\p{M}\p{N}_]+\s*|\s+|[^\s\p{L}\p{M}\p{N}_]\s*/gu) ?? [];
}

/** @param {HTMLElement} element */
function takeNumber(element) {
  const number = element.dataset.next ?? "0";
  element.dataset.next = String(Number(number) + 1);
  return number;
}

class Paragraph {
  #block;

  /** @param {HTMLElement} block */
  constructor(block) {
    this.#block = block;
  }

  /** @returns {HTMLElement | null} */
  get #editor() {
    return this.#block.querySelector("[data-editor]");
  }

  /** @returns {HTMLElement} */
  get #words() {
    return find(this.#block, "[data-words]");
  }

  /** @returns {HTMLButtonElement} */
  get #pencil() {
    return find(this.#block, "[data-open]");
  }

  /** The words as they were extracted: those on show, without what a correction put in. */
  get #extracted() {
    return this.#without("ins");
  }

  /** The words as they are corrected by now. */
  get current() {
    return this.#without("del").trim();
  }

  /** @param {"ins" | "del"} kind of what is left out */
  #without(kind) {
    const shown = /** @type {HTMLElement} */ (this.#words.cloneNode(true));
    for (const piece of shown.querySelectorAll(kind)) piece.remove();
    return shown.textContent ?? "";
  }

  /** @param {() => string} number gives the next entry of the form its number */
  toggle(number) {
    const editor = this.#editor;
    if (!editor) this.#open(number());
    else this.#expand(editor.hidden);
    if (this.#editor && !this.#editor.hidden) find(this.#editor, "textarea").focus();
  }

  /** Close the field and show what was extracted. */
  restore() {
    this.show(this.#extracted);
    this.#editor?.remove();
    this.#expand(false);
    this.#pencil.focus();
  }

  /** @param {string} typed */
  show(typed) {
    const extracted = this.#extracted;
    const after = typed.trim();
    const isCorrected = after !== "" && after !== extracted.trim();
    this.#block.classList.toggle("proposal__block--corrected", isCorrected);
    if (!isCorrected) {
      this.#words.replaceChildren(extracted);
      return;
    }
    const pieces = changes(extracted, after).map(([kind, text]) => (kind === "same" ? text : make(kind, "", text)));
    this.#words.replaceChildren(...pieces);
  }

  /** @param {string} number */
  #open(number) {
    const editor = clone("paragraph-editor");
    for (const one of editor.querySelectorAll("[id], [name], [for], [aria-describedby]")) rename(one, number);
    find(editor, "input[type=hidden]").value = this.#pencil.value;
    find(editor, "textarea").value = this.#extracted;
    find(editor, "[data-restore]").value = this.#pencil.value;
    this.#block.append(editor);
    this.#expand(true);
  }

  /** @param {boolean} isOpen */
  #expand(isOpen) {
    if (this.#editor) this.#editor.hidden = !isOpen;
    this.#pencil.setAttribute("aria-expanded", String(isOpen));
    this.#block.classList.toggle("proposal__block--open", isOpen);
  }
}

/**
 * @param {Element} element of the template, whose entry is called "new"
 * @param {string} number
 */
function rename(element, number) {
  for (const name of ["id", "name", "for", "aria-describedby"]) {
    const value = element.getAttribute(name);
    if (value) element.setAttribute(name, value.replace("corrected-new-", `corrected-${number}-`));
  }
}
