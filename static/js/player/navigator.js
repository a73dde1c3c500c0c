// The overview of all questions: number, shape and words for each, filters, and the way to any of them.

import { button, el, icon } from "./dom.js";
import { say } from "./words.js";

/** What stands in a slot, for the overview and the check before handing in. */
export function statusOf(value) {
  const answered = value?.chosen?.length ? value.chosen.every(Boolean) : Boolean(value?.text?.trim());
  return { answered, flagged: Boolean(value?.flagged) };
}

/** "Question 12: answered, marked for review". */
export function spoken(number, { answered, flagged }, current = false) {
  const parts = [say(answered ? "answered" : "unanswered")];
  if (flagged) parts.push(say("flagged"));
  if (current) parts.push(say("current"));
  return `${say("questionNumber", { number })}${say("colon")}${parts.join(say("comma"))}`;
}

export class Navigator {
  #filter = "all";
  #cells = new Map();
  #current = null;

  constructor({ root, questions, valueOf, onChoose }) {
    Object.assign(this, { root, questions, valueOf, onChoose });
  }

  render(current) {
    this.#current = current;
    this.#cells.clear();
    this.root.setAttribute("aria-label", say("overview"));
    this.root.replaceChildren(
      el(
        "div",
        { class: "navigator-head" },
        el("h2", {}, say("overview")),
        button(say("close"), { icon: "x", class: "btn btn-quiet navigator-close", onclick: () => this.toggle(false) }),
      ),
      this.#filters(),
      ...this.#sections(),
      this.#legend(),
    );
    this.update();
  }

  /** Show a slot's new state, and who is current, without building everything again. */
  update(current = this.#current) {
    this.#current = current;
    let shown = 0;
    this.questions.forEach((question, index) => {
      const cell = this.#cells.get(question.slot);
      if (!cell) return;
      const status = statusOf(this.valueOf(question.slot));
      const isCurrent = index === current;
      cell.className = `cell${status.answered ? " is-answered" : ""}${status.flagged ? " is-flagged" : ""}`;
      cell.toggleAttribute("aria-current", false);
      if (isCurrent) cell.setAttribute("aria-current", "true");
      cell.setAttribute("aria-label", spoken(index + 1, status, isCurrent));
      cell.hidden =
        (this.#filter === "unanswered" && status.answered) || (this.#filter === "flagged" && !status.flagged);
      shown += cell.hidden ? 0 : 1;
    });
    const none = this.root.querySelector(".navigator-none");
    if (none) none.hidden = shown > 0;
  }

  /** On narrow screens the overview is a sheet. */
  toggle(open = !this.root.classList.contains("is-open")) {
    this.root.classList.toggle("is-open", open);
    if (open) this.root.querySelector("[aria-current], .cell")?.focus();
  }

  #filters() {
    const choose = (filter) => {
      this.#filter = filter;
      this.render(this.#current);
      this.root.querySelector(`[data-filter=${filter}]`)?.focus();
    };
    const names = { all: "filterAll", unanswered: "filterUnanswered", flagged: "filterFlagged" };
    return el(
      "div",
      { class: "navigator-filters", role: "group", "aria-label": say("filter") },
      Object.entries(names).map(([filter, name]) =>
        el(
          "button",
          { type: "button", "data-filter": filter, "aria-pressed": String(filter === this.#filter), onclick: () => choose(filter) },
          say(name),
        ),
      ),
    );
  }

  #sections() {
    const sections = [];
    this.questions.forEach((question, index) => {
      const title = say(`section_${question.section}`);
      let section = sections.at(-1);
      if (section?.title !== title) sections.push((section = { title, cells: [] }));
      section.cells.push(this.#cell(question, index));
    });
    return [
      ...sections.map(({ title, cells }) =>
        el("section", { class: "navigator-section" }, title ? el("h3", {}, title) : null, el("div", { class: "cells" }, cells)),
      ),
      el("p", { class: "navigator-none", hidden: true }, say("filterNone")),
    ];
  }

  #cell(question, index) {
    const cell = el(
      "button",
      { type: "button", class: "cell", onclick: () => this.onChoose(index) },
      String(index + 1),
      el("span", { class: "cell-mark" }, icon("check")),
      el("span", { class: "cell-flag" }, icon("flag")),
    );
    this.#cells.set(question.slot, cell);
    return cell;
  }

  #legend() {
    const sample = (look, words, marks) => el("li", {}, el("span", { class: `cell ${look}`, "aria-hidden": "true" }, marks), words);
    return el(
      "ul",
      { class: "legend" },
      sample("is-answered", say("answered"), el("span", { class: "cell-mark" }, icon("check"))),
      sample("", say("unanswered"), null),
      sample("is-flagged", say("flagged"), el("span", { class: "cell-flag" }, icon("flag"))),
      sample("is-current", say("current"), null),
    );
  }
}
