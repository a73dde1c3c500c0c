// Handing in a paper: the chosen photo is shown and can be turned before it is sent.

const HEIC = /\.(heic|heif)$/i;

for (const form of document.querySelectorAll("[data-paper]")) prepare(form);

function prepare(form) {
  const file = form.querySelector("input[type=file]");
  const turn = form.querySelector("input[name=turn]");
  const before = form.querySelector("[data-before]");
  const picture = form.querySelector("[data-picture]");
  const said = form.querySelector("[data-said]");
  let address = null;

  file.addEventListener("change", look);
  picture.addEventListener("load", () => { before.hidden = false; });
  form.querySelector("[data-rotate]").addEventListener("click", () => setTurn((Number(turn.value) + 1) % 4));
  if (file.files.length) look(); // chosen before this programme had come

  function look() {
    if (address) URL.revokeObjectURL(address);
    address = null;
    before.hidden = true;
    said.textContent = "";
    setTurn(0);
    const chosen = file.files[0];
    if (!chosen) return;
    const problem = problemOf(chosen, form.dataset);
    if (problem) {
      file.value = "";
      said.textContent = problem;
    } else if (chosen.type.startsWith("image/")) {
      address = URL.createObjectURL(chosen);
      picture.src = address;
    } else {
      said.textContent = form.dataset.document;
    }
  }

  function setTurn(quarters) {
    turn.value = quarters;
    picture.dataset.turn = quarters;
  }
}

function problemOf(chosen, words) {
  if (HEIC.test(chosen.name) || chosen.type.startsWith("image/hei")) return words.heic;
  return chosen.size > Number(words.most) ? words.tooLarge : "";
}
