// Tells the server what happens around the paper: the window left, copying, printing. The server says when; nothing acts by itself.

import { post } from "./server.js";

const EVERY_MS = 5000;
const MOST_AT_ONCE = 50;

/** `isWriting` says whether there is anything to tell of. */
export function watch(address, isWriting) {
  let waiting = [];
  let timer = null;
  let sentAt = -EVERY_MS;
  let isAway = false;

  const note = (what) => {
    if (!isWriting() || waiting.length >= MOST_AT_ONCE) return;
    waiting.push(what);
    timer ??= setTimeout(() => send(), Math.max(0, sentAt + EVERY_MS - performance.now()));
  };
  const away = (now) => {
    if (now !== isAway) note(now ? "focus_lost" : "focus_back");
    isAway = now;
  };

  async function send(options) {
    const seen = waiting;
    waiting = [];
    sentAt = performance.now();
    try {
      await post(address, { seen }, options);
    } catch {
      waiting = [...seen, ...waiting].slice(0, MOST_AT_ONCE);
    }
    timer = waiting.length ? setTimeout(() => send(), EVERY_MS) : null;
  }

  for (const going of ["beforeunload", "pagehide"]) window.addEventListener(going, () => waiting.length && send({ keepalive: true }));
  window.addEventListener("blur", () => away(true));
  window.addEventListener("focus", () => away(false));
  document.addEventListener("visibilitychange", () => away(document.hidden));
  document.addEventListener("fullscreenchange", () => note(document.fullscreenElement ? "fullscreen_back" : "fullscreen_left"));
  for (const copying of ["copy", "cut"]) document.addEventListener(copying, () => note("copied"));
  document.addEventListener("paste", () => note("pasted"));
  window.addEventListener("beforeprint", () => note("printed"));
}
