// The practice paper: answers stay in this page's memory, and the result is shown at the end. The server hears of nothing.

import { button, el, icon, rich } from "./dom.js";
import { statusOf } from "./navigator.js";
import { inLanguage, onLanguage, say } from "./words.js";

/** Takes the place of saving, with everything that the page asks of it. */
export class Practice {
  mode = "writing";
  trouble = null;
  savedAt = null;
  file = null;
  isBreak = false;
  breakMinutes = 0;
  notYet = null;
  unsaved = 0;
  handingIn = false;
  answers = {};

  constructor({ paper, clock, onStatus }) {
    Object.assign(this, { paper, clock, onStatus });
  }

  get canWrite() {
    return this.mode === "writing";
  }

  async claim() {
    this.savedAt = this.clock.now();
    this.onStatus();
    onLanguage(() => this.mode === "closed" && this.#result());
  }

  change(slot, value) {
    this.answers[slot] = value;
    this.savedAt = this.clock.now();
    this.onStatus();
  }

  begin() {}

  async sync() {
    return true;
  }

  async flush() {}

  async rest() {}

  async handIn() {
    this.mode = "closed";
    this.onStatus();
    this.#result();
  }

  /** How each question was answered, and why it is so. */
  #result() {
    const found = this.paper.questions.map((question) => isRight(question, this.answers[question.slot]));
    const heading = el("h2", { tabindex: "-1", id: "practice-result" }, say("practiceResult", { right: found.filter(Boolean).length, total: found.length }));
    const root = document.querySelector("#paper-page");
    root.replaceChildren(el("article", { class: "question practice-result", "aria-labelledby": "practice-result" },
      heading,
      el("p", {}, say("practiceLead")),
      el("ol", {}, this.paper.questions.map((question, at) => el("li", {},
        rich("div", { class: "prose" }, inLanguage(question.stem), say("table")),
        el("p", { class: `practice-head tone-${found[at] ? "good" : "warn"}` }, icon(found[at] ? "circle-check" : "circle-x"), " ",
          say(found[at] ? "practiceRight" : statusOf(this.answers[question.slot]).answered ? "practiceWrong" : "practiceOpen", { key: shownKey(question) })),
        rich("div", { class: "prose" }, inLanguage(question.because), say("table")))))));
    document.querySelector("#bar").replaceChildren(
      el("a", { class: "btn btn-quiet", href: "/" }, say("practiceLeave")),
      button(say("practiceAgain"), { icon: "refresh", tone: "primary", onclick: () => {
        history.replaceState(null, "", location.pathname);
        location.reload();
      } }));
    document.querySelector("#navigator").replaceChildren();
    heading.focus();
  }
}

function shownKey({ kind, correct, options }) {
  if (kind === "numeric" || kind === "short_text") return `${correct}${options[0] ? ` ${options[0].en}` : ""}`;
  return [...correct].join(" ");
}

function isRight({ kind, correct }, value) {
  const chosen = value?.chosen ?? [];
  if (kind === "multiple_choice") return [...chosen].sort().join("") === correct;
  if (kind === "numeric") return value?.text.trim() !== "" && Number(plain(value?.text ?? "x").replaceAll(",", "").replace("%", "")) === Number(correct);
  if (kind === "short_text") return plain(value?.text ?? "") === plain(correct);
  return chosen.join("") === correct;
}

function plain(text) {
  return text.normalize("NFKC").trim().toLowerCase();
}
