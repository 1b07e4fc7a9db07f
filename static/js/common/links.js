const TRACKING = /^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|yclid|_hsenc|_hsmi)$/;
const BARE_HOST = /^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:[/?#:].*)?$/u;

/**
 * The links in a piece of pasted text, one or many.
 * @param {string} text
 * @returns {{urls: string[], refused: string[]}} refused: words that are no web address
 */
export function parseLinks(text) {
  const urls = [];
  const refused = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const url = normalise(word);
    if (!url) refused.push(word);
    else if (!urls.includes(url)) urls.push(url);
  }
  return { urls, refused };
}

/**
 * One web address without what was added to follow the reader, or null.
 * @param {string} word
 * @returns {string | null}
 */
function normalise(word) {
  const trimmed = withoutSentence(word);
  const full = BARE_HOST.test(trimmed) ? `https://${trimmed}` : trimmed;
  const url = URL.canParse(full) ? new URL(full) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) return null;
  const tracked = [...url.searchParams.keys()].filter((name) => TRACKING.test(name));
  for (const name of tracked) url.searchParams.delete(name);
  return url.href;
}

/** The word without the marks of the sentence that it stands in. */
function withoutSentence(word) {
  let rest = word.replace(/^[<("']+/, "");
  while (/[>)"',;]$/.test(rest) && !endsInOwnBracket(rest)) rest = rest.slice(0, -1);
  return rest;
}

/** A bracket that the address itself opened belongs to it: /wiki/Ferry_(boat). */
function endsInOwnBracket(rest) {
  return rest.endsWith(")") && rest.split("(").length >= rest.split(")").length;
}

/**
 * What tells two pages of one host apart, readable.
 * @param {string} url
 * @returns {string} path and query, decoded where that is possible; empty for the front page
 */
export function pathOf(url) {
  if (!URL.canParse(url)) return "";
  const { pathname, search } = new URL(url);
  const path = pathname === "/" && !search ? "" : pathname + search;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** @param {string} url @returns {string} its host without "www.", or the address itself */
export function hostOf(url) {
  return URL.canParse(url) ? new URL(url).host.replace(/^www\./, "") : url;
}
