import { annotationSender, refreshToken } from "./api.js";
import { find } from "./dom.js";
import { Outbox } from "./sync.js";

/**
 * The outbox of this page, tied to the store both ways.
 * @param {any} data the page's workspace-data
 * @param {import("./store.js").Store} store
 * @returns {Promise<Outbox>}
 */
export async function openOutbox(data, store) {
  const outbox = await Outbox.open({
    user: data.me.id,
    article: data.article.id,
    send: annotationSender(data.urls.annotations),
    refreshToken: () => refreshToken(data.urls.csrf),
  });
  store.replay(outbox.pending());
  store.addEventListener("send", (event) => outbox.enqueue(event.detail));
  outbox.addEventListener("ack", ({ detail: { item, answer } }) => store.applyServer(answer.annotation, item.edits));
  outbox.addEventListener("dropped", ({ detail: { annotation, items, current } }) => {
    store.drop(annotation, items.flatMap((item) => item.edits), current);
  });
  return outbox;
}

/**
 * Ask for a new sign-in when the server no longer knows who this is.
 * @param {HTMLDialogElement} dialog
 * @param {Outbox} outbox
 */
export function watchSignIn(dialog, outbox) {
  const show = ({ state }) => {
    if (state === "signed-out" && !dialog.open) dialog.showModal();
    else if (state !== "signed-out" && dialog.open) dialog.close();
  };
  outbox.addEventListener("state", (event) => show(event.detail));
  find(dialog, "[data-action=retry]").addEventListener("click", () => outbox.retry());
}

/**
 * What is typed is kept before the page goes, and the page stays while the browser has not kept it.
 * @param {Outbox} outbox
 * @param {() => void} commit
 */
export function guardLeaving(outbox, commit) {
  addEventListener("pagehide", commit);
  addEventListener("beforeunload", (event) => {
    commit();
    if (outbox.unsafeToLeave()) event.preventDefault();
  });
}
