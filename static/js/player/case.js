// A case study: the background beside the answer, a text that saves itself, and one file.

import { button, el, rich } from "./dom.js";
import { FileBox } from "./file_box.js";
import { confirmHandIn } from "./review.js";
import { inLanguage, say } from "./words.js";

const SLOT = "text";
const LONGEST_TEXT = 50000;

export class CaseStudy {
  constructor({ root, bar, paper, saving, tools, vault, onProgress }) {
    Object.assign(this, { root, bar, paper, saving, tools, onProgress });
    this.files = new FileBox({ url: paper.urls.uploads, vault, saving });
  }

  render() {
    const { case: study } = this.paper;
    this.root.replaceChildren(
      el(
        "div",
        { class: "case" },
        el(
          "section",
          { class: "case-reading", tabindex: "0", "aria-labelledby": "case-title" },
          el("h2", { id: "case-title" }, inLanguage(study.title)),
          this.tools.part("case", "case", (lang) => rich("div", { class: "prose", lang }, inLanguage(study.background), say("table"))),
          el("h3", {}, say("tasks")),
          el("ol", { class: "case-tasks" }, study.tasks.map((task, at) => el("li", {}, this.tools.part(`task-${at}`, "task", (lang) => el("div", { class: "case-task", lang }, this.#task(task)))))),
        ),
        el(
          "section",
          { class: "case-writing", "aria-labelledby": "answer-label" },
          el("div", { class: "case-writing-head" },
            el("label", { id: "answer-label", for: "answer", class: "form-label" }, say("yourAnswer")),
            el("span", { class: "case-count", id: "answer-count" })),
          el("textarea", {
            id: "answer",
            class: "form-control case-answer",
            maxlength: LONGEST_TEXT,
            spellcheck: "false",
            "aria-describedby": "answer-count",
            readonly: !this.saving.canWrite,
            oninput: () => this.#typed(),
          }),
          this.files.render(),
        ),
      ),
    );
    this.tools.dressCase(this.root.querySelector(".case-reading"));
    this.#area.value = this.saving.answers[SLOT]?.text ?? "";
    this.#count();
    this.#renderBar();
  }

  get answered() {
    return this.saving.answers[SLOT]?.text?.trim() ? 1 : 0;
  }

  /** No shortcuts while writing. */
  key() {
    return false;
  }

  get #area() {
    return this.root.querySelector("#answer");
  }

  #task(task) {
    const words = task.text ?? task;
    const marks = task.marks ? ` (${say("marks", { marks: task.marks })})` : "";
    return [el("span", { html: inLanguage(words) }), marks];
  }

  /** Each keystroke goes to the outbox, also half a word of an input method, so nothing is ever lost. */
  #typed() {
    this.#count();
    this.saving.change(SLOT, { text: this.#area.value }, { typing: true });
  }

  #count() {
    const text = this.#area.value;
    const characters = Array.from(text.replace(/\s/g, "")).length;
    const chinese = (text.match(/[\u3400-\u9fff\uf900-\ufaff]/g) ?? []).length;
    const words = (text.replace(/[\u3400-\u9fff\uf900-\ufaff]/g, " ").match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? []).length;
    this.root.querySelector("#answer-count").textContent = say("counts", { characters, words: chinese + words });
    this.onProgress(this.answered, 1);
  }

  #renderBar() {
    this.bar.replaceChildren(
      el("span", { class: "bar-space" }),
      button(say("handIn"), {
        icon: "send",
        tone: "primary",
        class: "btn btn-primary",
        "data-hand-in": true,
        disabled: !this.saving.canWrite,
        onclick: () => this.#handIn(),
      }),
    );
  }

  #handIn() {
    const { upload, interrupted } = this.files;
    const words = [say(!this.answered ? "confirmEmptyCase" : this.saving.file ? "confirmCase" : "confirmCaseNoFile")];
    if (upload.isUnderWay) {
      words[0] = say(this.answered ? "confirmCaseWaits" : "confirmEmptyCaseWaits");
    }
    if (interrupted) words.push(say("confirmInterrupted", { name: interrupted.name }));
    confirmHandIn(this.saving, words.join(" "));
  }
}
