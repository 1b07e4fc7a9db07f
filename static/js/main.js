import { readCatalogue } from "./common/catalogue.js";

// Every element with data-module gets the module of that name, loaded only where it is used.
/** @type {Record<string, () => Promise<{start: (element: HTMLElement) => unknown}>>} */
const modules = {
  adjudication: () => import("./adjudication/screen.js"),
  bell: () => import("./pages/bell.js"),
  bringing: () => import("./pages/bringing.js"),
  choosing: () => import("./pages/choosing.js"),
  "claim-tools": () => import("./pages/claim-tools.js"),
  counting: () => import("./pages/counting.js"),
  dataset: () => import("./pages/dataset.js"),
  download: () => import("./pages/download.js"),
  "focus-first": () => import("./pages/focus-first.js"),
  jobs: () => import("./pages/jobs.js"),
  "next-article": () => import("./pages/next-article.js"),
  "own-keys": () => import("./pages/own-keys.js"),
  proposal: () => import("./pages/proposal.js"),
  "proposal-done": () => import("./pages/proposal-done.js"),
  scheme: () => import("./pages/scheme.js"),
  "sign-out": () => import("./pages/sign-out.js"),
  spotchecks: () => import("./spotchecks/item.js"),
  stepping: () => import("./workspace/stepping.js"),
  theme: () => import("./pages/theme.js"),
  workspace: () => import("./workspace/workspace.js"),
};

async function start(element, spoken) {
  const load = modules[element.dataset.module];
  if (!load) return;
  const [module] = await Promise.all([load(), spoken]);
  await module.start(element);
}

/** The page is shown as it came: on the way to that, scripts would only be in the way. */
function painted() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    // Of a page that nobody sees nothing is painted.
    document.addEventListener("visibilitychange", resolve, { once: true });
    if (document.hidden) resolve(undefined);
  });
}

function parsed() {
  return new Promise((resolve) => {
    document.addEventListener("DOMContentLoaded", resolve, { once: true });
    if (document.readyState !== "loading") resolve(undefined);
  });
}

/** All at once, and not each when the one before it asks for it. */
function fetchModules() {
  for (const href of JSON.parse(document.querySelector("#page-modules")?.textContent ?? "[]")) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
  }
}

async function startAll() {
  await painted();
  fetchModules();
  const spoken = readCatalogue(document.documentElement);
  await parsed();
  // What is worked with comes first; the buttons of the frame around it wait for that.
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-module]")]);
  const isWork = ({ dataset }) => dataset.module === "workspace";
  await Promise.allSettled(all.filter(isWork).map((element) => start(element, spoken)));
  await Promise.all(all.filter((element) => !isWork(element)).map((element) => start(element, spoken)));
}

startAll().finally(() => {
  // What drives a browser can see from here on that the buttons of the page do what they say.
  document.documentElement.dataset.started = "";
});
