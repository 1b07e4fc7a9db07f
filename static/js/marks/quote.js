import { contentOf } from "./fragments.js";
import { proposedKind } from "../text/quoting.js";

const REACH = 4000;

/**
 * What the punctuation says of a quote with these pieces.
 * @param {import("./fragments.js").Fragment[]} fragments
 * @param {import("../text/text.js").TextModel} text
 * @returns {string | null}
 */
export function punctuated(fragments, text) {
  const content = contentOf(fragments);
  if (content.length === 0) return null;
  const from = Math.max(0, Math.min(...content.map(({ start }) => start)) - REACH);
  const to = Math.min(text.length, Math.max(...content.map(({ end }) => end)) + REACH);
  const units = (offset) => text.slice(from, offset).length;
  const places = content.map(({ start, end }) => ({ start: units(start), end: units(end) }));
  return proposedKind(text.slice(from, to), places);
}

/**
 * The changes with the kind of quote that they lead to, where nobody says it: the punctuation's
 * for a new quote, and for one that had it and now has other words.
 * @param {any} now the annotation, or null for a new one
 * @param {import("./fields.js").Changes} changes
 * @param {import("../text/text.js").TextModel} text
 * @returns {import("./fields.js").Changes}
 */
export function withKind(now, changes, text) {
  const { label = now?.label, fragments, quoteKind } = changes;
  if (quoteKind !== undefined || label !== "quote") return changes;
  const before = known(now);
  const isFollowing = before && fragments && before.kind === punctuated(now.fragments, text);
  if (before && !isFollowing) return changes;
  const kind = punctuated(fragments?.map(whole) ?? now.fragments, text);
  return kind === before?.kind ? changes : { ...changes, quoteKind: kind ?? "" };
}

/**
 * The changes that make a mark another kind. Only a quote has a cue and a speaker: they go with its
 * label, and come back when that is undone.
 * @param {any} annotation
 * @param {"claim" | "quote" | "context"} label
 * @returns {import("./fields.js").Changes}
 */
export function relabelled({ fragments }, label) {
  const content = contentOf(fragments);
  return label === "quote" || content.length === fragments.length ? { label } : { label, fragments: content };
}

/** What a mark has as a quote, now or before it was relabelled; null if it never was one. */
function known(now) {
  if (!now) return null;
  return now.quote ?? now.keptQuote ?? (now.label === "quote" ? { kind: null } : null);
}

function whole({ part = "content", start, end }) {
  return { part, start, end };
}
