/** @type {Record<string, string>} */
let catalogue = {};

/**
 * Give the page's translations, from the English sentence to the reader's.
 * @param {Record<string, string> | null | undefined} entries
 */
export function setCatalogue(entries) {
  catalogue = entries ?? {};
}

/**
 * The sentence in the reader's language, with every `{name}` filled from `values`.
 * A name without a value stays as it is written, so that the gap is seen.
 * @param {string} text the English sentence, which is also the key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(text, values = {}) {
  const sentence = Object.hasOwn(catalogue, text) ? catalogue[text] : text;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}
