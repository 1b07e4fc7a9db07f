import { say } from "../common/announce.js";
import { fill } from "../common/i18n.js";

/**
 * Shows the labels of the chosen files without leaving the page, which would forget the files.
 * Without this module the page is loaded anew, and the files are chosen again.
 * @param {HTMLElement} element the form, with data-said-labels and data-said-failed
 */
export function start(element) {
  if (!(element instanceof HTMLFormElement)) return;
  element.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement)) return;
    if (button.hasAttribute("data-download")) return;
    if (button.hasAttribute("data-show")) {
      event.preventDefault();
      show(element, button);
    } else {
      // Sent once: what comes in takes a while.
      setTimeout(() => { button.disabled = true; });
    }
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 */
async function show(form, button) {
  button.disabled = true;
  refuse(form, "");
  try {
    take(form, await posted(button.formAction, new FormData(form)));
  } catch {
    refuse(form, form.dataset.saidFailed ?? "");
  } finally {
    button.disabled = false;
  }
}

/**
 * The answer as a document. It is parsed by the request itself, which runs nothing of it.
 * @param {string} url
 * @param {FormData} body
 * @returns {Promise<Document>}
 */
function posted(url, body) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.responseType = "document";
    request.setRequestHeader("Accept", "text/html");
    request.addEventListener("load", () => request.responseXML ? resolve(request.responseXML) : reject(new TypeError("no page")));
    request.addEventListener("error", () => reject(new TypeError("no answer")));
    request.send(body);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {Document} page
 */
function take(form, page) {
  for (const part of ["data-problems", "data-choices"]) {
    const found = page.querySelector(`[${part}]`);
    if (!found) throw new TypeError("another page");
    form.querySelector(`[${part}]`)?.replaceWith(document.importNode(found, true));
  }
  const problems = /** @type {HTMLElement | null} */ (form.querySelector("[data-problems] .notice"));
  if (problems) {
    problems.focus();
    return;
  }
  form.querySelector("[data-again]")?.remove();
  // What comes next is below.
  form.querySelector("[data-show]")?.classList.replace("button--primary", "button--plain");
  const chosen = form.querySelectorAll("[data-choices] select[name$='-becomes']");
  const first = /** @type {HTMLElement | undefined} */ (chosen[0]);
  first?.focus();
  say(fill(form.dataset.saidLabels ?? "", { count: chosen.length }));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} sentence
 */
function refuse(form, sentence) {
  const place = form.querySelector("[data-refusal]");
  if (!(place instanceof HTMLElement)) return;
  place.textContent = sentence;
  place.hidden = sentence === "";
}
