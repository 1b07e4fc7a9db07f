import { Elbows } from "../article/elbow.js";
import { FindBar } from "../article/find.js";
import { Handles } from "../article/handles.js";
import { HiddenCharacters } from "../article/hidden.js";
import { letPlacesLead } from "../article/jumping.js";
import { EdgeMap } from "../article/map.js";
import { MarkByText } from "../article/mark-by-text.js";
import * as insides from "../cards/inside.js";
import { find } from "../common/dom.js";
import { DeletedMarks, showDeletedCount } from "./deleted.js";
import { Guidelines } from "./guidelines.js";
import { pageCommands } from "./page-commands.js";
import { Palette } from "./palette.js";
import { SignIn } from "./sign-in.js";
import { offerWithdrawal, Submission } from "./submit.js";

/**
 * What the opening of the page does not wait for: what is drawn beside the text, and what opens at
 * a press. It is fetched as soon as the page heeds keys, so that it is there without a network too.
 * @typedef {object} Further
 * @property {EdgeMap} map
 * @property {FindBar} find
 * @property {HiddenCharacters} hidden
 * @property {Elbows} elbows
 * @property {Palette} palette
 * @property {Guidelines} guidelines
 * @property {MarkByText | null} words the last four only where marks may be changed
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

/** @param {Given} given @returns {Promise<Further>} */
export async function furtherParts(given) {
  const { parts, work, where, table, data } = given;
  const { article, store, painter, filters } = parts;
  parts.margin.furnish(insides);
  if (data.preferences?.announces) {
    const { SpokenMarks } = await import("../article/spoken-marks.js");
    new SpokenMarks(article, store).start();
  }
  const withdraw = document.getElementById("withdraw-button");
  if (withdraw) offerWithdrawal(withdraw, `${data.urls.submission}/withdrawal`, data.me.id);
  for (const note of ["oddities-note", "related-note"]) letPlacesLead(document.getElementById(note), painter);
  const map = new EdgeMap(find(document, "#map"), store, where, () => filters.chosen);
  map.start();
  const bar = new FindBar(find(document, "#find-bar"), store, painter, (label, extent) => work.mark(label, extent));
  bar.addEventListener("hits", () => map.show(bar.hits));
  const elbows = new Elbows(find(document, ".paper"), store, painter);
  elbows.start();
  return {
    map,
    find: bar,
    elbows,
    hidden: new HiddenCharacters(document.getElementById("hidden-note"), data.hidden ?? [], store, painter),
    palette: new Palette(find(document, "#palette"), () => pageCommands(table, store, work, data)),
    guidelines: new Guidelines(find(document, "#guidelines-dialog"), find(document, "#guidelines-button"), { user: data.me.id, project: data.project.slug }),
    ...store.editable ? forEditing(given) : { words: null, submission: null, signIn: null, deleted: null },
  };
}

function forEditing({ parts: { article, store, painter }, work, outbox, drafts, data }) {
  const open = (id) => work.open(id, { focus: true });
  new Handles(article, store, painter, (border, offset) => work.dropBorder(border, offset)).start();
  showDeletedCount(find(document, "#deleted-button"), store, () => work.showDeleted());
  return {
    words: new MarkByText(find(document, "#words-dialog"), store, painter, {
      onLabel: (label, extent) => work.mark(label, extent),
      onAdd: (extent) => work.addPiece(extent),
    }),
    submission: new Submission(find(document, "#submit-dialog"), store, outbox, open),
    signIn: new SignIn(find(document, "#signed-out-dialog"), outbox, data),
    deleted: new DeletedMarks(find(document, "#deleted-dialog"), store, drafts, open),
  };
}
