// Tools beside the paper: colours, notes, a calculator where it is allowed; pen, strike-out and language at each question.

import { button, el, icon } from "./dom.js";
import { calculator } from "./tools_calculator.js";
import { highlight } from "./tools_highlight.js";
import { language, otherLanguage, say, showIn } from "./words.js";

const THEMES = ["standard", "dark", "black", "cream"];
const LOOK = "look";
const IN_OTHER = {
  question: ["questionInChinese", "questionInEnglish"],
  case: ["caseInChinese", "caseInEnglish"],
  task: ["taskInChinese", "taskInEnglish"],
};
const LONGEST_NOTES = 20000;

export class Tools {
  #pen = false;
  #other = new Set();
  #opener = null;

  constructor({ panel, spoken, kept, hasCalculator, onChange }) {
    Object.assign(this, { panel, spoken, kept, hasCalculator, onChange });
    document.body.dataset.theme = THEMES.find((theme) => theme === remembered()) ?? THEMES[0];
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#toggle(false);
    });
  }

  /** The button among those of the frame. */
  opener() {
    const open = !this.panel.hidden;
    this.#opener = el("button", { type: "button", class: "tool", id: "tools-open", title: say("tools"), "aria-expanded": String(open), "aria-controls": this.panel.id, onclick: () => this.#toggle() },
      el("span", { class: "visually-hidden" }, say("tools")), icon("tools"));
    if (open) this.#fill();
    return this.#opener;
  }

  // --- at each question ---

  /** While the question is built, its texts come in the language that was chosen for it. */
  begin(question) {
    const shown = this.#other.has(question.slot) ? otherLanguage() : language();
    showIn(shown);
    return shown === "zh" ? "zh-CN" : "en";
  }

  /** Pen, strike-out and language for the question that was built. */
  finish(article, question) {
    showIn(null);
    const redraw = (name) => {
      this.onChange();
      document.querySelector(`[data-tool=${name}]`)?.focus();
    };
    article.querySelector(".question-tools").append(
      this.#penButton(redraw),
      this.#languageButton(question.slot, "question", redraw),
    );
    this.#mark(article.querySelector(".question-case .prose"), `group:${question.group}:${this.#shown(question)}`);
    this.#mark(article.querySelector(".stem"), `${question.slot}:${this.#shown(question)}`);
    for (const row of article.querySelectorAll("label.option")) this.#strikable(row, question.slot);
  }

  /** The same for a case study: the pen over its text. */
  dressCase(reading) {
    reading.prepend(el("p", { class: "question-tools" }, this.#penButton(() => {
      this.onChange();
      document.querySelector("[data-tool=pen]")?.focus();
    })));
    for (const [place, text] of reading.querySelectorAll(".prose, .case-task").entries()) this.#mark(text, `case:${place}:${text.lang}`);
  }

  /** A part of a case study in the language chosen for it, and the button that changes it. */
  part(name, kind, build) {
    const lang = this.begin({ slot: name });
    const built = build(lang);
    showIn(null);
    return [built, el("p", { class: "question-tools" }, this.#languageButton(name, kind, () => {
      this.onChange();
      document.querySelector(`[data-part="${name}"]`)?.focus();
    }))];
  }

  #languageButton(slot, kind, redraw) {
    const other = this.#other.has(slot) ? language() : otherLanguage();
    const [inChinese, inEnglish] = IN_OTHER[kind];
    return linkButton("language", say(other === "zh" ? inChinese : inEnglish), { "data-tool": "language", "data-part": slot, onclick: () => {
      if (!this.#other.delete(slot)) this.#other.add(slot);
      redraw("language");
    } });
  }

  #shown(question) {
    return this.#other.has(question.slot) ? otherLanguage() : language();
  }

  #penButton(redraw) {
    return linkButton("pencil", say(this.#pen ? "penAway" : "pen"), { "data-tool": "pen", "aria-pressed": String(this.#pen), onclick: () => {
      this.#pen = !this.#pen;
      this.spoken.textContent = say(this.#pen ? "penHelp" : "penAwayDone");
      redraw("pen");
    } });
  }

  #mark(text, name) {
    if (text) highlight(text, { marked: this.kept.all("marks", name), pen: this.#pen, toggle: (place) => this.kept.toggle("marks", name, place), label: say("penLabel") });
  }

  #strikable(row, slot) {
    const letter = row.querySelector("input").value;
    const strike = el("button", { type: "button", class: "tool option-strike", onclick: () => show(this.kept.toggle("strikes", slot, letter)) }, icon("strikethrough"));
    const show = (struck) => {
      row.classList.toggle("is-struck", struck);
      strike.setAttribute("aria-pressed", String(struck));
      strike.setAttribute("aria-label", say("strike", { letter }));
      strike.title = say("strike", { letter });
    };
    const frame = el("div", { class: "option-row" });
    row.replaceWith(frame);
    frame.append(row, strike);
    show(this.kept.all("strikes", slot).has(letter));
  }

  // --- the panel ---

  #toggle(open = this.panel.hidden) {
    this.panel.hidden = !open;
    this.#opener.setAttribute("aria-expanded", String(open));
    if (open) {
      this.#fill();
      this.panel.querySelector("h2").focus();
    } else this.#opener.focus();
  }

  #fill() {
    const notes = el("textarea", { class: "form-control", id: "notes", rows: "5", maxlength: LONGEST_NOTES, spellcheck: "false", "aria-describedby": "notes-hint", oninput: () => (this.kept.notes = notes.value) });
    notes.value = this.kept.notes;
    this.panel.replaceChildren(
      el("div", { class: "tool-panel-head" },
        el("h2", { id: "tools-title", tabindex: "-1" }, say("tools")),
        button(say("close"), { icon: "x", onclick: () => this.#toggle(false) })),
      el("fieldset", { class: "themes" }, el("legend", {}, say("colours")), THEMES.map((theme) => this.#theme(theme))),
      ...(this.hasCalculator ? [calculator()] : []),
      el("h3", {}, el("label", { for: "notes" }, say("notes"))),
      notes,
      el("p", { class: "form-hint", id: "notes-hint" }, say("notesHint")),
    );
  }

  #theme(theme) {
    const choose = () => {
      document.body.dataset.theme = theme;
      remember(theme);
    };
    return el("label", { class: "choice" },
      el("input", { type: "radio", name: "theme", value: theme, checked: document.body.dataset.theme === theme, onchange: choose }),
      el("span", {}, say(`theme_${theme}`)));
  }
}

function linkButton(name, words, attributes) {
  return el("button", { type: "button", class: "link-button", ...attributes }, icon(name), words);
}

function remembered() {
  try {
    return localStorage.getItem(LOOK);
  } catch {
    return null;
  }
}

function remember(theme) {
  try {
    localStorage.setItem(LOOK, theme);
  } catch {
    // Then the colours last as long as the page.
  }
}
