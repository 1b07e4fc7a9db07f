// What a person can read on the page, and what of it does not fit. Evaluated with a set of options.
({ open, close, known, patterns }) => {
  const SILENT = "script, style, template, code, pre, kbd, time, #article, .guidelines__section, .guidelines-dialog__tabs, input, textarea";
  const NAMED = ["aria-label", "placeholder", "title", "alt", "aria-description"];
  /** Without what stands around a name or a text of its own. */
  const trimmed = (text) => text.replace(/\s+/g, " ").replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, "");
  const stored = new Set(known.map(trimmed));
  const shapes = patterns.map((pattern) => new RegExp(pattern, "u"));
  const page = document.documentElement.lang;
  const inner = new RegExp(`${open}[^${open}${close}]*${close}`, "gu");

  /** The text without its translated parts. */
  const bare = (text) => {
    for (let before = ""; before !== text; ) {
      before = text;
      text = text.replace(inner, " \u0000 ");
    }
    return text;
  };
  const balanced = (text) => text.split(open).length === text.split(close).length;
  const isKnown = (piece) => {
    const text = trimmed(piece);
    if (!/\p{L}{2}/u.test(text) || stored.has(text) || shapes.some((shape) => shape.test(text))) return true;
    // Somebody is called by name and role, which may be cut short, or by name and pseudonym; names
    // stand side by side.
    const [person, role] = text.split(" (");
    const isCalled = () => shapes.some((shape) => shape.test(role)) || known.some((one) => one.startsWith(role));
    if (role && stored.has(person) && isCalled()) return true;
    if (text.includes(", ") && text.split(", ").every((one) => stored.has(one))) return true;
    // A card is called by its rating and its words.
    const [rating, ...words] = text.split(": ");
    return words.length > 0 && stored.has(rating) && isKnown(words.join(": "));
  };
  const isForeign = (element) => {
    const marked = element.closest("[lang]");
    return Boolean(element.closest(SILENT)) || (marked && marked.lang !== page);
  };
  const isSeen = (element) => element.checkVisibility({ checkVisibilityCSS: true, contentVisibilityAuto: true });
  const name = (element) => {
    const own = element.id ? `#${element.id}` : `.${[...element.classList].join(".")}`;
    return `${element.localName}${own}`;
  };

  for (const details of document.querySelectorAll("details")) details.open = true;

  const untranslated = [];
  const tell = (text, element) => {
    for (const piece of bare(text).split("\u0000")) {
      if (!isKnown(piece)) untranslated.push(`${piece.trim().slice(0, 80)} (${name(element)})`);
    }
  };
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element || isForeign(element) || !isSeen(element)) continue;
    let whole = walker.currentNode;
    // A sentence may be spread over elements, as where a figure in it is bold.
    for (let up = 0; up < 3 && !balanced(whole.textContent) && whole.parentElement; up += 1) whole = whole.parentElement;
    tell(whole === walker.currentNode ? whole.data : [...whole.childNodes].map((node) => node.textContent).join(""), element);
  }
  for (const element of document.querySelectorAll(NAMED.map((attribute) => `[${attribute}]`).join())) {
    if (!isSeen(element) || (isForeign(element) && !element.matches("input, textarea"))) continue;
    for (const attribute of NAMED) if (element.hasAttribute(attribute)) tell(element.getAttribute(attribute), element);
  }
  tell(document.title.replace(/ · Annotator$/, "").replaceAll(" · ", " \u0000 "), document.documentElement);

  const clipped = [];
  for (const element of document.body.querySelectorAll("*")) {
    if (!isSeen(element) || isForeign(element) || !element.textContent.includes(open)) continue;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    // Spoken only, or inline: it has no box of its own to leave.
    if (style.clipPath !== "none" || box.width <= 1 || style.display === "inline") continue;
    const owns = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const isFixed = element.matches("button, .button, .badge, a, legend, label, th");
    // A list of marks cuts their own words short, behind what the interface says of them.
    if (element.matches(".palette__words") && element.textContent.includes(`${close}: `)) continue;
    const cuts = ["hidden", "clip"].includes(style.overflowX);
    if ((cuts || owns || isFixed) && element.scrollWidth > element.clientWidth + 1 && style.overflowX !== "auto" && style.overflowX !== "scroll") {
      clipped.push(`${element.textContent.trim().slice(0, 60)} (${name(element)} is ${element.clientWidth} wide, needs ${element.scrollWidth})`);
    }
    if (["hidden", "clip"].includes(style.overflowY) && element.scrollHeight > element.clientHeight + 2) {
      clipped.push(`${element.textContent.trim().slice(0, 60)} (${name(element)} is ${element.clientHeight} high, needs ${element.scrollHeight})`);
    }
  }
  const room = document.documentElement;
  if (room.scrollWidth > room.clientWidth + 1) clipped.push(`the page is ${room.scrollWidth} wide in a window of ${room.clientWidth}`);
  return { untranslated: [...new Set(untranslated)], clipped: [...new Set(clipped)] };
}
