// Puts markup into this page in each way that a page has, and tells what came of it.
() => {
  const told = [];
  window.ran = () => told.push("a script ran");
  window.onbeforeunload = () => told.push("the page was left");

  const ways = {
    innerHTML(html) {
      const place = document.body.appendChild(document.createElement("div"));
      place.innerHTML = html;
      return place;
    },
    "innerHTML of innerHTML"(html) {
      const place = ways.innerHTML(html);
      place.innerHTML = place.innerHTML;
      return place;
    },
    template(html) {
      const template = document.createElement("template");
      template.innerHTML = html;
      const place = document.body.appendChild(document.createElement("div"));
      place.append(template.content.cloneNode(true));
      return place;
    },
    "document.write"(html) {
      const frame = document.body.appendChild(document.createElement("iframe"));
      frame.contentWindow.ran = window.ran;
      frame.contentDocument.open();
      frame.contentDocument.write(html);
      frame.contentDocument.close();
      return frame.contentDocument.body ?? frame.contentDocument.documentElement;
    },
  };

  const faultsOf = (place, tags) => {
    const found = [];
    for (const element of place.querySelectorAll("*")) {
      const name = element.localName;
      const isOurs = element.namespaceURI === "http://www.w3.org/1999/xhtml" && tags.has(name);
      // The parser itself puts these around rows.
      if (!isOurs && !["tbody", "colgroup"].includes(name)) found.push(`<${name}>`);
      for (const { name: attribute, value } of element.attributes) {
        const isLink = name === "a" && ["href", "rel"].includes(attribute);
        if (!isLink) found.push(`<${name} ${attribute}=${value}>`);
      }
      if (element.href && !/^https?:$/.test(element.protocol)) found.push(`a link to ${element.href}`);
      if (element.href && /canary/.test(element.host)) found.push(`a link to ${element.href}`);
    }
    return found;
  };

  // What was put in fails, loads and begins after the script that did it. An image of our own that
  // fails in the same way comes last.
  const settled = () =>
    new Promise((done) => {
      const image = document.body.appendChild(new Image());
      image.onerror = () => requestAnimationFrame(() => requestIdleCallback(done));
      image.src = "x";
    });

  window.insert = async (pieces, allowed) => {
    const tags = new Set(allowed);
    const wrong = [];
    for (const html of pieces) {
      for (const [way, put] of Object.entries(ways)) {
        const place = put(html);
        wrong.push(...faultsOf(place, tags).map((fault) => `${way} of ${html}: ${fault}`));
      }
      if (document.body.childElementCount > 400) {
        await settled();
        document.body.replaceChildren();
      }
    }
    await settled();
    return [...wrong, ...told];
  };
};
