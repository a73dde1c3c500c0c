// Small helps on every page: focus on an error summary, menus that close, no double sending, nothing left of others.

import { tidy } from "./player/vault.js";
import { dress } from "./stacking.js";

const { person } = document.documentElement.dataset;
if (person !== undefined) tidy(person).catch(() => {}); // A browser without storage keeps nothing.

document.querySelector("[data-focus]")?.focus();

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

// What narrows a list stands open where there is room beside it.
for (const part of document.querySelectorAll("details[data-open-wide]")) part.open = matchMedia("(min-width: 992px)").matches;

// A page from the back-forward cache must be able to send again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

for (const table of document.querySelectorAll(".table-scroll .table:not(.coverage)")) dress(table);
