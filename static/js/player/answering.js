// How each kind of question is answered: its fields, what they show, and the keys that answer it.

import { button, el, icon } from "./dom.js";
import { inLanguage, say } from "./words.js";

const SEVERAL = "multiple_choice";
const LONGEST_LINE = 100;
const NUMBER = /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?$|^[+-]?\.\d+$/;

/** An answer that says nothing. */
export function empty(question) {
  return ["numeric", "short_text"].includes(question.kind) ? { text: "", unit: "" } : { chosen: [] };
}

/** The fields of a question. `change` takes what is new of the answer, `value` tells what stands. */
export function answering(question, { change, value }) {
  const Kind = { matching: Matching, ordering: Ordering, numeric: Line, short_text: Line }[question.kind] ?? Choice;
  return new Kind(question, change, value);
}

class Choice {
  constructor(question, change, value) {
    Object.assign(this, { question, change, value, several: question.kind === SEVERAL });
    this.fields = question.options.map((option) => this.#option(option));
  }

  #option(option) {
    const id = `option-${option.letter}`;
    const type = this.several ? "checkbox" : "radio";
    return el(
      "label",
      { class: "option", for: id },
      el("input", { type, name: "option", id, value: option.letter, onchange: () => this.#choose(option.letter) }),
      el("span", { class: "option-letter", "aria-hidden": "true" }, option.letter),
      el("span", { class: "option-text", html: inLanguage(option) }),
    );
  }

  /** One answer replaces the other; among several a second choice of the same takes it back. */
  #choose(letter) {
    const { chosen } = this.value();
    if (!this.several) this.change({ chosen: [letter] });
    else if (chosen.includes(letter)) this.change({ chosen: chosen.filter((other) => other !== letter) });
    else this.change({ chosen: [...chosen, letter].sort() });
  }

  key(key) {
    const { options } = this.question;
    const position = /^[1-9]$/.test(key) ? Number(key) - 1 : options.findIndex((option) => option.letter === key);
    if (!options[position]) return false;
    this.#choose(options[position].letter);
    return true;
  }

  show({ chosen }) {
    for (const label of this.fields) {
      const input = label.querySelector("input");
      input.checked = chosen.includes(input.value);
      label.classList.toggle("is-chosen", input.checked);
    }
  }
}

class Matching {
  constructor(question, change, value) {
    Object.assign(this, { question, change, value });
    this.selects = question.prompts.map((_, place) => this.#select(place));
    this.fields = [
      el("ol", { class: "lettered" }, question.options.map((option) => el("li", {},
        el("span", { class: "option-letter" }, option.letter),
        el("span", { class: "option-text", html: inLanguage(option) })))),
      el("div", { class: "matches" }, question.prompts.map((prompt, place) => el("div", { class: "match" },
        el("label", { for: `match-${place}`, html: inLanguage(prompt) }),
        this.selects[place]))),
    ];
  }

  #select(place) {
    return el(
      "select",
      { class: "form-select", id: `match-${place}`, onchange: () => this.change({ chosen: this.#chosen }) },
      el("option", { value: "" }, say("matchNone")),
      this.question.options.map((option) => el("option", { value: option.letter }, `${option.letter} · ${textOf(option)}`)),
    );
  }

  /** A letter or nothing for each prompt; nothing at all is no answer. */
  get #chosen() {
    const letters = this.selects.map((select) => select.value);
    return letters.some(Boolean) ? letters : [];
  }

  key() {
    return false;
  }

  show({ chosen }) {
    this.selects.forEach((select, place) => {
      select.value = chosen[place] ?? "";
      select.closest(".match")?.classList.toggle("is-chosen", Boolean(select.value));
    });
  }
}

class Ordering {
  constructor(question, change, value) {
    Object.assign(this, { question, change, value });
    this.items = new Map(question.options.map((option) => [option.letter, this.#item(option)]));
    this.list = el("ol", { class: "ordering" });
    this.keep = button(say("orderKeep"), { icon: "check", onclick: () => {
      this.change({ chosen: this.#order });
      this.#say(say("orderKept"));
    } });
    this.spoken = el("p", { class: "visually-hidden", role: "status" });
    this.fields = [this.list, this.keep, this.spoken];
    this.#place(question.options.map((option) => option.letter));
  }

  #item(option) {
    const name = textOf(option);
    const mover = (step, name_, icon_) =>
      el("button", { type: "button", class: "tool", "data-step": step, "aria-label": say(name_, { text: name }), onclick: () => this.#move(option.letter, step) }, icon(icon_));
    return el(
      "li",
      { class: "option", "data-letter": option.letter, onkeydown: (event) => this.#arrow(event, option.letter) },
      el("span", { class: "option-letter", "aria-hidden": "true" }),
      el("span", { class: "option-text", html: inLanguage(option) }),
      el("span", { class: "movers" }, mover(-1, "orderUp", "chevron-up"), mover(1, "orderDown", "chevron-down")),
    );
  }

  get #order() {
    return [...this.list.children].map((item) => item.dataset.letter);
  }

  #arrow(event, letter) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    this.#move(letter, step);
  }

  #move(letter, step) {
    const order = this.#order;
    const from = order.indexOf(letter);
    const to = from + step;
    if (to < 0 || to >= order.length) return;
    [order[from], order[to]] = [order[to], order[from]];
    this.change({ chosen: order });
    const [wanted, other] = [step, -step].map((each) => this.items.get(letter).querySelector(`[data-step="${each}"]`));
    (wanted.disabled ? other : wanted).focus();
    this.#say(say("orderMoved", { place: to + 1, total: order.length }));
  }

  #say(words) {
    this.spoken.textContent = words;
  }

  #place(letters) {
    if (letters.join() !== this.#order.join()) this.list.replaceChildren(...letters.map((letter) => this.items.get(letter)));
    [...this.items.values()].forEach((item) => {
      const place = letters.indexOf(item.dataset.letter);
      item.querySelector(".option-letter").textContent = place + 1;
      item.querySelector('[data-step="-1"]').disabled = place === 0;
      item.querySelector('[data-step="1"]').disabled = place === letters.length - 1;
    });
  }

  key() {
    return false;
  }

  show({ chosen }) {
    this.#place(chosen.length ? chosen : this.question.options.map((option) => option.letter));
    this.list.classList.toggle("is-chosen", chosen.length > 0);
    this.keep.hidden = chosen.length > 0;
  }
}

class Line {
  constructor(question, change, value) {
    Object.assign(this, { question, change, value, number: question.kind === "numeric" });
    const typed = () => this.change({ text: this.input.value }, { typing: true });
    this.input = el("input", {
      class: "form-control line-input",
      id: "line",
      type: "text",
      inputmode: this.number ? "decimal" : null,
      maxlength: LONGEST_LINE,
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      "aria-describedby": "line-words",
      oninput: typed,
    });
    this.words = el("p", { class: "line-words", id: "line-words", role: "status" });
    this.fields = [
      el("label", { class: "form-label", for: "line" }, say(this.number ? "yourNumber" : "yourText")),
      el("div", { class: "line" }, this.input, this.#unit()),
      this.words,
    ];
  }

  /** One unit is understood; of several one is chosen. */
  #unit() {
    const { options } = this.question;
    if (options.length < 2) return options.length ? el("span", { class: "line-unit", html: inLanguage(options[0]) }) : null;
    this.select = el(
      "select",
      { class: "form-select line-unit", "aria-label": say("unit"), onchange: () => this.change({ unit: this.select.value }) },
      el("option", { value: "" }, say("unitNone")),
      options.map((option) => el("option", { value: option.letter }, textOf(option))),
    );
    return this.select;
  }

  key() {
    return false;
  }

  show({ text, unit }) {
    if (this.input.value !== text) this.input.value = text;
    if (this.select) this.select.value = unit;
    const words = this.#trouble(text, unit);
    if (this.words.textContent !== words) this.words.textContent = words;
  }

  /** What keeps the answer from being understood; whether it is right is nobody's business here. */
  #trouble(text, unit) {
    if (!this.number || !text.trim()) return "";
    const plain = text.normalize("NFKC").replace(/[\u2010\u2012\u2013\u2212]/g, "-").replace(/\s/g, "");
    if (!NUMBER.test(plain) || plain.length > 40) return say("numberUnread");
    return this.select && !unit ? say("unitMissing") : "";
  }
}

/** The words of a text without its markup. */
function textOf(option) {
  return el("span", { html: inLanguage(option) }).textContent;
}
