// Shows what is being written as a candidate would see it, and warns before unsaved changes are left.

const PAUSE = 350;
const form = document.querySelector("[data-editor]");
const place = document.querySelector("#preview");
let waiting = 0;
let asked = 0;
let changed = false;

form.addEventListener("input", () => {
  changed = true;
  clearTimeout(waiting);
  waiting = setTimeout(show, PAUSE);
});
form.addEventListener("submit", () => { changed = false; });
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

/** The newest answer counts; where none comes, what is shown stays. */
async function show() {
  const mine = ++asked;
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
    if (answer.ok && mine === asked) place.innerHTML = await answer.text();
  } catch {
    // Without a network the page can still be written on.
  }
}
