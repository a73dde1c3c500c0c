// The file of a case study: what is kept, what is on its way and how far, and what can be done about it.

import { button, el, icon } from "./dom.js";
import { Upload } from "./upload.js";
import { say } from "./words.js";

const LARGEST_FILE = 10 * 1024 * 1024;
const TAKEN = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg";
const PHASES = { sending: "fileSending", waiting: "fileWaiting", checking: "fileChecking", ending: "fileEnding" };

export class FileBox {
  #words = null;
  #phase = null;
  #resumed = false;

  constructor({ url, vault, saving }) {
    this.saving = saving;
    this.root = el("div", { class: "case-file", id: "case-file" });
    this.upload = new Upload({
      url,
      vault,
      writer: () => saving.writer,
      onChange: () => this.#changed(),
      onKept: ({ file, uploads }) => {
        Object.assign(saving, { file, uploads });
        this.#words = () => say("fileSaved", { name: file.name });
      },
    });
    saving.beforeHandIn = () => this.#ready();
  }

  /** A file that the server waits for and this page does not have. */
  get interrupted() {
    return this.upload.isUnderWay ? null : (this.saving.uploads[0] ?? null);
  }

  render() {
    const { saving, upload } = this;
    if (saving.mode === "writing" && !this.#resumed) {
      this.#resumed = true;
      upload.resume();
    }
    const { file } = saving;
    const free = saving.canWrite && !upload.isUnderWay;
    const input = el("input", {
      type: "file",
      id: "file",
      class: "visually-hidden",
      accept: TAKEN,
      "aria-describedby": "file-hint",
      disabled: !free,
      onchange: (event) => this.#chosen(event.target.files[0]),
    });
    const parts = [
      el("h3", {}, say("file")),
      el("p", { class: "form-hint", id: "file-hint" }, say("fileHint")),
      file
        ? el("p", { class: "file-row" }, icon("file-check"), el("a", { href: file.url, target: "_blank", rel: "noopener" }, file.name), el("span", {}, size(file.size)))
        : el("p", { class: "file-row" }, icon("file"), el("span", {}, say("fileNone"))),
      el("p", { class: "file-actions" }, input, el("label", { for: "file", class: `btn btn-quiet${free ? "" : " disabled"}` }, icon("upload"), say(file ? "fileReplace" : "fileChoose"))),
      upload.isUnderWay ? this.#progress() : null,
      el("p", { role: "status", class: "file-words" }, this.#said()),
      this.#giveUpButton(),
    ];
    this.root.replaceChildren(...parts.filter(Boolean));
    this.#phase = upload.phase;
    return this.root;
  }

  // --- inside ---

  #progress() {
    const { name, size: all, received } = this.upload;
    return el(
      "p",
      { class: "file-progress" },
      el("progress", { class: "meter", max: all, value: received, "aria-label": say("fileOnItsWay", { name }) }),
      el("span", { class: "file-amount" }, this.#amount()),
    );
  }

  #amount() {
    const { name, size: all, received } = this.upload;
    return `${name} · ${say("fileAmount", { done: size(received), all: size(all) })}`;
  }

  #said() {
    if (this.upload.isUnderWay) return say(PHASES[this.upload.phase]);
    if (this.interrupted) return say("fileInterrupted", { name: this.interrupted.name });
    return this.#words ? this.#words() : "";
  }

  #giveUpButton() {
    const { phase } = this.upload;
    const possible = phase === "sending" || phase === "waiting" || (this.interrupted && this.saving.canWrite);
    return possible ? button(say("fileGiveUp"), { icon: "x", class: "btn btn-quiet file-give-up", onclick: () => this.#giveUp() }) : null;
  }

  /** A part more moves the bar; only what is another state is drawn anew and said aloud. */
  #changed() {
    const bar = this.root.querySelector("progress");
    if (this.upload.phase === this.#phase && bar) {
      bar.value = this.upload.received;
      this.root.querySelector(".file-amount").textContent = this.#amount();
      return;
    }
    const { refused } = this.upload;
    if (!this.upload.isUnderWay && refused) this.#words = () => refused || say("fileFailed");
    this.render();
  }

  async #chosen(file) {
    if (!file) return undefined;
    if (file.size > LARGEST_FILE) return this.#tell(() => say("fileTooLarge"));
    try {
      const content = await file.arrayBuffer();
      if (this.saving.uploads.some((other) => other.size !== content.byteLength)) await this.#drop();
      return await this.upload.send(file.name, content);
    } catch {
      return this.#tell(() => say("fileFailed"));
    }
  }

  async #giveUp() {
    await this.#drop();
    this.#tell(() => say("fileGivenUp"));
  }

  #drop() {
    this.saving.uploads = [];
    return this.upload.giveUp();
  }

  #tell(words) {
    this.#words = words;
    this.render();
  }

  /** Handing in waits for what is on its way; why it cannot go on, or nothing. */
  async #ready() {
    await this.upload.looked;
    const waited = this.upload.isUnderWay;
    if (waited) await this.saving.flush(); // What is written goes now: the file may take longer than there is time.
    await this.upload.settled();
    if (waited && this.upload.refused) return this.upload.refused;
    if (this.saving.uploads.length) await this.#drop();
    return null;
  }
}

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
