import { TextCursor } from "../article/caret.js";
import { Dimmer } from "../article/dimmer.js";
import { Elbows } from "../article/elbow.js";
import { FindBar } from "../article/find.js";
import { Handles } from "../article/handles.js";
import { HiddenCharacters } from "../article/hidden.js";
import { letPlacesLead } from "../article/jumping.js";
import { EdgeMap } from "../article/map.js";
import { letSelectFromLinks } from "../article/links.js";
import { MarkByText } from "../article/mark-by-text.js";
import { Paragraphs } from "../article/paragraphs.js";
import * as insides from "../cards/inside.js";
import { openSending } from "../cards/talk-sending.js";
import { find } from "../common/dom.js";
import { t } from "../common/i18n.js";
import { nextTurn } from "../common/turns.js";
import { DeletedMarks, showDeletedCount } from "./deleted.js";
import { Guidelines } from "./guidelines.js";
import { commandsOf } from "./key-table.js";
import { meaning } from "./keys.js";
import { fillHelp, showKeys } from "./help.js";
import { tellOpening } from "./opening.js";
import { pageCommands } from "./page-commands.js";
import { Palette } from "./palette.js";
import { Pieces } from "./pieces.js";
import { showProgress } from "./progress.js";
import { Relations } from "./relations.js";
import { SignIn } from "./sign-in.js";
import { Submission, withdrawal } from "./submit.js";

/**
 * What the opening of the page does not wait for: what is drawn beside the text, and what opens at
 * a press. It is fetched as soon as the page heeds keys, so that it is there without a network too.
 * @typedef {object} Further
 * @property {EdgeMap} map
 * @property {FindBar} find
 * @property {HiddenCharacters} hidden
 * @property {Elbows} elbows
 * @property {Dimmer} dimmer
 * @property {Palette} palette
 * @property {Guidelines} guidelines
 * @property {Paragraphs} paragraphs
 * @property {Pieces} pieces
 * @property {Relations} links
 * @property {(() => Promise<void>) | null} withdraw takes the submission back, where there is one
 * @property {TextCursor | null} cursor the last five only where marks may be changed
 * @property {MarkByText | null} words
 * @property {Submission | null} submission
 * @property {SignIn | null} signIn
 * @property {DeletedMarks | null} deleted
 */

/**
 * @typedef {object} Given
 * @property {import("./actions.js").Parts} parts
 * @property {import("./actions.js").Actions} work
 * @property {import("../article/whereabouts.js").Whereabouts} where
 * @property {import("../outbox/sync.js").Outbox | null} outbox
 * @property {import("../outbox/drafts.js").Drafts} drafts
 * @property {import("./key-table.js").Group[]} table
 * @property {any} data the page's workspace-data
 */

/**
 * In several turns, as whoever presses a key meanwhile is to be heard.
 * @param {Given} given
 * @returns {Promise<Further>}
 */
export async function furtherParts(given) {
  const { parts, work, where, table, data } = given;
  const { article, store, painter, filters } = parts;
  if (data.urls.opening) tellOpening(data.urls.opening, data.me.id, { csrf: data.urls.csrf });
  parts.links = new Relations(parts, (id) => work.open(id, { scroll: false }));
  letSelectFromLinks(article);
  showProgress(find(document, "#checked"), store);
  showKeys(document, commandsOf(table, store.editable));
  fillHelp(find(document, ".key-help"), table, store.editable);
  await nextTurn();
  openSending(data, store).then((sender) => parts.pill && tellWaiting(parts.pill, sender));
  // Behind the keys: what an open card holds is cloned with them.
  parts.margin.furnish(insides);
  await nextTurn();
  parts.margin.renderWhole();
  await nextTurn();
  if (data.preferences?.announces) {
    const { SpokenMarks } = await import("../article/spoken-marks.js");
    new SpokenMarks(article, store).start();
  }
  for (const note of ["oddities-note", "related-note"]) letPlacesLead(document.getElementById(note), painter);
  const map = new EdgeMap(find(document, "#map"), store, where, () => filters.chosen);
  map.start();
  const withdraw = document.getElementById("withdraw-button");
  const bar = new FindBar(find(document, "#find-bar"), store, painter, (label, extent) => work.mark(label, extent));
  bar.addEventListener("hits", () => map.show(bar.hits));
  const elbows = new Elbows(find(document, ".paper"), store, painter);
  elbows.start();
  await nextTurn();
  return {
    map,
    find: bar,
    elbows,
    dimmer: new Dimmer(store, painter, () => filters.chosen),
    links: parts.links,
    pieces: new Pieces(parts, (id, options) => work.open(id, options)),
    paragraphs: new Paragraphs(article, (words) => parts.toast.show(words, { undo: false })),
    hidden: new HiddenCharacters(document.getElementById("hidden-note"), data.hidden ?? [], store, painter),
    palette: new Palette(find(document, "#palette"), () => pageCommands(table, store, work, data)),
    withdraw: withdraw ? withdrawal(withdraw, `${data.urls.submission}/withdrawal`, data.me.id) : null,
    guidelines: new Guidelines(find(document, "#guidelines-dialog"), find(document, "#guidelines-button"), { user: data.me.id, project: data.project.slug }),
    ...store.editable ? forEditing(given) : { cursor: null, words: null, submission: null, signIn: null, deleted: null },
  };
}

/** The pill tells of comments too, and a press on it sends them. */
function tellWaiting(pill, sender) {
  const tell = () => {
    const n = sender.waiting;
    const words = navigator.onLine ? t("{n} waiting", { n }) : t("Offline, {n} waiting", { n });
    pill.also = n > 0 ? words : "";
    pill.update();
  };
  for (const type of ["sent", "waits", "refused", "held"]) sender.addEventListener(type, tell);
  find(document, "#sync-pill").addEventListener("click", () => sender.wakeAtOnce());
}

function forEditing({ parts, work, outbox, drafts, table, data }) {
  const { article, store, painter } = parts;
  const open = (id) => work.open(id, { focus: true });
  parts.cursor = new TextCursor(article, store, painter);
  new Handles(article, store, painter, (border, offset) => work.piece("drop", border, offset)).start();
  showDeletedCount(find(document, "#deleted-button"), store, () => work.showDeleted());
  return {
    cursor: parts.cursor,
    words: new MarkByText(find(document, "#words-dialog"), store, painter, {
      onLabel: (label, extent) => work.mark(label, extent),
      onAdd: (extent) => work.piece("add", extent),
      onPart: (part, extent) => work.link("markPart", part, extent),
      commandsFor: meaning(table, true),
    }),
    submission: new Submission(find(document, "#submit-dialog"), store, outbox, open),
    signIn: new SignIn(find(document, "#signed-out-dialog"), outbox, data),
    deleted: new DeletedMarks(find(document, "#deleted-dialog"), store, drafts, open),
  };
}
