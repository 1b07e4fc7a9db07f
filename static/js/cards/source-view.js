import { icon, make } from "../common/dom.js";
import { partOf, sourceFieldName, sourceFieldWords } from "../common/evidence-words.js";
import { t } from "../common/i18n.js";
import { SOURCE_FIELDS } from "../marks/evidence.js";
import { doubtsOf } from "./doubts.js";
import { fillLine } from "./source-line.js";

/** What the line of a source says already. */
const IN_LINE = ["url", "title", "stance", "question", "answer"];

/**
 * A source that may only be read: its line, what the project wants to see of it, and the rest behind one fold.
 * @param {any} source
 * @param {any} claim
 * @param {any} scheme
 * @returns {HTMLElement}
 */
export function sourceView(source, claim, scheme) {
  const initial = make("span", "source__initial");
  initial.setAttribute("aria-hidden", "true");
  const link = make("a");
  link.setAttribute("target", "_blank");
  link.setAttribute("rel", "noopener noreferrer");
  link.dir = "auto";
  const doubts = make("p", "source__doubts", icon("circle-alert"), make("span"));
  const row = make("li", "source", initial, make("div", "source__words", link, make("small")), make("span", "source__stance"), make("p", "source__answer"), doubts, told("source__found"), told("source__elsewhere"));
  row.dataset.source = source.id;
  fillLine(row, source, doubtsOf(claim, source.id));
  const { shown, folded } = facts(source, claim, scheme);
  if (shown.length > 0) row.append(make("div", "source__facts", listOf(shown)));
  if (folded.length > 0) {
    row.append(make("details", "source__facts", make("summary", "", t("Details")), listOf(folded)));
  }
  return row;
}

/** A line that is filled as soon as the server has told it. */
function told(name) {
  const line = make("p", name);
  line.hidden = true;
  return line;
}

function listOf(some) {
  return make("dl", "facts", ...some.flatMap(([name, words]) => [make("dt", "", sourceFieldName(name)), wordsOf(words)]));
}

function wordsOf(value) {
  const element = make("dd", "", value);
  element.dir = "auto";
  return element;
}

/** What the line does not say: in sight what the project wants to see, folded what was said beside. */
function facts(source, claim, scheme) {
  const names = SOURCE_FIELDS.map(({ name }) => name).filter((name) => !IN_LINE.includes(name));
  const all = names.map((name) => [name, sourceFieldWords(source, name, claim.sources, scheme)]).filter(([, words]) => words);
  const isShown = ([name]) => ["shown", "required"].includes(scheme.evidence?.[partOf(name)]);
  return { shown: all.filter(isShown), folded: all.filter((fact) => !isShown(fact)) };
}
