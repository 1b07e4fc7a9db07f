import { readCatalogue } from "./common/catalogue.js";

// Every element with data-module gets the module of that name, loaded only where it is used.
/** @type {Record<string, () => Promise<{start: (element: HTMLElement) => unknown}>>} */
const modules = {
  bringing: () => import("./pages/bringing.js"),
  dataset: () => import("./pages/dataset.js"),
  download: () => import("./pages/download.js"),
  "focus-first": () => import("./pages/focus-first.js"),
  jobs: () => import("./pages/jobs.js"),
  "own-keys": () => import("./pages/own-keys.js"),
  proposal: () => import("./pages/proposal.js"),
  "sign-out": () => import("./pages/sign-out.js"),
  theme: () => import("./pages/theme.js"),
  workspace: () => import("./workspace/workspace.js"),
};

const spoken = readCatalogue(document.documentElement);

async function start(element) {
  const load = modules[element.dataset.module];
  if (!load) return;
  const [module] = await Promise.all([load(), spoken]);
  await module.start(element);
}

// What is worked with comes first; the buttons of the frame around it wait for that.
const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-module]")]);
const isWork = ({ dataset }) => dataset.module === "workspace";
const begun = Promise.allSettled(all.filter(isWork).map(start));
begun.then(() => Promise.all(all.filter((element) => !isWork(element)).map(start)));
