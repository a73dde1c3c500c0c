// The exam page: puts clock, saving and paper together and shows how things stand.

import { Announcements } from "./announcements.js";
import { Banner } from "./banner.js";
import { CaseStudy } from "./case.js";
import { Countdown, clockFace } from "./clock.js";
import { button, el, icon } from "./dom.js";
import { keepPaper, stateKeeper } from "./keeping.js";
import { Outbox } from "./outbox.js";
import { Practice } from "./practice.js";
import { Saving } from "./saving.js";
import { Theory } from "./theory.js";
import { Tools } from "./tools.js";
import { Kept } from "./tools_kept.js";
import { Vault } from "./vault.js";
import { watch } from "./watching.js";
import { inLanguage, language, onLanguage, otherLanguage, say, switchLanguage } from "./words.js";

const ZOOMS = [1, 1.15, 1.3, 1.5, 1.75];
const TIME_RETURNS_AT_MINUTES = 10;

const paper = JSON.parse(document.querySelector("#paper").textContent);
if (!paper.practice) history.replaceState(history.state, "", paper.urls.paper + location.hash); // The button may have brought it.
const titles = JSON.parse(document.querySelector("#titles").textContent);
const find = (id) => document.getElementById(id);
const room = {
  title: find("player-title"), head: find("player-head"), time: find("time"), hide: find("time-hide"), save: find("save"),
  progress: find("progress"), banner: find("banner"), spoken: find("spoken"), tools: find("tools"), main: find("paper-page"),
  aside: find("navigator"), bar: find("bar"), help: find("help"), rest: find("rest"),
};

let timeHidden = false;
let shortcuts = true;
let writable = null;

const clock = new Countdown({
  remainingMs: paper.remaining_ms,
  onTick: showTime,
  onWarning: warn,
  onOver: timeIsUp,
  onDrift: () => saving.sync(),
  onMore: () => (room.spoken.textContent = say("moreTime", { minutes: Math.floor(clock.left() / 60000) })),
});
const vault = paper.practice ? null : await Vault.open(paper.attempt, paper.owner);
const outbox = await new Outbox(paper.attempt, vault).open();
const kept = await vault?.state().catch(() => null);
const otherPages = "BroadcastChannel" in window ? new BroadcastChannel(`attempt-${paper.attempt}`) : null;
const announcements = new Announcements(find("announcements"), paper.urls.announcements);
const saving = new (paper.practice ? Practice : Saving)({
  paper,
  urls: paper.urls,
  outbox,
  clock,
  onStatus: showStatus,
  onKnown: stateKeeper(vault),
  onAnswers: () => page.render(),
  onBack: (count) => {
    banner.back(count);
    keepPaper(vault, paper, find("player").dataset.worker);
  },
  onClaimed: () => otherPages?.postMessage("claimed"),
  onLost: (entries) => banner.lose(entries),
  onAnnouncement: (newest) => announcements.heard(newest),
  onClosed: leave,
});
const banner = new Banner({ root: room.banner, paper, saving, clock });
// Pages of the same browser tell each other at once who writes; across devices the server does at the next save.
if (otherPages) otherPages.onmessage = () => saving.sync();
const made = await new Kept(vault).open();
const tools = new Tools({ panel: find("tool-panel"), spoken: room.spoken, kept: made, hasCalculator: paper.calculator, onChange: () => page.render() });
const Kind = paper.case ? CaseStudy : Theory;
const page = new Kind({ root: room.main, aside: room.aside, bar: room.bar, paper, saving, tools, vault, onProgress: showProgress });

document.body.classList.toggle("is-case", Boolean(paper.case));
document.body.dataset.zoom = paper.text_size;
onLanguage(renderAll);
renderAll();
clock.start();
setUpKeys();
if (kept) saving.begin(kept);
keepPaper(vault, paper, find("player").dataset.worker);
document.addEventListener("fullscreenchange", () => {
  const wasThere = room.tools.contains(document.activeElement);
  renderTools();
  if (wasThere) find("full-screen").focus(); // Whoever leaves it by a key goes on where they write.
});
find("skip").addEventListener("click", () => room.main.focus());
window.addEventListener("beforeunload", (event) => {
  if (saving.mode === "writing" && saving.unsaved) event.preventDefault();
});
if (!paper.practice) watch(paper.urls.observations, () => saving.mode === "writing");
await saving.claim();

// --- the frame ---

function renderAll() {
  const title = inLanguage(titles) || say("examTitle");
  room.title.textContent = title;
  document.title = `${title} · ${say("product")}`;
  room.hide.replaceChildren(icon(timeHidden ? "eye" : "eye-off"), el("span", { class: "visually-hidden" }, say(timeHidden ? "timeShow" : "timeHide")));
  find("time-label").textContent = say("timeLeft");
  find("skip").textContent = say("skip");
  renderTools();
  page.render();
  announcements.render();
  showTime(clock.left());
  showStatus();
}

function renderTools() {
  const tool = (label, content, onclick, attributes = {}) =>
    el("button", { type: "button", class: "tool", title: label, onclick, ...attributes }, el("span", { class: "visually-hidden" }, label), content);
  room.tools.replaceChildren(
    tool(say("textSmaller"), icon("text-decrease"), () => zoom(-1)),
    tool(say("textLarger"), icon("text-increase"), () => zoom(1)),
    el("button", { type: "button", class: "tool tool-words", lang: otherLanguage() === "zh" ? "zh-CN" : "en", onclick: () => changeLanguage() }, icon("language"), otherLanguage() === "zh" ? "中文" : "English"),
    tools.opener(),
    ...(document.fullscreenEnabled ? [tool(say(document.fullscreenElement ? "fullScreenLeave" : "fullScreen"), icon(document.fullscreenElement ? "minimize" : "maximize"), fillScreen, { id: "full-screen" })] : []),
    tool(say("help"), icon("help-circle"), showHelp),
  );
}

function changeLanguage() {
  switchLanguage();
  room.tools.querySelector(".tool-words").focus();
}

/** Offered, never asked for: whoever leaves it goes on writing, and the watch tells that it was left. */
function fillScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => {});
}

function zoom(step) {
  const now = ZOOMS.indexOf(Number(document.body.dataset.zoom ?? 1));
  const next = ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, now + step))];
  document.body.dataset.zoom = next;
  room.spoken.textContent = say("textSize", { percent: Math.round(next * 100) });
}

function showProgress(answered, total) {
  room.progress.replaceChildren(
    ...(paper.case
      ? []
      : [
          el("span", {}, say("progress", { answered, total })),
          el("progress", { class: "meter", max: total, value: answered, "aria-hidden": "true" }),
        ]),
  );
}

// --- time ---

function showTime(left) {
  room.time.textContent = timeHidden ? "––:––" : clockFace(left);
  room.head.classList.toggle("is-short", left <= 5 * 60000);
}

room.hide.addEventListener("click", () => {
  timeHidden = !timeHidden;
  renderAll();
});

function warn(minutes) {
  if (minutes <= TIME_RETURNS_AT_MINUTES) timeHidden = false;
  room.spoken.textContent = say(minutes === 1 ? "warningOne" : "warning", { minutes });
  room.head.dataset.warned = minutes;
  renderAll();
}

async function timeIsUp() {
  if (saving.mode === "closed" || saving.handingIn) return;
  const heard = await saving.sync();
  if (saving.mode === "closed" || clock.left() > 0) return;
  if (!heard) clock.notYetSure();
  else if (saving.mode === "writing") await saving.handIn();
  showStatus();
}

async function leave({ why, receipt = paper.urls.receipt, unsaved = 0 }) {
  banner.close({ why, receipt, unsaved });
  page.render();
  showStatus();
  await vault?.forget({ entries: !unsaved });
  if (why === "handed_in" && !unsaved) location.assign(receipt);
}

room.rest.addEventListener("click", () => saving.rest(paper.urls.take_break));

// --- how saving stands ---

function showStatus() {
  if (typeof page === "undefined") return;
  if (writable !== saving.canWrite) {
    writable = saving.canWrite;
    page.render();
  }
  document.body.classList.toggle("is-paused", saving.mode === "paused");
  room.rest.hidden = saving.mode !== "writing" || saving.handingIn || !saving.breakMinutes;
  room.rest.textContent = say("breakTake", { minutes: saving.breakMinutes });
  const [tone, name, words] = saveWords();
  room.save.className = `save tone-${tone}`;
  room.save.replaceChildren(icon(name), el("span", {}, words));
  room.save.dataset.state = tone;
  banner.show();
}

function saveWords() {
  if (paper.practice) return ["plain", "info-circle", say("practiceUnsaved")];
  if (saving.mode === "closed") return ["plain", "lock", say("closed")];
  if (saving.mode === "elsewhere") return ["warn", "lock", say("readOnly")];
  if (saving.mode === "paused") return ["info", "player-pause", say("paused")];
  if (saving.handingIn) return ["info", "send", say("handingIn")];
  if (saving.trouble) return ["bad", "cloud-off", say("notSaved")];
  if (saving.mode === "connecting") return ["info", "refresh", say("connecting")];
  if (saving.unsaved) return ["info", "refresh", say("saving")];
  return ["good", "cloud-check", say("saved", { time: timeOfDay(saving.savedAt) })];
}

function timeOfDay(moment) {
  return moment ? moment.toLocaleTimeString(language() === "zh" ? "zh-CN" : "en-GB", { hour12: false, timeZone: paper.zone }) : "";
}

// --- keys, help, other pages of the same attempt ---

function setUpKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") return page.navigator?.toggle(false);
    const target = event.target;
    const writes = target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (writes || !shortcuts) return;
    if (event.key === "?") showHelp();
    else if (!page.key(event)) return;
    event.preventDefault();
  });
}

function showHelp() {
  const rows = paper.case ? [] : [["1–9, A–E", "keyChoose"], ["← → / P N", "keyMove"], ["F", "keyFlag"], ["?", "keyHelp"]];
  room.help.replaceChildren(
    el("h2", { id: "help-title" }, say("help")),
    el("ul", {}, ["helpSaving", "helpOffline", "helpTime"].map((name) => el("li", {}, say(name)))),
    rows.length ? el("h3", {}, say("keys")) : "",
    rows.length ? el("dl", { class: "keys" }, rows.map(([keys, name]) => el("div", {}, el("dt", {}, el("kbd", {}, keys)), el("dd", {}, say(name))))) : "",
    rows.length
      ? el("label", { class: "choice" }, el("input", { type: "checkbox", checked: shortcuts, onchange: (event) => (shortcuts = event.target.checked) }), el("span", {}, say("keysOn")))
      : "",
    el("div", { class: "form-actions" }, button(say("close"), { tone: "primary", onclick: () => room.help.close() })),
  );
  room.help.showModal();
}
