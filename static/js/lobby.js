// The lobby counts down to the door by the server's clock, and shows itself anew as soon as anything on it has changed.

import { Countdown, clockFace } from "./player/clock.js";
import "./own_time.js";

const DAY = 86400000;
const HOUR = 3600000;
const ASK_EVERY = 30000;
const ASK_AT_DOOR = 4000;
const LONGEST_WAIT = 30000;
const SPREAD = 5000;
const PATIENCE = 10000;

const lobby = document.querySelector("[data-countdown]");
if (lobby) count(lobby);

function count(place) {
  const { address, edition, remaining, soon, over, away } = place.dataset;
  const face = place.querySelector("[data-face]");
  const spoken = place.querySelector("[data-spoken]");
  const state = place.querySelector("[data-state]");
  let failed = 0;

  const clock = new Countdown({
    remainingMs: Number(remaining),
    onTick: (left) => {
      const words = inWords(left);
      if (face.textContent !== words) face.textContent = words;
    },
    onWarning: (minutes) => {
      spoken.textContent = soon.replace("{time}", unit(minutes, "minute"));
    },
    onDrift: ask,
    // A room full of people asks within five seconds, not at once.
    onOver: () => {
      state.textContent = over;
      setTimeout(ask, Math.random() * SPREAD);
    },
  });

  async function ask() {
    const asked = performance.now();
    try {
      const options = { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
      const answer = await fetch(address, { headers: { Accept: "application/json" }, ...options });
      if ([401, 404].includes(answer.status)) return location.reload();
      if (!answer.ok) throw new Error(answer.statusText);
      const told = await answer.json();
      if (told.edition !== edition) return location.reload();
      state.textContent = "";
      clock.correct(told, asked);
      failed = 0;
    } catch {
      failed += 1;
      state.textContent = away;
    }
    if (clock.left() <= 0) clock.notYetSure();
    return undefined;
  }

  async function goOn() {
    await ask();
    setTimeout(goOn, Math.min(Math.max(every, LONGEST_WAIT), every * 2 ** failed));
  }

  clock.start();
  // Whoever waits to be let in goes on as soon as that has happened.
  const every = edition.includes("not_released") ? ASK_AT_DOOR : ASK_EVERY;
  goOn();
}

/** Days and hours while it is far, then a clock's face. */
function inWords(left) {
  if (left < DAY) return clockFace(left);
  const hours = Math.floor(left / HOUR);
  return `${unit(Math.floor(hours / 24), "day")} ${unit(hours % 24, "hour")}`;
}

function unit(value, name) {
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: name, unitDisplay: "long" }).format(value);
}
