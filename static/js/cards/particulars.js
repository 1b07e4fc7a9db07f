import { furnish } from "./folds.js";
import { find, make } from "../common/dom.js";
import { t, tn } from "../common/i18n.js";
import { particularName, particularWords } from "../common/particular-words.js";
import { linksOf } from "../marks/links.js";
import { particular, PARTICULARS, valueOf } from "../marks/particulars.js";
import { speakersOf } from "./speakers.js";

/** Those that are typed: kept when their field is left, and as drafts until then. */
export const TYPED = ["claim-short", "claim-speaker", "claim-place", "claim-checkworthy_reason", "quote-speaker", "quote-addressee", "quote-language", "quote-original_words"];
const ALONE = ["claim-voice", "claim-made_on", "claim-made_on_basis", "claim-checkworthy", "context-role"];
/** What every mark of a kind is to have some day: the line says which of them is missing. */
const WANTED = { claim: ["claim-short", "claim-types", "claim-speaker", "claim-made_on", "claim-checkworthy"], quote: ["quote-speaker"], context: [] };

/**
 * What a typed field shows while nobody types in it.
 * @param {any} annotation
 * @param {string} name of the field
 * @returns {string | undefined} undefined for a field that is none of these
 */
export function typedWords(annotation, name) {
  const one = particular(name);
  if (!one) return undefined;
  return one.as === "speaker" ? (annotation[one.of]?.speaker?.name ?? "") : valueOf(annotation, one);
}

/**
 * The changes that words typed in such a field stand for.
 * @param {import("../marks/store.js").Store} store
 * @param {any} annotation
 * @param {string} name
 * @param {string} words
 * @returns {Record<string, string>}
 */
export function typedChanges(store, annotation, name, words) {
  if (particular(name)?.as !== "speaker") return { [name]: words };
  if (!words) return { [name]: "" };
  const speaker = speakersOf(store).named(words, valueOf(annotation, /** @type {any} */ (particular(name))));
  const said = { [name]: speaker.id, [`${name}_name`]: speaker.name };
  // Whoever is named, it is not the outlet's own voice any more.
  return name === "claim-speaker" ? { ...said, "claim-voice": "speaker" } : said;
}

/**
 * The changes that a choice stands for, where it is one of these fields.
 * @param {HTMLElement} root the inside of the card
 * @param {any} field
 * @returns {Record<string, string> | null}
 */
export function chosenChanges(root, field) {
  const name = field.dataset.field;
  if (name === "claim-types") {
    const chosen = [...root.querySelectorAll("input[data-field=claim-types]:checked")];
    return { [name]: chosen.map((box) => /** @type {HTMLInputElement} */ (box).value).join(" ") };
  }
  if (!ALONE.includes(name)) return null;
  if (name === "claim-voice" && field.value === "outlet") return { [name]: "outlet", "claim-speaker": "" };
  if (name === "claim-made_on" || name === "claim-made_on_basis") return dayChanges(root);
  return { [name]: field.value };
}

/** Where each command leads, by the kind of mark. */
const PLACES = {
  particulars: { claim: "claim-short", quote: "quote-speaker", context: "context-role" },
  speaker: { claim: "claim-speaker", quote: "quote-speaker" },
  types: { claim: "claim-types" },
  day: { claim: "claim-made_on" },
};

/**
 * Open what is folded and go to a field in it.
 * @param {HTMLElement} root
 * @param {import("../marks/store.js").Store} store
 * @param {string} command
 * @returns {boolean | null} false where this kind of mark has no such field; null for another command
 */
export function openParticulars(root, store, command) {
  if (command === "checklist") return openChecklist(root);
  if (!PLACES[command]) return null;
  const group = /** @type {HTMLElement} */ (root.querySelector("[data-particulars]:not([hidden])"));
  const name = PLACES[command][group?.dataset.particulars ?? ""];
  if (!name) return false;
  furnish(group);
  if (group instanceof HTMLDetailsElement) group.open = true;
  offerSpeakers(root, store);
  find(group, `[data-field="${name}"]`).focus();
  return true;
}

/** Fill the list of speakers when it may be wanted. */
export async function offerSpeakers(root, store) {
  const list = root.querySelector("datalist#known-speakers");
  const speakers = speakersOf(store);
  const show = () => list?.replaceChildren(...speakers.choices().map(({ value, label }) => Object.assign(make("option"), { value, label })));
  show();
  await speakers.load(store.addresses?.speakers);
  show();
}

function openChecklist(root) {
  const list = /** @type {HTMLDetailsElement} */ (find(root, ".checklist"));
  if (list.closest("[hidden]")) return false;
  furnish(list);
  list.open = !list.open;
  find(root, "[data-field=wording]").focus();
  return true;
}

/**
 * Among the types a digit chooses one, or takes it back; elsewhere it means something else.
 * @param {HTMLElement} root
 * @param {(box: HTMLInputElement) => void} onChange
 */
export function letTypesBePressed(root, onChange) {
  root.addEventListener("keydown", (event) => {
    if (!(/** @type {Element} */ (event.target).closest(".types"))) return;
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    if (!digit || event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopPropagation();
    event.preventDefault();
    const box = /** @type {HTMLInputElement | undefined} */ (root.querySelectorAll("input[data-field=claim-types]")[Number(digit) - 1]);
    if (!box) return;
    box.checked = !box.checked;
    box.focus();
    onChange(box);
  });
}

/** A day goes with what it rests on. Only whole days are kept, and none of a year that is still being typed. */
function dayChanges(root) {
  const day = find(root, "[data-field=claim-made_on]");
  const basis = find(root, "[data-field=claim-made_on_basis]");
  if (!day.validity.valid) return {};
  if (!day.value) return { "claim-made_on": "", "claim-made_on_basis": "" };
  if (!basis.value) basis.value = "exact";
  return { "claim-made_on": day.value, "claim-made_on_basis": basis.value };
}

/**
 * Show what the mark has of all this: in the fields that are chosen, and in the line above them.
 * @param {HTMLElement} root
 * @param {import("../marks/store.js").Store} store
 * @param {any} annotation
 */
export function fillParticulars(root, store, annotation) {
  for (const group of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-particulars]"))) {
    const isOwn = group.dataset.particulars === annotation.label;
    group.hidden = !isOwn;
    // What is not folded is seen at once.
    if (isOwn && !(group instanceof HTMLDetailsElement)) furnish(group);
    if (isOwn) fillGroup(group, store, annotation);
  }
}

function fillGroup(group, store, annotation) {
  const held = annotation[annotation.label] ?? {};
  for (const name of ALONE) {
    const field = group.querySelector(`[data-field="${name}"]`);
    // A day that is wrong stands until somebody puts it right.
    if (field && field !== document.activeElement && field.validity.valid) field.value = valueOf(annotation, /** @type {any} */ (particular(name)));
  }
  const types = held.types ?? [];
  for (const box of group.querySelectorAll("input[data-field=claim-types]")) box.checked = types.includes(box.value);
  const short = group.querySelector("[data-field=claim-short]");
  if (short) countShort(group, store.scheme.short_form);
  const line = group.querySelector(".particulars__told");
  if (line) line.replaceChildren(...toldLine(store, annotation));
}

/**
 * How long the short form is; over the length that the project advises it is warned, never refused.
 * @param {HTMLElement} root
 * @param {number} advised
 */
export function countShort(root, advised) {
  const field = root.querySelector("[data-field=claim-short]");
  const said = root.querySelector(".particulars__count");
  if (!field || !said) return;
  const length = [.../** @type {HTMLInputElement} */ (field).value.trim()].length;
  const over = length - advised;
  said.classList.toggle("particulars__count--long", over > 0);
  said.textContent = over > 0 ? tn("{n} character over {advised}", "{n} characters over {advised}", over, { advised }) : length > 0 ? t("{length} of {advised}", { length, advised }) : t("up to {advised} advised", { advised });
}

/** What is filled, and what is missing. */
function toldLine(store, annotation) {
  const all = PARTICULARS.filter(({ of, name }) => of === annotation.label && !["claim-voice", "claim-made_on_basis", "claim-checkworthy_reason"].includes(name));
  const filled = all.map((one) => shortWords(one, particularWords(annotation, one, store.scheme.labels))).filter(Boolean);
  const missing = WANTED[annotation.label].filter((name) => !given(annotation, name)).map((name) => missingName(name));
  const reported = reportedBy(store, annotation);
  return [
    ...(filled.length > 0 ? [part("particulars__filled", filled.join(" · "))] : []),
    ...(reported ? [part("particulars__filled", reported)] : []),
    ...(missing.length > 0 ? [part("particulars__missing", t("missing: {names}", { names: missing.join(", ") }))] : []),
  ];
}

/** @param {string} name @returns {string} what is missing, in the fewest words */
function missingName(name) {
  const names = { "claim-made_on": t("day"), "claim-checkworthy": t("worth checking or not") };
  return names[name] ?? particularName(name).toLocaleLowerCase();
}

/** The outlet's own voice has no speaker to miss. */
function given(annotation, name) {
  if (name === "claim-speaker" && annotation.claim?.voice === "outlet") return true;
  return valueOf(annotation, /** @type {any} */ (particular(name))) !== "";
}

function shortWords({ name }, words) {
  if (name === "quote-original_words" && words) return t("original words");
  return words.length > 40 ? `${words.slice(0, 39)}…` : words;
}

function part(look, words) {
  const element = make("span", look, words);
  element.dir = "auto";
  return element;
}

/** A quote inside another: who said it, and who reports that. */
function reportedBy(store, annotation) {
  const outer = linksOf(store).from(annotation.id).find(({ kind }) => kind === "made_in");
  const [inner, reporter] = [speakerOf(annotation), outer && speakerOf(store.get(outer.to))];
  return inner && reporter ? t("said by {inner}, as reported by {outer}", { inner, outer: reporter }) : "";
}

/** The speaker who was chosen, or else the words that name one. */
function speakerOf(annotation) {
  const held = annotation.quote ?? annotation.claim;
  return held?.speaker?.name ?? annotation.fragments.find(({ part: name }) => name === "speaker")?.exact ?? "";
}

/**
 * What may only be read, as a list of names and words.
 * @param {HTMLElement} list
 * @param {import("../marks/store.js").Store} store
 * @param {any} annotation
 */
export function listParticulars(list, store, annotation) {
  const own = PARTICULARS.filter(({ of }) => of === annotation.label);
  const rows = own.map((one) => [particularName(one.name), particularWords(annotation, one, store.scheme.labels)]).filter(([, words]) => words);
  const reported = reportedBy(store, annotation);
  if (reported) rows.push([t("Reported"), reported]);
  list.hidden = rows.length === 0;
  list.replaceChildren(...rows.flatMap(([name, words]) => [make("dt", "", name), part("", words)].map((cell, at) => (at === 0 ? cell : wrapped(cell)))));
}

function wrapped(words) {
  const cell = make("dd", "");
  cell.append(words);
  return cell;
}
