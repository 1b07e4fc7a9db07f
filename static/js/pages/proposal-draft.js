import { find } from "../common/dom.js";

const PREFIX = "annotator-proposal ";
const DAY = 86_400_000;
/** What nobody came back to for so long is forgotten. */
const KEPT_DAYS = 60;

/**
 * What a person changed on the page of a proposal, kept in the browser until it is an article.
 * Each change is kept by itself, so that two tabs add to each other. The proposal never changes.
 */
export class ProposalDraft {
  #storage;
  #key;
  #now;

  /**
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} storage
   * @param {string} user
   * @param {string} proposal
   * @param {() => number} [now] in milliseconds
   */
  constructor(storage, user, proposal, now = Date.now) {
    this.#storage = storage;
    this.#key = `${PREFIX}${user} ${proposal}`;
    this.#now = now;
  }

  /** @returns {Record<string, string>} what was changed, by the name of the field or `words-<place>` */
  get changes() {
    return parsed(this.#storage.getItem(this.#key)).changes;
  }

  /** @param {string} name @param {string | null} value null where it is as it was */
  keep(name, value) {
    const changes = { ...this.changes };
    if (value === null) delete changes[name];
    else changes[name] = value;
    if (Object.keys(changes).length === 0) this.drop();
    else this.#storage.setItem(this.#key, JSON.stringify({ at: this.#now(), changes }));
  }

  drop() {
    this.#storage.removeItem(this.#key);
  }

  /** Forget, of all proposals, what is too old. */
  prune() {
    const keys = Array.from({ length: this.#storage.length }, (_, place) => this.#storage.key(place) ?? "");
    for (const key of keys.filter((one) => one.startsWith(PREFIX))) {
      const { at } = parsed(this.#storage.getItem(key));
      if (this.#now() - at > KEPT_DAYS * DAY) this.#storage.removeItem(key);
    }
  }
}

/** @param {string | null} text @returns {{at: number, changes: Record<string, string>}} */
function parsed(text) {
  try {
    const { at, changes } = JSON.parse(text ?? "");
    return { at: Number(at), changes: Object(changes) };
  } catch {
    return { at: 0, changes: {} };
  }
}

/**
 * Keeps what is changed in the form around the paragraphs, and puts back what an earlier page kept.
 * A form that comes back from the server has most of it already, and a reload sends it once more.
 * @param {HTMLElement} element the paragraphs, with data-proposal, and data-sent where the form was
 *   sent; the form has [data-restored] with a [data-anew]
 */
export function remember(element) {
  const form = element.closest("form");
  const storage = ownStorage();
  if (!form || !storage) return;
  const user = find(document, "[data-user]").dataset.user ?? "";
  const draft = new ProposalDraft(storage, user, element.dataset.proposal ?? "");
  draft.prune();
  // Before this module was there, somebody may have typed.
  for (const field of form.elements) if (isTyped(field)) note(element, draft, field);
  putBack(element, form, draft.changes);
  form.addEventListener("input", (event) => note(element, draft, event.target));
  element.addEventListener("click", (event) => {
    const pressed = /** @type {Element} */ (event.target).closest("[data-restore]");
    if (pressed instanceof HTMLButtonElement) draft.keep(`words-${pressed.value}`, null);
  });
  find(form, "[data-anew]").addEventListener("click", () => {
    draft.drop();
    location.reload();
  });
}

/** @param {Element} field */
function isTyped(field) {
  if (field instanceof HTMLInputElement && field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field instanceof HTMLInputElement && field.type === "hidden") return false;
  return (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.value !== field.defaultValue;
}

/** @returns {Storage | null} null where the browser keeps nothing */
export function ownStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/**
 * @param {HTMLElement} element
 * @param {ProposalDraft} draft
 * @param {EventTarget | null} field
 */
function note(element, draft, field) {
  try {
    if (field instanceof HTMLTextAreaElement && element.contains(field)) {
      draft.keep(`words-${placeOf(field)}`, field.value);
      noteTitle(element, draft);
    } else if (field instanceof HTMLInputElement && field.type === "checkbox") {
      const isAsItWas = field.checked === field.defaultChecked && isFresh(element);
      if (element.contains(field)) draft.keep(`kept-${field.value}`, isAsItWas ? null : String(field.checked));
    } else if (field instanceof HTMLInputElement && field.name && field.type !== "radio") {
      noteField(element, draft, field);
    }
  } catch {
    // The browser's storage is full: the words stand on the page all the same.
  }
}

/** The title may have followed a paragraph. @param {HTMLElement} element @param {ProposalDraft} draft */
function noteTitle(element, draft) {
  const title = document.getElementById(element.dataset.title ?? "");
  if (title instanceof HTMLInputElement) noteField(element, draft, title);
}

/**
 * @param {HTMLElement} element
 * @param {ProposalDraft} draft
 * @param {HTMLInputElement} field
 */
function noteField(element, draft, field) {
  const isAsItWas = field.value === field.defaultValue && isFresh(element);
  draft.keep(`field-${field.name}`, isAsItWas ? null : field.value);
}

/** A form that was sent comes back with what was sent, which is not what the page said. @param {HTMLElement} element */
function isFresh(element) {
  return !element.hasAttribute("data-sent");
}

/** @param {HTMLTextAreaElement} field */
function placeOf(field) {
  return find(/** @type {HTMLElement} */ (field.closest("[data-editor]")), "input[type=hidden]").value;
}

/**
 * @param {HTMLElement} element
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} changes
 */
function putBack(element, form, changes) {
  const before = document.activeElement;
  let found = false;
  // A title that followed a paragraph comes last, as it was in the end.
  for (const [name, value] of Object.entries(changes).sort(([one], [other]) => (one < other ? 1 : -1))) {
    const [, kind, which] = name.match(/^(words|kept|field)-(.*)$/s) ?? [];
    found = put(element, form, kind, which ?? "", value) || found;
  }
  find(form, "[data-restored]").hidden = !found;
  if (before instanceof HTMLElement && document.activeElement !== before) /** @type {HTMLElement} */ (document.activeElement).blur();
}

/**
 * @param {HTMLElement} element
 * @param {HTMLFormElement} form
 * @param {string | undefined} kind
 * @param {string} which
 * @param {string} value
 * @returns {boolean} whether that changed anything
 */
function put(element, form, kind, which, value) {
  if (kind === "words") return type(document.getElementById(`paragraph-${which}`), value);
  const field = kind === "kept" ? element.querySelector(`input[type=checkbox][value="${CSS.escape(which)}"]`) : form.elements.namedItem(which);
  if (!(field instanceof HTMLInputElement)) return false;
  const [was, will] = kind === "kept" ? [String(field.checked), value] : [field.value, value];
  if (kind === "kept") field.checked = value === "true";
  else field.value = value;
  return was !== will;
}

/**
 * @param {HTMLElement | null} paragraph
 * @param {string} words
 */
function type(paragraph, words) {
  const pencil = paragraph?.querySelector("[data-open]");
  if (!paragraph || !(pencil instanceof HTMLButtonElement)) return false;
  if (!paragraph.querySelector("[data-editor]")) pencil.click();
  const field = paragraph.querySelector("textarea");
  if (!field || field.value === words) return false;
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}
