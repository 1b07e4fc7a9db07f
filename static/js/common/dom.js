const SVG = "http://www.w3.org/2000/svg";
const sprite = new URL("../../icons.svg", import.meta.url).pathname;

/**
 * @param {string} name a symbol of the sprite
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function make(tag, className = "", ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/**
 * @param {string} id of a <template> with one element in it
 * @returns {HTMLElement}
 */
export function clone(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
}

/**
 * The one element that matches; asking for one that is not there is a mistake of ours.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {any}
 */
export function find(root, selector) {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`nothing matches ${selector}`);
  return element;
}

/** Each is asked about again and again, and made once. @type {Map<string, MediaQueryList>} */
const queries = new Map();

function matches(query) {
  if (!queries.has(query)) queries.set(query, matchMedia(query));
  return /** @type {MediaQueryList} */ (queries.get(query)).matches;
}

/** @returns {boolean} whether cards open as a sheet at the bottom of the screen */
export function isNarrow() {
  return matches("(max-width: 860px)");
}

/** @returns {boolean} whether a finger, not a mouse, is what points here */
export function isTouch() {
  return matches("(hover: none) and (pointer: coarse)");
}

/**
 * @param {EventTarget | null} target
 * @returns {boolean} whether keys pressed there are typed text
 */
export function isTyping(target) {
  const selector = "input:not([type=radio], [type=checkbox], [type=button]), textarea, select";
  return target instanceof Element && target.matches(selector);
}
