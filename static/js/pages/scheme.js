import { say } from "../common/announce.js";
import { find, icon } from "../common/dom.js";
import { t } from "../common/i18n.js";

/** Ratings after these have no key. */
const MOST_KEYS = 9;

/**
 * The form for a new version of the scale: rows are moved, added and retired, and a rating shows
 * how it will look. Every row is sent with its place.
 * @param {HTMLElement} form
 */
export function start(form) {
  for (const list of form.querySelectorAll("[data-list]")) settle(list);
  form.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (button?.dataset.move) move(button, Number(button.dataset.move));
    else if (button?.hasAttribute("data-add")) add(find(form, `[data-list="${listOf(button).dataset.list}"]`));
  });
  form.addEventListener("keydown", (event) => {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (!step || !(event.target instanceof HTMLElement) || !event.target.closest("[data-row]")) return;
    event.preventDefault();
    move(event.target, step);
  });
  form.addEventListener("input", ({ target }) => {
    const row = target instanceof Element ? target.closest("[data-row]") : null;
    if (row) show(row);
    if (row) settle(listOf(row));
  });
  form.dataset.ready = "";
}

/** @param {HTMLElement} inside what has the focus, and keeps it @param {number} step */
function move(inside, step) {
  const row = inside.closest("[data-row]");
  const other = step < 0 ? row?.previousElementSibling : row?.nextElementSibling;
  if (!row || !other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  settle(listOf(row));
  inside.focus();
  const rows = [...(row.parentElement?.children ?? [])];
  say(t("Place {place} of {total}", { place: rows.indexOf(row) + 1, total: rows.length }));
}

/** @param {HTMLElement} list */
function add(list) {
  const template = /** @type {HTMLTemplateElement} */ (find(list, "template"));
  const row = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
  const taken = [...list.querySelectorAll("[name$='-place']")].map((input) => Number(/-(\d+)-place$/.exec(input.getAttribute("name") ?? "")?.[1]));
  number(row, Math.max(-1, ...taken) + 1);
  find(list, ".scale-rows").append(row);
  settle(list);
  find(row, "[name$='-label']").focus();
}

/** @param {HTMLElement} row @param {number} index */
function number(row, index) {
  for (const element of row.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (value.includes("__n__")) element.setAttribute(name, value.replaceAll("__n__", String(index)));
    }
  }
}

/** Give each row its place, and each rating its key. @param {Element} list */
function settle(list) {
  let key = 0;
  for (const [place, row] of [...find(list, ".scale-rows").children].entries()) {
    find(row, "[name$='-place']").value = String(place);
    const isRetired = find(row, "[data-retire]").checked;
    row.classList.toggle("scale-row--retired", isRetired);
    const told = row.querySelector("[data-key]");
    if (!told) continue;
    key += isRetired ? 0 : 1;
    told.textContent = isRetired || key > MOST_KEYS ? "–" : String(key);
  }
}

/** The badge as the workspace will show it. @param {Element} row */
function show(row) {
  const label = find(row, "[name$='-label']").value;
  find(row, "[role=group]").setAttribute("aria-label", label || t("New entry"));
  const badge = row.querySelector(".badge");
  if (!badge) return;
  badge.className = `badge badge--${find(row, "[name$='-tone']").value}`;
  find(badge, "svg").replaceWith(icon(find(row, "[name$='-icon']").value));
  find(badge, "span").textContent = label;
}

/** @param {Element} inside @returns {HTMLElement} */
function listOf(inside) {
  return /** @type {HTMLElement} */ (inside.closest("[data-list]"));
}
