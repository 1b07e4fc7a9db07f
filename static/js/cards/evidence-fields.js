import { find, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { asSent, SOURCE_FIELDS } from "../marks/evidence.js";

/** Fields of which the project's scheme does not decide how they are shown. */
const ALWAYS = { title: "shown", url: "shown" };

/**
 * Put each field of a new row where the project's scheme wants it: in sight with the row, or
 * folded behind its details. Both is done once a row.
 * @param {HTMLElement} row
 * @param {Record<string, string>} uses shown, folded, required or hidden, by part
 */
export function placeFields(row, uses) {
  const more = find(row, ".source__more");
  for (const part of row.querySelectorAll(".evidence__part")) {
    const use = usesOf(uses, part.dataset.part);
    part.dataset.use = use;
    if (use === "folded" || use === "hidden") more.append(part);
  }
}

/**
 * Show what is kept of a source, but where words are typed.
 * @param {HTMLElement} row
 * @param {any} source
 * @param {any[]} sources all of the claim
 * @param {import("../outbox/typing.js").Typing} typing
 */
export function fillFields(row, source, sources, typing) {
  offerOrigins(find(row, "[data-field=same_origin_as]"), source, sources);
  offerSets(find(row, "[data-field=set]"), sources);
  offerRetired(find(row, "[data-field=medium]"), source.medium);
  for (const { name } of SOURCE_FIELDS) {
    if (name === "flags") continue;
    const field = row.querySelector(`[data-field=${name}]`);
    if (field) typing.show(field, asSent(source, name));
  }
  for (const box of row.querySelectorAll("[data-field=flags]")) box.checked = (source.flags ?? []).includes(box.value);
  for (const part of row.querySelectorAll(".evidence__part")) part.hidden = isOutOfSight(part, source);
}

/**
 * What a change of one of its fields says.
 * @param {HTMLElement} row
 * @param {any} field
 * @returns {string} as a form sends it
 */
export function saidBy(row, field) {
  if (field.dataset.field !== "flags") return field.value.trim();
  const boxes = [...row.querySelectorAll("[data-field=flags]")];
  return boxes.filter((box) => box.checked).map((box) => box.value).join(" ");
}

/** @param {HTMLElement} row @returns {any[]} the fields that words are typed in */
export function typedFields(row) {
  return [...row.querySelectorAll("[data-field]")].filter((field) => field.matches("textarea, input[type=text], input[type=date]"));
}

function usesOf(uses, part) {
  return ALWAYS[part] && !uses[part] ? ALWAYS[part] : (uses[part] ?? "folded");
}

/** What a project does not ask for is there where it was said all the same. */
function isOutOfSight(part, source) {
  const names = namesIn(part);
  if (names.includes("url")) return Boolean(source.url);
  // Of a question that found no answer there is nothing else to say.
  if (!source.url && part.dataset.part !== "question") return !names.some((name) => asSent(source, name));
  if (names.includes("boolean_explanation") && source.answer_type !== "boolean") return !source.boolean_explanation;
  return part.dataset.use === "hidden" && !names.some((name) => asSent(source, name));
}

function namesIn(part) {
  return [...part.querySelectorAll("[data-field]")].map((field) => field.dataset.field);
}

function offerOrigins(select, source, sources) {
  const others = sources.filter(({ id }) => id !== source.id);
  offer(select, [["", t("no other source")], ...others.map((one) => [one.id, one.title || one.host || one.question || one.url])]);
}

/** Sources are put together by the others that are in a set already, or by a set of their own. */
function offerSets(select, sources) {
  const numbers = [...new Set(sources.map((one) => one.set).filter(Boolean))].sort((one, other) => one - other);
  const sets = numbers.map((number) => {
    const members = sources.filter((one) => one.set === number).map((one) => one.title || one.host || one.question);
    return [String(number), t("Set {number}: {members}", { number, members: members.join(", ") })];
  });
  offer(select, [["", t("none: counts alone")], ...sets, [String((numbers.at(-1) ?? 0) + 1), t("A new set")]]);
}

/** A medium that the project does not offer any more stays with those that have it. */
function offerRetired(select, medium) {
  if (!medium || [...select.options].some((option) => option.value === medium)) return;
  select.append(optionOf(medium, medium));
}

function offer(select, choices) {
  const told = JSON.stringify(choices);
  if (select.dataset.told === told) return;
  select.dataset.told = told;
  const { value } = select;
  select.replaceChildren(...choices.map(([key, label]) => optionOf(key, label)));
  select.value = value;
}

function optionOf(value, label) {
  const option = make("option", "", label);
  option.setAttribute("value", value);
  return option;
}
