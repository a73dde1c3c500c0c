// On the receipt: what of this paper did not reach the server is still here, as a file for the invigilator; else nothing is.

import { saveAnswerFile } from "./player/answer_file.js";
import { Vault, tidy } from "./player/vault.js";

const place = document.querySelector("[data-left-behind]");
const paper = JSON.parse(place.querySelector("script").textContent);
const vault = await Vault.open(paper.attempt);

if (vault) {
  const received = new Set(paper.received);
  const entries = await vault.entries();
  await vault.removeEntries(entries.map(({ id }) => id).filter((id) => received.has(id)));
  const left = entries.filter(({ id }) => !received.has(id));
  if (left.length) {
    place.hidden = false;
    place.querySelector("[data-count]").textContent = new Set(left.map(({ slot }) => slot)).size;
    place.querySelector("button").addEventListener("click", () => saveAnswerFile(paper, left));
  } else {
    await vault.forget({ entries: true });
    await tidy(document.documentElement.dataset.person);
  }
}
