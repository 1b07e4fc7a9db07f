/** @typedef {{value: string}} Field an input or a text area */

/**
 * What was last shown in the fields of a card, so that typed words are told from kept ones. Typed
 * words are never replaced by what comes from elsewhere. Where that changed what they were typed
 * on, they go to the server as made on the earlier version, and the person is asked.
 */
export class Typing {
  #versionNow;
  /** @type {WeakMap<Field, {value: string, ground: any, version: number}>} */
  #shown = new WeakMap();

  /** @param {() => number} versionNow that the server last named for the annotation */
  constructor(versionNow) {
    this.#versionNow = versionNow;
  }

  /** @param {Field} field @returns {boolean} whether it holds words that are not kept */
  isDirty(field) {
    return field.value !== (this.#shown.get(field)?.value ?? "");
  }

  /** @param {Field} field @returns {string} what is kept of it, whatever is typed */
  keptIn(field) {
    return this.#shown.get(field)?.value ?? "";
  }

  /**
   * Show what is kept, unless words are typed there.
   * @param {Field} field
   * @param {string} value
   * @param {any} [ground] all that words typed from now on rest on
   */
  show(field, value, ground = value) {
    if (!this.isDirty(field)) this.replace(field, value, ground);
  }

  /**
   * Show what is kept, whatever stands there.
   * @param {Field} field
   * @param {string} value
   * @param {any} [ground]
   */
  replace(field, value, ground = value) {
    // A space at the end is not kept, but taken away from under the caret it would join two words.
    const isSame = field.value === value || (isFocused(field) && field.value.trim() === value);
    if (!isSame) field.value = value;
    this.settle(field, ground);
  }

  /**
   * What is typed is kept now.
   * @param {Field} field
   * @param {any} ground
   */
  settle(field, ground) {
    this.#shown.set(field, { value: field.value, ground, version: this.#versionNow() });
  }

  /**
   * Put back what was typed on an earlier page.
   * @param {Field} field
   * @param {{value: string, ground: any, version: number}} draft
   */
  resume(field, { value, ground, version }) {
    this.#shown.set(field, { value: ground?.kept ?? (typeof ground === "string" ? ground : ""), ground, version });
    field.value = value;
  }

  /** @param {Field} field @returns {number} the version that the words in it were typed on */
  versionOf(field) {
    return this.#shown.get(field)?.version ?? 0;
  }

  /** @param {Field} field @returns {any} what the words in it were typed on */
  groundOf(field) {
    return this.#shown.get(field)?.ground;
  }

  /**
   * @param {Field} field
   * @param {any} ground as it is now
   * @returns {number | undefined} the version that the words were typed on, where their ground has
   *     changed elsewhere since
   */
  madeOn(field, ground) {
    const shown = this.#shown.get(field);
    if (!shown || JSON.stringify(shown.ground) === JSON.stringify(ground)) return undefined;
    return shown.version < this.#versionNow() ? Math.max(1, shown.version) : undefined;
  }
}

function isFocused(field) {
  return field === globalThis.document?.activeElement;
}
