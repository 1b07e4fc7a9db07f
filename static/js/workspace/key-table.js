import { t } from "../common/i18n.js";

/**
 * @typedef {object} Command
 * @property {string} id for ever: people's own keys are stored by it
 * @property {string[]} keys what is pressed, as `nameOf` says it, unless a person chose others
 * @property {string} name its words, in the help, among the commands and where keys are chosen
 * @property {(pressed: string) => boolean | void} run false: not meant here, leave it to the next or to the browser
 * @property {boolean} [edits] absent where the marks may only be read
 * @property {"mark" | "claim" | "words"} [needs] without it there is nothing to do: an open mark, an open claim, or words
 * @property {boolean} [fixed] its keys are not a person's to choose
 * @property {"rating"} [within] its keys count only there, and may mean something else outside
 */

/**
 * One line of the help: several commands that belong together, or keys that the browser handles.
 * @typedef {object} Line
 * @property {string} does
 * @property {Command[]} [commands]
 * @property {string[]} [held] what is shown for keys that no command handles
 * @property {boolean} [edits]
 */

/**
 * @typedef {object} Group
 * @property {string} title
 * @property {(Command | Line)[]} lines
 */

/**
 * Every key of the workspace, once: handlers, help, commands and people's own keys come from here.
 * A new key is one command in one of the groups below.
 * @param {Record<string, (...given: any[]) => boolean | void>} work what the workspace can do
 * @param {number} ratings how many ratings the scale has
 * @returns {Group[]}
 */
export function keyTable(work, ratings) {
  return [
    { title: t("Move"), lines: moving(work) },
    { title: t("See"), lines: seeing(work) },
    { title: t("Mark"), lines: marking(work) },
    { title: t("Check"), lines: checking(work, ratings) },
    { title: t("Change"), lines: changing(work) },
  ];
}

/**
 * @param {Group[]} table
 * @param {boolean} editable whether the marks may be changed here
 * @returns {Command[]} what may be used here, in order
 */
export function commandsOf(table, editable) {
  const all = table.flatMap(({ lines }) => lines.flatMap((line) => "run" in line ? [line] : line.commands ?? []));
  return all.filter(({ edits }) => editable || !edits);
}

/** @returns {(Command | Line)[]} */
function moving(work) {
  return [
    { does: t("next, previous mark"), commands: [
      { id: "next-mark", keys: ["j"], name: t("Next mark"), run: () => work.step(true) },
      { id: "previous-mark", keys: ["k"], name: t("Previous mark"), run: () => work.step(false) },
    ] },
    { does: t("next, previous claim that is not checked"), commands: [
      { id: "next-unchecked", keys: ["shift+j"], name: t("Next claim that is not checked"), run: () => work.stepUnchecked(true) },
      { id: "previous-unchecked", keys: ["shift+k"], name: t("Previous claim that is not checked"), run: () => work.stepUnchecked(false) },
    ] },
    { does: t("the same, on a card"), commands: [
      { id: "next-card", keys: ["arrowdown"], name: t("Next card"), run: () => work.stepOnCard(true), fixed: true },
      { id: "previous-card", keys: ["arrowup"], name: t("Previous card"), run: () => work.stepOnCard(false), fixed: true },
    ] },
    { id: "enter-card", keys: ["enter"], name: t("Into the card"), run: () => work.enterCard(), fixed: true },
    { id: "leave", keys: ["escape"], name: t("Out: field, card, article"), run: () => work.leave(), fixed: true },
  ];
}

/** @returns {(Command | Line)[]} */
function seeing(work) {
  return [
    { id: "find", keys: ["/"], name: t("Find in the article"), run: () => work.see("find") },
    { held: ["F3", "⇧ F3"], does: t("next, previous place that was found") },
    { id: "filter-kinds", keys: ["x"], name: t("Show one kind of mark after the other"), run: () => work.see("cycleKinds") },
    { id: "paragraph-numbers", keys: ["shift+p"], name: t("Paragraph numbers on, off"), run: () => work.see("toggleNumbers") },
    { id: "copy-address", keys: ["shift+c"], name: t("Copy the address of the paragraph"), run: () => work.see("copyAddress") },
    { does: t("the page of the claim: open it, copy its link"), commands: [
      { id: "claim-page", keys: ["shift+o"], name: t("Open the claim’s page"), run: () => work.see("openClaim"), needs: "claim" },
      { id: "copy-claim", keys: ["shift+l"], name: t("Copy the link of the claim’s page"), run: () => work.see("copyClaim"), needs: "claim" },
    ] },
    { id: "open-link", keys: ["o"], name: t("Open the link of the text, or the first source"), run: () => work.see("openLink") },
    { id: "hidden-characters", keys: ["h"], name: t("Show hidden characters, or hide them"), run: () => work.see("toggleHidden") },
  ];
}

/** @returns {(Command | Line)[]} */
function marking(work) {
  return [
    { does: t("claim, quote, context: the selected words, or the card’s mark"), commands: [
      { id: "mark-claim", keys: ["1"], name: t("Claim"), run: () => work.label("claim"), needs: "words", edits: true },
      { id: "mark-quote", keys: ["2"], name: t("Quote"), run: () => work.label("quote"), needs: "words", edits: true },
      { id: "mark-context", keys: ["3"], name: t("Context"), run: () => work.label("context"), needs: "words", edits: true },
    ] },
    { does: t("the selected words are the open quote’s cue, its speaker"), commands: [
      { id: "mark-cue", keys: ["c"], name: t("Cue of the quote"), run: () => work.link("markPart", "cue"), needs: "mark", edits: true },
      { id: "mark-speaker", keys: ["p"], name: t("Speaker of the quote"), run: () => work.link("markPart", "speaker"), needs: "mark", edits: true },
    ] },
    { id: "link", keys: ["r"], name: t("Link to another mark"), run: () => work.link("begin"), needs: "mark", edits: true },
    { id: "add-piece", keys: ["f"], name: t("Add the selected words to the mark that is open"), run: () => work.piece("add"), needs: "mark", edits: true },
    { id: "text-cursor", keys: ["m"], name: t("Text cursor on, off"), run: () => work.toggleCursor(), edits: true },
    { held: ["⇧", "← →"], does: t("with the text cursor: select; Ctrl by words"), edits: true },
    { id: "mark-by-text", keys: ["t"], name: t("Mark by text"), run: () => work.markByText(), edits: true },
    { held: ["Alt"], does: t("held while selecting: exactly these characters"), edits: true },
  ];
}

/** @returns {(Command | Line)[]} */
function checking(work, ratings) {
  return [
    { does: t("verdict"), commands: [
      { id: "verdict", keys: ["v"], name: t("Verdict"), run: () => work.focusField("rating"), needs: "claim", edits: true },
      { id: "rate", keys: digits(ratings), name: t("Choose a rating"), run: (key) => work.rate(Number(key)), edits: true, fixed: true, within: "rating" },
    ] },
    { held: [t("Enter")], does: t("on a rating: to its reason"), edits: true },
    { does: t("what else there is about the mark: its fields"), commands: [
      { id: "particulars", keys: ["shift+a"], name: t("About the mark"), run: () => work.focusField("particulars"), needs: "mark", edits: true },
      { id: "speaker", keys: ["shift+s"], name: t("Speaker"), run: () => work.focusField("speaker"), needs: "mark", edits: true },
      { id: "types", keys: ["shift+t"], name: t("Types of the claim"), run: () => work.focusField("types"), needs: "claim", edits: true },
      { id: "day", keys: ["shift+d"], name: t("Day the claim was made"), run: () => work.focusField("day"), needs: "claim", edits: true },
    ] },
    { held: ["1", "…", "9"], does: t("among the types: choose one, or take it back"), edits: true },
    { id: "checklist", keys: ["shift+w"], name: t("How to word a claim"), run: () => work.focusField("checklist"), needs: "claim", edits: true },
    { id: "split", keys: ["shift+x"], name: t("Split a part off the claim"), run: () => work.link("split"), needs: "claim", edits: true },
    { id: "wording", keys: ["w"], name: t("Wording"), run: () => work.focusField("wording"), needs: "claim", edits: true },
    { id: "add-source", keys: ["s"], name: t("Add a source"), run: () => work.focusField("new-source"), needs: "claim", edits: true },
    { does: t("a source: its question, its stance, where it comes from and who speaks in it"), commands: [
      { id: "question", keys: ["i"], name: t("Question that a source answers"), run: () => work.focusField("question"), needs: "claim", edits: true },
      { id: "stance", keys: ["shift+y"], name: t("Stance of a source"), run: () => work.focusField("stance"), needs: "claim", edits: true },
      { id: "origin", keys: ["shift+f"], name: t("Origin, expert and flags of a source"), run: () => work.focusField("origin"), needs: "claim", edits: true },
    ] },
    { id: "source-before", keys: ["shift+i"], name: t("To the source before that one"), run: () => work.focusField("source-before"), needs: "claim", edits: true },
    { id: "beside", keys: ["shift+v"], name: t("Confidence, date and public state of a verdict"), run: () => work.focusField("beside"), needs: "claim", edits: true },
    { id: "note", keys: ["n"], name: t("Note"), run: () => work.focusField("note"), needs: "mark", edits: true },
    { does: t("changed elsewhere: keep mine, take theirs"), commands: [
      { id: "keep-mine", keys: ["a"], name: t("Keep mine"), run: () => work.settleConflict("mine"), edits: true },
      { id: "take-theirs", keys: ["b"], name: t("Take theirs"), run: () => work.settleConflict("theirs"), edits: true },
    ] },
    { id: "confirm-verdict", keys: ["y"], name: t("Confirm a verdict that is stale"), run: () => work.confirmVerdict(), needs: "claim", edits: true },
    { id: "reopen-verdict", keys: ["u"], name: t("Reopen a verdict"), run: () => work.reopenVerdict(), needs: "claim", edits: true },
    { id: "comments", keys: ["shift+m"], name: t("Comments on the mark"), run: () => work.showComments(), needs: "mark" },
    { id: "history", keys: ["l"], name: t("History of the mark"), run: () => work.showHistory(), needs: "mark" },
    { id: "keep-field", keys: ["ctrl+enter"], name: t("In a field: keep it, back to the card"), run: () => work.leave(), edits: true, fixed: true },
  ];
}

/** @returns {(Command | Line)[]} */
function changing(work) {
  return [
    { does: t("move the start by a word"), commands: [
      { id: "start-back", keys: ["["], name: t("Move the start back by a word"), run: () => work.piece("nudge", "start", -1, "word"), needs: "mark", edits: true },
      { id: "start-on", keys: ["]"], name: t("Move the start on by a word"), run: () => work.piece("nudge", "start", 1, "word"), needs: "mark", edits: true },
    ] },
    { does: t("move the end by a word"), commands: [
      { id: "end-back", keys: ["shift+["], name: t("Move the end back by a word"), run: () => work.piece("nudge", "end", -1, "word"), needs: "mark", edits: true },
      { id: "end-on", keys: ["shift+]"], name: t("Move the end on by a word"), run: () => work.piece("nudge", "end", 1, "word"), needs: "mark", edits: true },
    ] },
    { does: t("move the start by a character"), commands: [
      { id: "start-back-character", keys: ["alt+["], name: t("Move the start back by a character"), run: () => work.piece("nudge", "start", -1, "character"), needs: "mark", edits: true },
      { id: "start-on-character", keys: ["alt+]"], name: t("Move the start on by a character"), run: () => work.piece("nudge", "start", 1, "character"), needs: "mark", edits: true },
    ] },
    { does: t("move the end by a character"), commands: [
      { id: "end-back-character", keys: ["alt+shift+["], name: t("Move the end back by a character"), run: () => work.piece("nudge", "end", -1, "character"), needs: "mark", edits: true },
      { id: "end-on-character", keys: ["alt+shift+]"], name: t("Move the end on by a character"), run: () => work.piece("nudge", "end", 1, "character"), needs: "mark", edits: true },
    ] },
    { id: "whose-borders", keys: ["e"], name: t("Borders of the cue, the speaker, the quote"), run: () => work.piece("aim"), needs: "mark", edits: true },
    { id: "delete", keys: ["backspace", "delete"], name: t("Delete the mark"), run: () => work.deleteActive(), needs: "mark", edits: true },
    { id: "deleted-marks", keys: ["d"], name: t("Deleted marks"), run: () => work.showDeleted(), edits: true },
    { does: t("undo, redo"), commands: [
      { id: "undo", keys: ["z"], name: t("Undo"), run: () => work.undo(true), edits: true },
      { id: "redo", keys: ["shift+z"], name: t("Redo"), run: () => work.undo(false), edits: true },
    ] },
    { id: "commands", keys: ["ctrl+k"], name: t("Commands"), run: () => work.commands() },
    { id: "next-article", keys: ["shift+n"], name: t("Next article, when this one is done"), run: () => work.nextArticle() },
    { id: "guidelines", keys: ["g"], name: t("Guidelines, at the kind of the open mark"), run: () => work.guidelines() },
    { id: "help", keys: ["?"], name: t("This help"), run: () => work.help() },
  ];
}

function digits(count) {
  return Array.from({ length: count }, (_, index) => String(index + 1));
}
