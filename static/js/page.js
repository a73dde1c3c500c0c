// Small helps on every page: focus on an error summary, menus that close, no double sending, doors that open by themselves.

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

// A page from the back-forward cache must be able to send again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// What opens at a moment is shown then without a hand; a room full of people asks within five seconds, not at once.
const LONGEST_TIMER = 2 ** 31 - 1;
const SPREAD = 5000;
const door = document.querySelector("[data-open]");
if (door) {
  const wait = Number(door.dataset.openIn) * 1000 + Math.random() * SPREAD;
  if (wait <= LONGEST_TIMER) setTimeout(() => location.replace(door.dataset.open), wait);
}
