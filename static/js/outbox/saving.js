import { t } from "../common/i18n.js";

/**
 * @typedef {object} Status
 * @property {"saved" | "saving" | "waiting" | "failed" | "conflict" | "signed-out"} state
 * @property {number} waiting how many changes the server has not acknowledged
 * @property {string} sentence for the person, already translated
 */

/**
 * What to tell a person about an outbox.
 * @param {object} facts
 * @param {import("./queue.js").Item[]} facts.items
 * @param {number} facts.unwritten changes on their way into the queue
 * @param {boolean} facts.signedOut
 * @param {boolean} facts.sending
 * @param {boolean} facts.online
 * @returns {Status}
 */
export function statusOf(facts) {
  const waiting = facts.items.length + facts.unwritten;
  const state = waiting === 0 ? "saved" : stateOf(facts);
  return { state, waiting, sentence: sentenceFor(state, waiting, facts.online) };
}

function stateOf({ items, unwritten, signedOut, sending }) {
  if (signedOut) return "signed-out";
  if (items.some((item) => item.state === "conflict")) return "conflict";
  if (items.some((item) => item.state === "refused")) return "failed";
  return sending || (unwritten > 0 && items.length === 0) ? "saving" : "waiting";
}

function sentenceFor(state, n, online) {
  switch (state) {
    case "saved":
      return t("Saved");
    case "saving":
      return t("Saving…");
    case "conflict":
      return t("Changed elsewhere");
    case "failed":
      return t("Couldn’t save");
    case "signed-out":
      return t("Signed out, {n} waiting", { n });
    default:
      return online ? t("{n} waiting", { n }) : t("Offline, {n} waiting", { n });
  }
}
