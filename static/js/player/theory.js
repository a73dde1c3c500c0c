// A theory paper: one question a page, its options as large rows, Previous, Flag and Next always in the same place.

import { answering, empty } from "./answering.js";
import { button, el, icon, rich, same } from "./dom.js";
import { Navigator, statusOf } from "./navigator.js";
import { reportProblem } from "./problem.js";
import { renderReview } from "./review.js";
import { inLanguage, say } from "./words.js";

export class Theory {
  #index = 0;
  #reviewing = false;
  #answering = null;
  #caseOpen = true;

  constructor({ root, aside, bar, paper, saving, tools, onProgress }) {
    Object.assign(this, { root, bar, paper, saving, tools, onProgress });
    this.questions = paper.questions;
    this.navigator = new Navigator({
      root: aside,
      questions: this.questions,
      valueOf: (slot) => this.saving.answers[slot],
      onChoose: (index) => {
        this.navigator.toggle(false);
        this.go(index);
      },
    });
    // All pictures are fetched at the start, so that they are there without a connection as well.
    for (const [, address] of JSON.stringify(paper.questions.concat(paper.groups)).matchAll(/src=\\"([^"\\]+)/g)) new Image().src = address;
    this.#readAddress();
    window.addEventListener("hashchange", () => {
      this.#readAddress();
      this.#turnPage();
    });
  }

  render() {
    this.navigator.render(this.#reviewing ? null : this.#index);
    this.#renderBar();
    if (this.#reviewing) renderReview(this);
    else this.#renderQuestion();
    this.#progress();
  }

  /** How many have an answer. */
  get answered() {
    return this.questions.filter((question) => statusOf(this.saving.answers[question.slot]).answered).length;
  }

  go(index) {
    if (index < 0 || index >= this.questions.length) return;
    this.#index = index;
    this.#reviewing = false;
    history.pushState(null, "", `#q${index + 1}`);
    this.#turnPage();
  }

  review() {
    this.#reviewing = true;
    history.pushState(null, "", "#review");
    this.#turnPage();
  }

  /** Keys of the whole page; returns whether the key meant something. */
  key(event) {
    if (this.#reviewing) return false;
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    if (key === "ArrowRight" || key === "N") this.#next();
    else if (key === "ArrowLeft" || key === "P") this.go(this.#index - 1);
    else if (key === "F") this.#flag();
    else return this.saving.canWrite && this.#answering.key(key);
    return true;
  }

  get #question() {
    return this.questions[this.#index];
  }

  get #value() {
    return this.saving.answers[this.#question.slot] ?? { ...empty(this.#question), flagged: false };
  }

  /** At once, not when the browser tells of the new address: a quick next key belongs to the new question. */
  #turnPage() {
    this.render();
    this.#focusHeading();
  }

  #readAddress() {
    this.#reviewing = location.hash === "#review";
    const asked = Number(/^#q(\d+)$/.exec(location.hash)?.[1] ?? 0);
    if (asked >= 1 && asked <= this.questions.length) this.#index = asked - 1;
  }

  #next() {
    if (this.#index + 1 < this.questions.length) this.go(this.#index + 1);
    else this.review();
  }

  #renderQuestion() {
    const question = this.#question;
    const lang = this.tools.begin(question);
    const heading = el("h2", { class: "question-number", id: "question-heading", tabindex: "-1" },
      say("questionOf", { number: this.#index + 1, total: this.questions.length }));
    const change = (part, how) => this.#change({ ...this.#value, ...part }, how);
    this.#answering = answering(question, { change, value: () => this.#value });
    const kind = question.partial ? `${question.kind}_partial` : question.kind;
    const fields = el(
      "fieldset",
      { class: "options", lang, "aria-describedby": "question-hint", disabled: !this.saving.canWrite },
      rich("legend", { class: "stem prose" }, inLanguage(question.stem), say("table")),
      el("p", { class: "question-hint", id: "question-hint" }, say(`hint_${kind}`)),
      this.#answering.fields,
    );
    this.root.replaceChildren(
      el(
        "article",
        { class: "question" },
        el(
          "header",
          { class: "question-head" },
          heading,
          el("span", { class: "question-facts" }, say(`section_${question.kind}`), " · ", say("marks", { marks: trimmed(question.marks) })),
        ),
        question.group === null ? null : this.#case(question.group),
        fields,
        el(
          "p",
          { class: "question-tools" },
          el("button", { type: "button", class: "link-button", "data-clear": true, onclick: () => this.#clear() }, icon("x"), say("clear")),
          this.paper.practice ? null : el("button", { type: "button", class: "link-button", "data-problem": true, onclick: () => reportProblem(this.paper.urls.problems, question.slot, heading.textContent) }, icon("message"), say("problem")),
        ),
      ),
    );
    this.tools.finish(this.root.firstElementChild, question);
    this.#show();
  }

  /** The text on which this question is asked, with others before or after it. */
  #case(group) {
    const numbers = this.questions.flatMap((question, index) => (question.group === group ? [index + 1] : []));
    const title = say("caseText", { first: numbers[0], last: numbers.at(-1) });
    return el(
      "details",
      { class: "question-case", open: this.#caseOpen, ontoggle: (event) => (this.#caseOpen = event.target.open) },
      el("summary", {}, title),
      rich("div", { class: "prose" }, inLanguage(this.paper.groups[group]), say("table")),
    );
  }

  #clear() {
    this.#change({ ...empty(this.#question), flagged: this.#value.flagged });
    this.root.querySelector("fieldset :is(input, select, button)")?.focus();
  }

  #flag() {
    this.#change({ ...this.#value, flagged: !this.#value.flagged });
  }

  #change(value, how) {
    if (!this.saving.canWrite) return;
    this.saving.change(this.#question.slot, value, how);
    this.#show();
    this.navigator.update();
    this.#progress();
  }

  /** Put the state of the slot on the page. */
  #show() {
    const { flagged, ...answer } = this.#value;
    this.#answering.show(answer);
    const clear = this.root.querySelector("[data-clear]");
    if (clear) clear.hidden = same(answer, empty(this.#question)) || !this.saving.canWrite;
    const flag = this.bar.querySelector("[data-flag]");
    if (flag) {
      flag.setAttribute("aria-pressed", String(flagged));
      flag.querySelector("[data-flag-words]").textContent = say(flagged ? "unflag" : "flag");
    }
  }

  #renderBar() {
    const last = this.#index + 1 === this.questions.length;
    const inPaper = !this.#reviewing;
    const flag = button(el("span", { "data-flag-words": true }, say("flag")), {
      icon: "flag",
      class: "btn btn-quiet bar-flag",
      "data-flag": true,
      "aria-pressed": "false",
      disabled: !this.saving.canWrite || !inPaper,
      onclick: () => this.#flag(),
    });
    const back = inPaper ? () => this.go(this.#index - 1) : () => this.go(this.#index);
    this.bar.replaceChildren(
      button(say("previous"), {
        icon: "chevron-left",
        class: "btn btn-quiet bar-previous",
        disabled: inPaper && this.#index === 0,
        onclick: back,
      }),
      flag,
      button(`${inPaper ? this.#index + 1 : "–"}/${this.questions.length}`, {
        icon: "list-details",
        class: "btn btn-quiet bar-overview",
        "aria-label": say("overview"),
        onclick: () => this.navigator.toggle(),
      }),
      button(say("checkAnswers"), { icon: "checklist", class: "btn btn-quiet bar-check", disabled: !inPaper, onclick: () => this.review() }),
      button(say(last ? "checkAnswersShort" : "next"), {
        iconAfter: "chevron-right",
        tone: "primary",
        class: "btn btn-primary bar-next",
        disabled: !inPaper,
        onclick: () => this.#next(),
      }),
    );
  }

  #progress() {
    this.onProgress(this.answered, this.questions.length);
  }

  #focusHeading() {
    window.scrollTo(0, 0);
    this.root.querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
  }
}

/** "1.50" → "1.5", "3.00" → "3". */
function trimmed(marks) {
  return String(marks).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}
