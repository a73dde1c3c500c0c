// "Report a problem with this question": a small dialog beside the paper that has nothing to do with saving answers.

import { button, el } from "./dom.js";
import { Trouble, post } from "./server.js";
import { say } from "./words.js";

/** Ask what is wrong with the question in this slot, and send it; what was typed stays until it has arrived. */
export function reportProblem(url, slot, title) {
  const dialog = document.querySelector("#problem");
  const text = el("textarea", { class: "form-control", id: "problem-text", rows: "4", maxlength: "1000", "aria-describedby": "problem-said" });
  const said = el("p", { id: "problem-said", role: "status" });
  const send = button(say("problemSend"), { tone: "primary", onclick: deliver });
  const close = button(say("close"), { onclick: () => dialog.close() });

  async function deliver() {
    if (!text.value.trim()) {
      text.focus();
      return;
    }
    send.disabled = true;
    said.textContent = "";
    try {
      await post(url, { slot, text: text.value });
      said.textContent = say("problemSent");
      text.disabled = true;
      close.focus();
    } catch (trouble) {
      send.disabled = false;
      said.textContent = trouble instanceof Trouble && trouble.words ? trouble.words : say("problemNotSent");
    }
  }

  dialog.replaceChildren(
    el("h2", { id: "problem-title" }, say("problem")),
    el("label", { class: "form-label", for: "problem-text" }, title, " – ", say("problemWhat")),
    text,
    said,
    el("div", { class: "form-actions" }, send, close),
  );
  dialog.showModal();
}
