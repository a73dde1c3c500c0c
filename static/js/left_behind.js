// On the receipt: what of this paper did not reach the server is still here, as a file for the invigilator; else nothing is.

import { saveAnswerFile } from "./player/answer_file.js";
import { same } from "./player/dom.js";
import { Vault, tidy } from "./player/vault.js";

const place = document.querySelector("[data-left-behind]");
const paper = JSON.parse(place.querySelector("script").textContent);
const vault = await Vault.open(paper.attempt);

if (vault) {
  const received = new Set(paper.received);
  const entries = await vault.entries();
  const newest = new Map(entries.map((entry) => [entry.slot, entry]));
  const isThere = ({ id, slot }) => received.has(id) || same(newest.get(slot).value, paper.stored[slot]);
  await vault.removeEntries(entries.filter(isThere).map(({ id }) => id));
  const left = entries.filter((entry) => !isThere(entry));
  if (left.length && paper.file_key) {
    place.hidden = false;
    place.querySelector("[data-count]").textContent = new Set(left.map(({ slot }) => slot)).size;
    place.querySelector("button").addEventListener("click", () => saveAnswerFile(paper, left));
  } else {
    await vault.forget({ entries: true });
    await tidy(document.documentElement.dataset.person);
  }
}
