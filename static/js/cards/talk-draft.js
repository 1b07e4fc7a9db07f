/**
 * @typedef {object} Unsent a comment that the server does not have yet
 * @property {string} id the one it is sent with, so that it is never there twice
 * @property {number} version
 * @property {string} text
 * @property {boolean} sent whether somebody asked for it to be sent
 */

const PREFIX = "annotator-comment ";

/**
 * The tab keeps what is typed until the server has it: through a reload, and without a network.
 * @param {string} address of the thread
 * @returns {Unsent | null}
 */
export function kept(address) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + address) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} address @param {Unsent} draft */
export function keep(address, draft) {
  try {
    sessionStorage.setItem(PREFIX + address, JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing still has the words in the field.
  }
}

/** @param {string} address */
export function forget(address) {
  try {
    sessionStorage.removeItem(PREFIX + address);
  } catch {
    // Nothing was kept there.
  }
}
