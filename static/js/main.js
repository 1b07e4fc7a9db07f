// Every element with data-module gets the module of that name, loaded only where it is used.
/** @type {Record<string, () => Promise<{start: (element: HTMLElement) => unknown}>>} */
const modules = {
  download: () => import("./pages/download.js"),
  "focus-first": () => import("./pages/focus-first.js"),
  "sign-out": () => import("./pages/sign-out.js"),
  theme: () => import("./pages/theme.js"),
  upload: () => import("./pages/upload.js"),
  workspace: () => import("./workspace/workspace.js"),
};

for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-module]"))) {
  const load = modules[element.dataset.module ?? ""];
  if (load) load().then((module) => module.start(element));
}
