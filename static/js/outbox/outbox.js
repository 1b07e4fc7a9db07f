import { annotationSender, refreshToken } from "../common/api.js";
import { Drafts } from "./drafts.js";
import { clashes } from "../marks/edits.js";
import { browserSteps, forgetSteps } from "./steps.js";
import { browserDrafts } from "./storage.js";
import { Outbox } from "./sync.js";

/**
 * The outbox of this page, tied to the store both ways.
 * @param {any} data the page's workspace-data
 * @param {import("../marks/store.js").Store} store
 * @returns {Promise<Outbox>}
 */
export async function openOutbox(data, store) {
  const outbox = await Outbox.open({
    user: data.me.id,
    article: data.article.id,
    send: annotationSender(data.urls.annotations, { shown: data.article.revision, onCorrected: tellCorrected }),
    refreshToken: () => refreshToken(data.urls.csrf),
    goTogether: (items, current) => goTogether(store, items, current),
  });
  const revision = data.article.revision;
  // What was made on an earlier text has its place in that: the server finds it in this one.
  store.replay(outbox.pending().filter((item) => (item.revision ?? revision) === revision));
  store.addEventListener("send", (event) => outbox.enqueue({ ...event.detail, revision }));
  outbox.addEventListener("ack", ({ detail: { answer } }) => {
    if (answer.annotation.waiting) show("left-behind");
  });
  outbox.addEventListener("ack", ({ detail: { item, answer } }) => store.applyServer(answer.annotation, item.edits));
  outbox.addEventListener("trimmed", ({ detail: { annotation, parts, current } }) => store.trim(annotation, parts, current));
  outbox.addEventListener("dropped", ({ detail: { annotation, items, current } }) => {
    store.drop(annotation, items.flatMap((item) => item.edits), current);
  });
  return outbox;
}

/**
 * Say that the text was corrected while the page was open.
 */
function tellCorrected() {
  show("corrected-meanwhile");
}

function show(id) {
  const notice = document.getElementById(id);
  if (notice) notice.hidden = false;
}

/**
 * The half-typed texts that this browser kept of the article; none where nothing may be changed.
 * @param {any} data the page's workspace-data
 * @param {import("../marks/store.js").Store} store
 * @returns {Promise<Drafts>}
 */
export async function openDrafts(data, store) {
  if (!store.editable) return new Drafts(null);
  const { storage, found } = await browserDrafts(data.me.id, data.article.id);
  return new Drafts(storage, found);
}

/**
 * Let undo and redo go on where this tab was, or one that was closed.
 * @param {any} data the page's workspace-data
 * @param {import("../marks/store.js").Store} store
 */
export async function resumeSteps(data, store) {
  if (!store.editable) return;
  // Steps name places in one text; in a corrected one they would undo other words.
  const [own, ...earlier] = textsOf(data.article);
  if (await forgetSteps(data.me.id, earlier)) show("steps-forgotten");
  const { storage, found } = await browserSteps(data.me.id, own);
  if (found) store.resumeSteps(found);
  // A step that the browser cannot keep is one that a reload forgets; nothing else is lost.
  store.addEventListener("steps", ({ detail }) => storage?.write(detail).catch(() => {}));
}

/**
 * What steps are kept under: the text that the page shows, then every earlier one.
 * @param {{id: string, revision: number}} article
 * @returns {string[]}
 */
function textsOf({ id, revision }) {
  const numbers = Array.from({ length: revision }, (_, index) => revision - index);
  return numbers.map((number) => (number > 1 ? `${id} ${number}` : id));
}

/**
 * Whether local changes and what changed elsewhere are about different parts of a mark. Then they
 * are shown together at once, and the local ones go on top.
 * @param {import("../marks/store.js").Store} store
 * @param {import("./sync.js").Item[]} items all that is queued for the mark
 * @param {any} current ANNOTATION that stands on the server
 * @returns {boolean}
 */
function goTogether(store, items, current) {
  const before = store.acknowledged(current.id);
  // A page that was loaded since then cannot tell what the changes were made on.
  if (before?.version !== items[0]?.version) return false;
  const edits = [...items, ...store.unsent(current.id)];
  if (edits.some((edit) => clashes(before, current, edit).length > 0)) return false;
  store.applyServer(current);
  return true;
}

/**
 * What is typed is kept as a draft before the page goes, and the page stays while the browser has
 * not kept it. Half a sentence is not sent.
 * @param {Outbox} outbox
 * @param {import("./drafts.js").Drafts} drafts
 */
export function guardLeaving(outbox, drafts) {
  addEventListener("pagehide", () => drafts.flush());
  document.addEventListener("visibilitychange", () => drafts.flush());
  addEventListener("beforeunload", (event) => {
    drafts.flush();
    if (outbox.unsafeToLeave() || drafts.unsafeToLeave()) event.preventDefault();
  });
}
