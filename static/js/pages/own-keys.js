import { say } from "../common/announce.js";
import { find, make } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { commandsOf, keyTable } from "../workspace/key-table.js";
import { nameOf, written } from "../workspace/keys.js";
import { clashes, refusal, toStore } from "../workspace/own-keys.js";

/** @typedef {import("../workspace/key-table.js").Command} Command */

/** Most ratings that keys can choose; the page shows the keys of no one project. */
const RATINGS = 9;

/**
 * The page on which a person chooses keys.
 * @param {HTMLFormElement} form
 */
export function start(form) {
  const nothing = /** @type {any} */ (new Proxy({}, { get: () => () => false }));
  new OwnKeysPage(form, keyTable(nothing, RATINGS)).show();
}

class OwnKeysPage {
  #form;
  #table;
  /** @type {Command[]} */
  #commands;
  /** @type {Map<string, string[]>} what each command has now */
  #keys = new Map();
  /** @type {Map<string, {shown: HTMLElement, told: HTMLElement, change: HTMLElement}>} */
  #rows = new Map();
  #recording = "";

  constructor(form, table) {
    this.#form = form;
    this.#table = table;
    this.#commands = commandsOf(table, true);
    const own = JSON.parse(find(form, "#own-keys-choice").value || "null");
    for (const { id, keys } of this.#commands) this.#keys.set(id, own?.keys?.[id] ?? keys);
    this.#single.checked = !own?.off;
    form.addEventListener("click", (event) => this.#clicked(event));
    form.addEventListener("submit", (event) => this.#submitted(event));
    addEventListener("keydown", (event) => this.#pressed(event), { capture: true });
  }

  get #single() {
    return find(this.#form, "#single-keys");
  }

  show() {
    const groups = this.#table.map((group) => {
      const rows = commandsOf([group], true).map((command) => this.#row(command));
      return make("section", "panel", make("h2", "", group.title), make("ul", "own-keys__list", ...rows));
    });
    find(this.#form, ".own-keys__groups").replaceChildren(...groups);
    this.#refresh();
    this.#form.dataset.ready = "";
  }

  #row({ id, name, fixed }) {
    const title = make("span", "own-keys__name", name);
    title.id = `command-${id}`;
    const [shown, told] = [make("span", "own-keys__keys"), make("p", "field__error")];
    told.id = `told-${id}`;
    told.setAttribute("role", "status");
    const buttons = fixed ? [make("span", "soft small", t("always"))] : [
      this.#button(id, "change", t("Change")), this.#button(id, "none", t("None")), this.#button(id, "reset", t("Reset")),
    ];
    const row = make("li", "own-keys__row", title, shown, make("span", "own-keys__buttons", ...buttons), told);
    row.dataset.id = id;
    this.#rows.set(id, { shown, told, change: buttons[0] });
    return row;
  }

  #button(id, action, words) {
    const button = make("button", "button button--small", words);
    button.setAttribute("type", "button");
    button.dataset.action = action;
    button.setAttribute("aria-describedby", `command-${id} told-${id}`);
    return button;
  }

  #clicked(event) {
    const action = event.target.closest("[data-action]")?.dataset.action;
    const id = event.target.closest("[data-id]")?.dataset.id;
    if (!action) return;
    this.#stop();
    if (action === "change") this.#record(id);
    else if (action === "none") this.#choose(id, []);
    else if (action === "reset") this.#choose(id, this.#usual(id));
    else if (action === "reset-all") this.#resetAll();
  }

  #usual(id) {
    return this.#commands.find((command) => command.id === id)?.keys ?? [];
  }

  #resetAll() {
    for (const { id, keys } of this.#commands) this.#keys.set(id, keys);
    this.#single.checked = true;
    this.#refresh();
    say(t("All keys are as they came; save to keep that."));
  }

  #record(id) {
    this.#recording = id;
    const { change, told } = this.#rows.get(id) ?? {};
    change.textContent = t("Press a key…");
    change.setAttribute("aria-pressed", "true");
    told.textContent = t("Press the key that it shall have; Esc keeps the old one.");
  }

  #stop() {
    const row = this.#rows.get(this.#recording);
    this.#recording = "";
    if (!row) return;
    row.change.textContent = t("Change");
    row.change.removeAttribute("aria-pressed");
    this.#refresh();
  }

  #pressed(event) {
    const id = this.#recording;
    if (!id || event.isComposing || ["Shift", "Alt", "Control", "Meta", "AltGraph"].includes(event.key)) return;
    if (event.key === "Tab") return this.#stop();
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return this.#stop();
    const name = nameOf(event);
    const why = refusal(name, this.#table);
    const { told } = this.#rows.get(id) ?? {};
    if (why) told.textContent = why;
    else {
      this.#stop();
      this.#choose(id, [name]);
    }
  }

  #choose(id, keys) {
    this.#keys.set(id, keys);
    this.#refresh();
  }

  /** @returns {{key: string, commands: Command[]}[]} */
  #clashes() {
    return clashes(this.#commands.map((command) => ({ ...command, keys: this.#keys.get(command.id) ?? [] })));
  }

  /** Show the keys, and at both of two commands that share one, what the other is. */
  #refresh() {
    for (const [id, { shown, told }] of this.#rows) {
      const keys = this.#keys.get(id) ?? [];
      shown.replaceChildren(...keys.length > 0 ? keys.map((key) => make("kbd", "", written(key))) : [make("span", "soft small", t("none"))]);
      told.textContent = "";
    }
    for (const { key, commands } of this.#clashes()) {
      for (const command of commands) {
        const others = commands.filter((other) => other !== command).map(({ name }) => `“${name}”`).join(", ");
        const row = this.#rows.get(command.id);
        if (row) row.told.textContent = t("{key} is the key of {others} too. Choose another for one of them.", { key: written(key), others });
      }
    }
    find(this.#form, "#own-keys-error").hidden = true;
  }

  #submitted(event) {
    const [clash] = this.#clashes();
    if (clash) {
      event.preventDefault();
      const names = clash.commands.map(({ name }) => `“${name}”`).join(", ");
      const error = find(this.#form, "#own-keys-error");
      error.textContent = t("Not saved: {key} is the key of {names}. Choose another for one of them.", { key: written(clash.key), names });
      error.hidden = false;
      this.#rows.get(clash.commands.find(({ fixed }) => !fixed)?.id ?? "")?.change.focus();
      return;
    }
    const own = toStore(this.#table, this.#keys, !this.#single.checked);
    find(this.#form, "#own-keys-choice").value = own ? JSON.stringify(own) : "";
  }
}
