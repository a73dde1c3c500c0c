// A case study: the background beside the answer, a text that saves itself, one file.

import { button, el, icon, rich } from "./dom.js";
import { confirmHandIn } from "./review.js";
import { csrfToken } from "./server.js";
import { inLanguage, say } from "./words.js";

const SLOT = "text";
const LONGEST_TEXT = 50000;
const LONGEST_FILE = 10 * 1024 * 1024;

export class CaseStudy {
  #upload = null;
  #fileWords = null;

  constructor({ root, bar, paper, saving, tools, onProgress }) {
    Object.assign(this, { root, bar, paper, saving, tools, onProgress });
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
          rich("div", { class: "prose" }, inLanguage(study.background), say("table")),
          el("h3", {}, say("tasks")),
          el("ol", { class: "case-tasks" }, study.tasks.map((task) => el("li", {}, this.#task(task)))),
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
          el("div", { class: "case-file", id: "case-file" }),
        ),
      ),
    );
    this.tools.dressCase(this.root.querySelector(".case-reading"));
    this.#area.value = this.saving.answers[SLOT]?.text ?? "";
    this.#count();
    this.#renderFile();
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

  #renderFile() {
    const box = this.root.querySelector("#case-file");
    const { file, canWrite } = this.saving;
    const input = el("input", {
      type: "file",
      id: "file",
      class: "visually-hidden",
      accept: ".pdf,.docx,.xlsx,.png,.jpg,.jpeg",
      disabled: !canWrite || Boolean(this.#upload),
      onchange: (event) => this.#send(event.target.files[0]),
    });
    const parts = [
      el("h3", {}, say("file")),
      el("p", { class: "form-hint", id: "file-hint" }, say("fileHint")),
      file
        ? el("p", { class: "file-row" }, icon("file-check"), el("a", { href: file.url, target: "_blank", rel: "noopener" }, file.name), el("span", {}, size(file.size)))
        : el("p", { class: "file-row" }, icon("file"), el("span", {}, say("fileNone"))),
      el("p", { class: "file-actions" }, input, el("label", { for: "file", class: `btn btn-quiet${canWrite && !this.#upload ? "" : " disabled"}` }, icon("upload"), say(file ? "fileReplace" : "fileChoose"))),
      el("p", { role: "status", class: "file-words" }, this.#fileWords ? this.#fileWords() : ""),
      this.#upload ? el("progress", { class: "meter", max: "1", value: "0", "aria-label": say("fileSending") }) : null,
    ];
    box.replaceChildren(...parts.filter(Boolean));
  }

  #send(file) {
    if (!file) return;
    if (file.size > LONGEST_FILE) return this.#sent(() => say("fileTooLarge"));
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file);
    request.upload.onprogress = (event) => {
      const bar = this.root.querySelector("#case-file progress");
      if (bar && event.lengthComputable) bar.value = event.loaded / event.total;
    };
    request.onload = () => {
      let body = {};
      try {
        body = JSON.parse(request.responseText);
      } catch {
        // An answer of some machine in between.
      }
      if (request.status === 200 && body.file) {
        this.saving.file = body.file;
        this.#sent(() => say("fileSaved", { name: body.file.name }));
      } else this.#sent(() => body.message || say("fileFailed"));
    };
    request.onerror = () => this.#sent(() => say("fileFailed"));
    request.ontimeout = request.onerror;
    request.timeout = 120000;
    request.open("POST", this.paper.urls.files);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Accept", "application/json");
    this.#upload = request;
    this.#fileWords = () => say("fileSending");
    this.#renderFile();
    request.send(form);
    return undefined;
  }

  #sent(words) {
    this.#upload = null;
    this.#fileWords = words;
    this.#renderFile();
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
    if (this.#upload) return this.#sent(() => say("fileWait"));
    const empty = !this.answered;
    confirmHandIn(this.saving, say(empty ? "confirmEmptyCase" : this.saving.file ? "confirmCase" : "confirmCaseNoFile"));
    return undefined;
  }
}

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
