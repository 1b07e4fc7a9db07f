import { find } from "../common/dom.js";

/**
 * The project's guidelines in a dialog, opened at what they say about one kind of mark.
 * They are in the page, so that they open at once and without a network.
 */
export class Guidelines {
  #dialog;
  #button;
  #key;
  /** The label it was last opened for; opened for the same again, it is where it was left. */
  #label = "";
  #place = 0;

  /**
   * @param {HTMLDialogElement} dialog with data-version where there are guidelines
   * @param {HTMLElement} button
   * @param {{user: number, project: string}} whose
   */
  constructor(dialog, button, { user, project }) {
    this.#dialog = dialog;
    this.#button = button;
    this.#key = `annotator:guidelines:${user}:${project}`;
    button.toggleAttribute("data-new", this.#isNew);
    find(button, "[data-said-new]").hidden = !this.#isNew;
    dialog.addEventListener("click", (event) => {
      const tab = event.target.closest("[data-section]");
      if (tab) this.#show(tab.dataset.section);
      else if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => {
      this.#place = dialog.scrollTop;
    });
    dialog.addEventListener("scroll", () => this.#nameTab(), { passive: true });
  }

  /** @param {string} label of the mark that is open, or "" */
  open(label) {
    this.#dialog.showModal();
    const section = label && this.#dialog.querySelector(`section[data-label="${label}"]`);
    if (section && label !== this.#label) this.#show(section.id);
    else this.#dialog.scrollTop = this.#place;
    this.#label = label || this.#label;
    this.#nameTab();
    this.#read();
    return true;
  }

  get #version() {
    return Number(this.#dialog.dataset.version ?? 0);
  }

  /** Whether there is a version that this person has not looked at in this browser. */
  get #isNew() {
    return this.#version > Number(stored(this.#key) ?? 0);
  }

  #read() {
    try {
      localStorage.setItem(this.#key, String(this.#version));
    } catch {
      // A browser that keeps nothing hints each time anew.
    }
    this.#button.removeAttribute("data-new");
    find(this.#button, "[data-said-new]").hidden = true;
  }

  #show(id) {
    const section = document.getElementById(id);
    section?.scrollIntoView({ block: "start" });
    section?.querySelector("[tabindex]")?.focus({ preventScroll: true });
    this.#nameTab(id);
  }

  /** The tab of the section that is at the top. */
  #nameTab(id = "") {
    const tabs = [...this.#dialog.querySelectorAll("[data-section]")];
    const top = (this.#dialog.querySelector(".guidelines-dialog__head")?.getBoundingClientRect().bottom ?? 0) + 30;
    const passed = tabs.filter(({ dataset }) => (document.getElementById(dataset.section)?.getBoundingClientRect().top ?? top + 1) <= top);
    const current = id || (passed.at(-1) ?? tabs[0])?.dataset.section;
    for (const tab of tabs) {
      if (tab.dataset.section === current) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  }
}

function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
