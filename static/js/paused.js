// Instead of the paper: looks every few seconds whether the clock goes on.

import { get, post } from "./player/server.js";

const LOOK_MS = 4000;

const place = document.querySelector("[data-pulse]");
const end = document.querySelector("[data-end]");

async function look() {
  try {
    if ((await get(place.dataset.pulse)).state !== "paused") location.reload();
  } catch (trouble) {
    if (trouble.kind === "sign_in") location.reload();
  }
}

end?.addEventListener("click", async () => {
  end.disabled = true;
  await post(end.dataset.end, {}).catch(() => (end.disabled = false));
  look();
});
setInterval(look, LOOK_MS);
