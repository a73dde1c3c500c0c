// A plain calculator: the sum is typed or tapped, and read as it is written; no programme text is ever run.

import { el } from "./dom.js";
import { say } from "./words.js";

const KEYS = ["7", "8", "9", "÷", "4", "5", "6", "×", "1", "2", "3", "−", "0", ".", "%", "+", "(", ")", "√", "="];
const SIGNS = { "×": "*", "÷": "/", "−": "-", "–": "-", "x": "*", "X": "*" };

/** The value of a sum; null where it cannot be read. */
export function calculate(text) {
  const plain = [...text.normalize("NFKC")].map((sign) => SIGNS[sign] ?? sign).join("").replace(/[\s,=]/g, "");
  const tokens = plain.match(/\d+\.?\d*|\.\d+|[-+*/()%√]/g) ?? [];
  if (!tokens.length || tokens.join("") !== plain) return null;
  let at = 0;

  function sum() {
    let value = product();
    while (tokens[at] === "+" || tokens[at] === "-") value = tokens[at++] === "+" ? value + product() : value - product();
    return value;
  }
  function product() {
    let value = factor();
    while (tokens[at] === "*" || tokens[at] === "/") value = tokens[at++] === "*" ? value * factor() : value / factor();
    return value;
  }
  function factor() {
    const sign = tokens[at];
    if (sign === "-" || sign === "+" || sign === "√") {
      at++;
      const value = factor();
      return sign === "-" ? -value : sign === "√" ? Math.sqrt(value) : value;
    }
    let value = single();
    while (tokens[at] === "%") {
      at++;
      value /= 100;
    }
    return value;
  }
  function single() {
    const token = tokens[at++];
    if (token !== "(") return /^[\d.]/.test(token ?? "") ? Number(token) : NaN;
    const value = sum();
    return tokens[at++] === ")" ? value : NaN;
  }

  const value = sum();
  return at === tokens.length && Number.isFinite(value) ? Number(value.toPrecision(12)) : null;
}

export function calculator() {
  const field = el("input", { class: "form-control", id: "sum", type: "text", inputmode: "decimal", autocomplete: "off", "aria-describedby": "sum-result" });
  const result = el("output", { class: "sum-result", id: "sum-result", for: "sum", role: "status" });
  const work = () => {
    const value = calculate(field.value);
    result.textContent = value === null ? say("sumUnread") : `= ${value}`;
  };
  const press = (key) => {
    if (key === "=") return work();
    const [from, to] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length];
    field.setRangeText(key, from, to, "end");
    return undefined;
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) work();
  });
  const names = { "÷": "divide", "×": "times", "−": "minus", "√": "root", "%": "percent", "=": "equals" };
  return el(
    "section",
    { class: "calculator", "aria-labelledby": "calculator-title" },
    el("h3", { id: "calculator-title" }, say("calculator")),
    el("label", { class: "form-label", for: "sum" }, say("sum")),
    field,
    result,
    el("div", { class: "calculator-keys" }, KEYS.map((key) => el("button", { type: "button", class: "tool", "aria-label": names[key] ? say(names[key]) : null, onclick: () => press(key) }, key))),
    el("button", { type: "button", class: "btn btn-quiet btn-sm", onclick: () => {
      field.value = "";
      result.textContent = "";
      field.focus();
    } }, say("sumClear")),
  );
}
