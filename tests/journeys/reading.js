(() => {
  // Its own way from offsets to places, so that a mistake of the product's way shows.
  const blocks = () => [...document.querySelectorAll("#article [data-s]")];
  const startOf = (block) => Number(block.dataset.s);
  const data = () => JSON.parse(document.querySelector("#workspace-data").textContent);

  const place = (cp, isEnd) => {
    for (const block of blocks()) {
      const points = [...block.textContent];
      const at = cp - startOf(block);
      if (at < 0 || at > points.length || (at === points.length && !isEnd)) continue;
      let left = points.slice(0, at).join("").length;
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (left < node.length || (isEnd && left === node.length)) return [node, left];
        left -= node.length;
      }
    }
    throw new RangeError(`no place for ${cp}`);
  };
  const rangeOf = ([start, end]) => {
    const range = new Range();
    range.setStart(...place(start, false));
    range.setEnd(...place(end, true));
    return range;
  };
  const boxOf = (range, last) => {
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
    return last ? boxes.at(-1) : boxes.at(0);
  };
  const isRightToLeft = (range) => {
    const element = range.startContainer.parentElement;
    return getComputedStyle(element).direction === "rtl";
  };

  return {
    text() {
      const { gaps } = data();
      return gaps[0] + blocks().map((block, i) => block.textContent + gaps[i + 1]).join("");
    },
    corners([start, end]) {
      const first = rangeOf([start, start + 1]);
      const last = rangeOf([end - 1, end]);
      first.startContainer.parentElement.scrollIntoView({ block: "center" });
      const [from, to] = [boxOf(first, false), boxOf(last, true)];
      const [near, far] = isRightToLeft(first)
        ? [from.right - 1, to.left + 1] : [from.left + 1, to.right - 1];
      return [[near, from.top + from.height / 2], [far, to.top + to.height / 2]];
    },
    show(cp) {
      rangeOf([cp, cp + 1]).startContainer.parentElement.scrollIntoView({ block: "center" });
    },
    putCaret(cp) {
      const [node, offset] = place(cp, false);
      node.parentElement.scrollIntoView({ block: "center" });
      getSelection().collapse(node, offset);
    },
    caret() {
      const { focusNode, focusOffset } = getSelection();
      const block = (focusNode.closest ? focusNode : focusNode.parentElement).closest("[data-s]");
      const before = new Range();
      before.setStart(block, 0);
      before.setEnd(focusNode, focusOffset);
      return startOf(block) + [...before.toString()].length;
    },
    pressAtOnce([keys, selector]) {
      for (const key of keys) {
        const code = /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
      }
      return document.querySelector(selector)?.checkVisibility() ?? false;
    },
    spot([cp, edge]) {
      const range = rangeOf(edge === "start" ? [cp, cp + 1] : [cp - 1, cp]);
      const box = boxOf(range, edge === "end");
      const atRight = isRightToLeft(range) === (edge === "start");
      return [atRight ? box.right : box.left, box.top + box.height / 2];
    },
    select(extent) {
      const range = rangeOf(extent);
      range.startContainer.parentElement.scrollIntoView({ block: "center" });
      getSelection().setBaseAndExtent(
        range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    },
    faults() {
      return blocks()
        .filter((block) => [...block.textContent].length !== Number(block.dataset.n))
        .map((block) => block.id);
    },
    painted() {
      const found = new Map();
      for (const block of blocks()) {
        let cp = startOf(block);
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const over = node.parentElement.closest("mark");
          for (const n of (over?.dataset.ids ?? "").split(" ").filter(Boolean)) {
            const mark = found.get(n) ?? { words: "", start: cp };
            mark.words += node.textContent;
            found.set(n, mark);
          }
          cp += [...node.textContent].length;
        }
      }
      return [...document.querySelectorAll(".card")].map((card) => {
        return { id: card.dataset.id, ...found.get(card.id.slice(1)) };
      });
    },
  };
})()
