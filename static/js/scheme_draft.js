// Leads from a mistake to its line in the text of a draft, and warns before unsaved changes are left.

const source = document.querySelector("[data-source]");

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  if (!link || !source) return;
  event.preventDefault();
  const lines = source.value.split("\n");
  const at = Number(link.dataset.line) - 1;
  const start = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
  source.focus();
  source.setSelectionRange(start, start + (lines[at] ?? "").length);
  source.scrollTop = Math.max(0, at - 5) * (source.scrollHeight / lines.length);
});

let saved = source?.value;
source?.form.addEventListener("submit", () => {
  saved = source.value;
});
window.addEventListener("beforeunload", (event) => {
  if (source && source.value !== saved) event.preventDefault();
});
