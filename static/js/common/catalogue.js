import { setCatalogue } from "./i18n.js";

/**
 * Fetch what the scripts of this page say in the reader's language. Without it they speak
 * English, and work.
 * @param {HTMLElement} page with lang, and data-catalogue where there is a catalogue to fetch
 */
export async function readCatalogue(page) {
  const address = page.dataset.catalogue;
  setCatalogue(null, page.lang || "en");
  if (!address) return;
  try {
    const answer = await fetch(address);
    if (answer.ok) setCatalogue(await answer.json(), page.lang);
  } catch {
    // The page's own words are there; the scripts' are in English.
  }
}
