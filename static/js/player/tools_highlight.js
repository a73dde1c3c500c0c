// Highlighting sentence by sentence: with the pen in hand each sentence is a button, for mouse, finger and keyboard alike.

import { el } from "./dom.js";

const SENTENCE = /[^。！？!?；;\n]*?(?:[。！？!?；;]+["”’）)]*|\.(?=\s|$)|$)\s*/g;

/** Show the highlights of a text; with `pen` its sentences can be chosen. `toggle` says whether one is marked then. */
export function highlight(root, { marked, pen, toggle, label }) {
  let number = 0;
  for (const text of textsIn(root)) {
    const parts = sentences(text.data).map((words) => {
      const place = number++;
      return pen ? chooser(words, place) : marked.has(place) ? el("mark", {}, words) : words;
    });
    text.replaceWith(...parts);
  }

  function chooser(words, place) {
    const piece = el("span", { class: "sentence", role: "button", tabindex: "0", "aria-pressed": String(marked.has(place)), "aria-description": label }, words);
    const choose = (event) => {
      event.preventDefault();
      event.stopPropagation();
      piece.setAttribute("aria-pressed", String(toggle(place)));
    };
    piece.addEventListener("click", choose);
    piece.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") choose(event);
    });
    return piece;
  }
}

function textsIn(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (walker.currentNode.data.trim()) found.push(walker.currentNode);
  return found;
}

function sentences(text) {
  return (text.match(SENTENCE) ?? [text]).filter((words) => words);
}
