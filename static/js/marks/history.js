import { asSent, BESIDE, changedFields, SOURCE_FIELDS } from "./evidence.js";
import { newParticulars, particularsBack } from "./particulars.js";
import { judgement } from "./standing.js";

/**
 * @typedef {object} Step what to do to go one step back, or forth again
 * @property {string} id the annotation
 * @property {"save" | "removal" | "restoration"} kind
 * @property {import("./fields.js").Changes} [changes] for a save
 * @property {string} [seen] what it is about as `standingOf` gave it when the step was kept: where it
 *     is otherwise by now, somebody else has changed it
 */

/** The steps that can be undone and redone, newest last. A step is done anew, as a new change. */
export class History {
  #back = [];
  #forth = [];
  #limit;

  /** @param {number} [limit] how many steps are kept */
  constructor(limit = 100) {
    this.#limit = limit;
  }

  /**
   * Go on with what an earlier page kept.
   * @param {{back: Step[], forth: Step[]}} steps
   */
  resume({ back, forth }) {
    this.#back = [...back];
    this.#forth = [...forth];
  }

  /** @returns {{back: Step[], forth: Step[]}} all that can be undone and redone, to be kept */
  get steps() {
    return { back: [...this.#back], forth: [...this.#forth] };
  }

  get canUndo() {
    return this.#back.length > 0;
  }

  get canRedo() {
    return this.#forth.length > 0;
  }

  /**
   * Keep the way back from a new change; what was undone before can no longer be redone.
   * @param {Step} inverse
   */
  record(inverse) {
    this.#forth = [];
    this.#keep(inverse);
  }

  /**
   * Go one step back.
   * @param {(step: Step) => Step | null} perform does the step and says how to reverse it; null
   *     when it changed nothing
   * @returns {{step: Step, done: boolean} | null} null when there is no step
   */
  undo(perform) {
    const step = this.#back.pop();
    if (!step) return null;
    const inverse = perform(step);
    if (inverse) this.#forth.push(inverse);
    return { step, done: inverse !== null };
  }

  /**
   * Go one step forth again; the same as `undo` the other way.
   * @param {(step: Step) => Step | null} perform
   * @returns {{step: Step, done: boolean} | null}
   */
  redo(perform) {
    const step = this.#forth.pop();
    if (!step) return null;
    const inverse = perform(step);
    if (inverse) this.#keep(inverse);
    return { step, done: inverse !== null };
  }

  /**
   * Drop every step of an annotation that is no longer there.
   * @param {string} id
   */
  forget(id) {
    this.#back = this.#back.filter((step) => step.id !== id);
    this.#forth = this.#forth.filter((step) => step.id !== id);
  }

  #keep(step) {
    this.#back.push(step);
    if (this.#back.length > this.#limit) this.#back.shift();
  }
}

/**
 * What of the changes is really new, with the verdict group made whole and new sources named.
 * @param {any} annotation as it is shown
 * @param {import("./fields.js").Changes} changes
 * @param {() => string} newId
 * @returns {import("./fields.js").Changes}
 */
export function onlyNew(annotation, changes, newId) {
  const fresh = {};
  const { label, note, wording, fragments, sources } = changes;
  if (label !== undefined && label !== annotation.label) fresh.label = label;
  if (fragments && !sameFragments(fragments, annotation.fragments)) fresh.fragments = fragments;
  if (note !== undefined && note !== (annotation.note ?? "")) fresh.note = note;
  Object.assign(fresh, newRelations(annotation, changes, newId));
  if ((fresh.label ?? annotation.label) !== "claim") return fresh;
  const claim = annotation.claim ?? annotation.keptClaim ?? null;
  if (wording !== undefined && wording !== (claim?.wording ?? "")) fresh.wording = wording;
  const rows = newRows(claim?.sources ?? [], sources ?? [], newId);
  if (rows.length > 0) fresh.sources = rows;
  return { ...fresh, ...newVerdict(claim, changes), ...newBeside(claim, changes) };
}

/**
 * The changes that lead back to how the annotation is now.
 * @param {any} annotation as it is shown, before the changes
 * @param {import("./fields.js").Changes} changes as `onlyNew` gives them
 * @returns {import("./fields.js").Changes}
 */
export function inverseOf(annotation, changes) {
  const back = particularsBack(annotation, changes);
  const claim = annotation.claim ?? annotation.keptClaim ?? null;
  if (changes.label !== undefined) back.label = annotation.label;
  if (changes.fragments) {
    back.fragments = annotation.fragments.map(({ part, start, end }) => ({ part, start, end }));
  }
  if (changes.quoteKind !== undefined && annotation.quote) back.quoteKind = annotation.quote.kind ?? "";
  if (changes.links) back.links = changes.links.map((row) => linkBack(annotation.links ?? [], row));
  if (changes.note !== undefined) back.note = annotation.note ?? "";
  if (changes.wording !== undefined) back.wording = claim?.wording ?? "";
  Object.assign(back, verdictBack(claim, changes));
  if (changes.sources) {
    back.sources = changes.sources.map((row) => rowBack(claim?.sources ?? [], row));
  }
  return back;
}

function verdictBack(claim, changes) {
  const back = {};
  const now = judgement(claim);
  const isJudged = changes.rating !== undefined || changes.rationale !== undefined;
  if (isJudged) Object.assign(back, { rating: now?.rating ?? "", rationale: now?.rationale ?? "" });
  for (const name of BESIDE) {
    // Another rating leaves behind what was said beside the one before.
    if (changes[name] !== undefined || (isJudged && now?.[name])) back[name] = now?.[name] ?? "";
  }
  if (changes.answer) back.answer = changes.answer === "confirm" ? "reopen" : "confirm";
  return back;
}

/** @param {any} claim @param {import("./fields.js").Changes} changes */
function newVerdict(claim, { rating, rationale }) {
  const pending = claim?.pending ?? null;
  if (rating === "") return cleared(pending, rationale);
  const now = judgement(claim);
  const wanted = rating ?? now?.rating;
  if (!wanted) return differs(rationale, pending?.rationale) ? { rationale } : {};
  if (rating === undefined && !differs(rationale, now.rationale)) return {};
  const reasons = rationale ?? carriedReasons(pending, now, wanted);
  const isSame = wanted === now?.rating && !differs(reasons, now.rationale);
  return isSame && !now.stale ? {} : { rating: wanted, rationale: reasons };
}

/** What is said beside a rating, and what is answered to the verdict in force. */
function newBeside(claim, changes) {
  const now = judgement(claim);
  const names = BESIDE.filter((name) => differs(changes[name], now?.[name]));
  const beside = Object.fromEntries(names.map((name) => [name, changes[name]]));
  const { answer } = changes;
  const verdict = claim?.verdict;
  const isMeant = verdict && !claim.pending?.rating && (answer === "confirm" ? verdict.stale : !verdict.stale);
  return answer && isMeant ? { answer } : beside;
}

/** The reasons for the verdict in force hold for that rating only; a draft goes with any. */
function carriedReasons(pending, now, rating) {
  const carried = pending?.rationale ?? (rating === now?.rating ? now.rationale : null);
  return carried ?? "";
}

function cleared(pending, rationale) {
  if (!pending) return {};
  const rest = differs(rationale, pending.rationale) ? { rationale } : {};
  return pending.rating ? { rating: "", ...rest } : rest;
}

function sameFragments(some, others) {
  const line = (all) =>
    all.map(({ part = "content", start, end }) => `${part} ${start} ${end}`).join();
  return line(some) === line(others);
}

function newRows(sources, rows, newId) {
  return rows.flatMap((row) => {
    const old = sources.find((source) => source.id === row.id);
    if (!old) return row.removed || !(row.url || row.question) ? [] : [{ ...row, id: row.id ?? newId() }];
    if (row.removed) return [{ id: row.id, removed: true }];
    const keys = changedFields(old, row);
    if (row.position !== undefined && sources.indexOf(old) + 1 !== row.position) keys.push("position");
    if (keys.length === 0) return [];
    return [Object.fromEntries([["id", row.id], ...keys.map((key) => [key, row[key]])])];
  });
}

/** What a mark has beside its words, the kind of a quote, and links to other marks. */
function newRelations(annotation, changes, newId) {
  const { label = annotation.label, quoteKind, links = [] } = changes;
  const quote = annotation.quote ?? annotation.keptQuote;
  const rows = newLinks(annotation.links ?? [], links, newId);
  return {
    ...newParticulars(annotation, changes, label),
    ...(label === "quote" && differs(quoteKind, quote?.kind) && { quoteKind }),
    ...(rows.length > 0 && { links: rows }),
  };
}

function newLinks(links, rows, newId) {
  return rows.flatMap((row) => {
    const isThere = links.some(({ id }) => id === row.id);
    if (isThere) return row.removed ? [{ id: row.id, removed: true }] : [];
    return row.removed || !row.to ? [] : [{ ...row, id: row.id ?? newId() }];
  });
}

function linkBack(links, { id }) {
  const old = links.find((link) => link.id === id);
  return old ? { ...old, removed: false } : { id, removed: true };
}

function differs(wanted, now) {
  return wanted !== undefined && wanted !== (now ?? "");
}

function rowBack(sources, row) {
  const old = sources.find((source) => source.id === row.id);
  if (!old) return { id: row.id, removed: true };
  const position = sources.indexOf(old) + 1;
  const said = SOURCE_FIELDS.map(({ name }) => [name, asSent(old, name)]);
  const before = { ...Object.fromEntries(said), position };
  if (row.removed) return { id: row.id, ...filledOnly(before), removed: false };
  const keys = Object.keys(before).filter((key) => row[key] !== undefined);
  return Object.fromEntries([["id", row.id], ...keys.map((key) => [key, before[key]])]);
}

/** A source that comes back has what it had: what was empty need not be said. */
function filledOnly(before) {
  return Object.fromEntries(Object.entries(before).filter(([, value]) => value !== ""));
}
