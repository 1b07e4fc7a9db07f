/** @typedef {Record<string, string | number>} Values */

/** CLDR's order, in which a catalogue has the forms of a sentence that counts. */
const FORMS = /** @type {const} */ (["zero", "one", "two", "few", "many", "other"]);

/** @type {Record<string, string | string[]>} */
let catalogue = {};
let locale = "en-u-nu-latn";
/** @type {Intl.NumberFormat | null} made when a number is written: that takes longer than all else here */
let numbers = null;
/** @type {Intl.PluralRules | null} */
let rules = null;

/**
 * Give the page's language, and its translations from the English sentence to the reader's.
 * @param {Record<string, string | string[]> | null | undefined} entries a list holds the forms
 *   of a sentence that counts
 * @param {string} [language] its tag
 */
export function setCatalogue(entries, language = "en") {
  catalogue = entries ?? {};
  // Everywhere in the interface, keys included, digits are 0 to 9.
  locale = `${language}-u-nu-latn`;
  numbers = rules = null;
}

/** @returns {string} the reader's locale, for dates and the like */
export function pageLocale() {
  return locale;
}

/**
 * The sentence in the reader's language, with every `{name}` filled from `values`.
 * @param {string} text the English sentence, which is also the key: always written out, as it
 *   is found in the source by scripts/translations.py
 * @param {Values} [values]
 * @returns {string}
 */
export function t(text, values) {
  const said = Object.hasOwn(catalogue, text) ? catalogue[text] : text;
  return fill(Array.isArray(said) ? said[said.length - 1] : said, values);
}

/**
 * A sentence that counts, in the form that its number takes in the reader's language.
 * @param {string} one the English sentence for one, which is also the key
 * @param {string} many the English sentence for any other number
 * @param {number} n what is counted; fills `{n}`
 * @param {Values} [values]
 * @returns {string}
 */
export function tn(one, many, n, values) {
  const forms = Object.hasOwn(catalogue, one) ? catalogue[one] : null;
  if (!Array.isArray(forms)) return fill(n === 1 ? one : many, { n, ...values });
  rules ??= new Intl.PluralRules(locale);
  const used = rules.resolvedOptions().pluralCategories;
  const place = FORMS.filter((form) => used.includes(form)).indexOf(rules.select(n));
  return fill(forms[place] ?? forms[forms.length - 1], { n, ...values });
}

/**
 * A translated sentence with every `{name}` filled, numbers as the reader writes them.
 * A name without a value stays as it is written, so that the gap is seen.
 * @param {string} sentence
 * @param {Values} [values]
 * @returns {string}
 */
export function fill(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => {
    if (!Object.hasOwn(values, name)) return whole;
    const value = values[name];
    if (typeof value !== "number") return value;
    numbers ??= new Intl.NumberFormat(locale);
    return numbers.format(value);
  });
}
