// While a job is at something, its page shows how far that is, and itself anew when it is done.

const ASK_EVERY = 1000;

const place = document.querySelector("[data-progress]");
const asking = place && setInterval(ask, ASK_EVERY);

async function ask() {
  try {
    const answer = await fetch(place.dataset.progress, { cache: "no-store", redirect: "manual" });
    const told = await answer.json();
    if (!told.under_way) {
      clearInterval(asking);
      return location.reload();
    }
    const words = place.querySelector("[data-made]");
    const bar = place.querySelector("progress");
    bar.max = told.wanted || 1;
    bar.value = told.made;
    words.textContent = words.dataset.made.replace("{made}", told.made).replace("{wanted}", told.wanted);
  } catch {
    // Asked again in a second.
  }
}
