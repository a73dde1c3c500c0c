// Instead of the paper: looks every few seconds whether the clock goes on.

import { Announcements } from "./player/announcements.js";
import { get, post } from "./player/server.js";

const LOOK_MS = 4000;

const place = document.querySelector("[data-pulse]");
const end = document.querySelector("[data-end]");

const said = document.getElementById("announcements");
const announcements = new Announcements(said, said.dataset.announcements);

async function look() {
  try {
    const told = await get(place.dataset.pulse);
    if (told.state !== "paused") return location.reload();
    announcements.heard(told.announcement);
  } catch (trouble) {
    if (trouble.kind === "sign_in") location.reload();
  }
  return undefined;
}

end?.addEventListener("click", async () => {
  end.disabled = true;
  await post(end.dataset.end, {}).catch(() => (end.disabled = false));
  look();
});
setInterval(look, LOOK_MS);
