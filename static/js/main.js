// Every element with data-module gets the module of that name, loaded only where it is used.
/** @type {Record<string, () => Promise<{start: (element: HTMLElement) => unknown}>>} */
const modules = {
  download: () => import("./download.js"),
  "focus-first": () => import("./focus-first.js"),
  "sign-out": () => import("./sign-out.js"),
  theme: () => import("./theme.js"),
  upload: () => import("./upload.js"),
  workspace: () => import("./workspace.js"),
};

for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-module]"))) {
  const load = modules[element.dataset.module ?? ""];
  if (load) load().then((module) => module.start(element));
}
