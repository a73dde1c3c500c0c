// The exam page: puts clock, saving and paper together and shows how things stand.

import { CaseStudy } from "./case.js";
import { Countdown, clockFace } from "./clock.js";
import { button, el, icon } from "./dom.js";
import { Outbox } from "./outbox.js";
import { Saving } from "./saving.js";
import { Theory } from "./theory.js";
import { inLanguage, language, onLanguage, otherLanguage, say, switchLanguage } from "./words.js";

const ZOOMS = [1, 1.15, 1.3, 1.5, 1.75];
const BACK_WORDS_MS = 8000;
const TIME_RETURNS_AT_MINUTES = 10;

const paper = JSON.parse(document.querySelector("#paper").textContent);
const titles = JSON.parse(document.querySelector("#titles").textContent);
const find = (id) => document.getElementById(id);
const room = {
  title: find("player-title"), head: find("player-head"), time: find("time"), hide: find("time-hide"), save: find("save"),
  progress: find("progress"), banner: find("banner"), spoken: find("spoken"), tools: find("tools"), main: find("paper-page"),
  aside: find("navigator"), bar: find("bar"), help: find("help"), rest: find("rest"),
};

let timeHidden = false;
let shortcuts = true;
let backWords = null;
let lost = [];
let closed = null;
let writable = null;

const clock = new Countdown({
  remainingMs: paper.remaining_ms,
  onTick: showTime,
  onWarning: warn,
  onOver: timeIsUp,
  onDrift: () => saving.sync(),
  onMore: () => (room.spoken.textContent = say("moreTime", { minutes: Math.floor(clock.left() / 60000) })),
});
const outbox = await new Outbox(paper.attempt).open();
const otherPages = "BroadcastChannel" in window ? new BroadcastChannel(`attempt-${paper.attempt}`) : null;
const saving = new Saving({
  urls: paper.urls,
  outbox,
  clock,
  onStatus: showStatus,
  onAnswers: () => page.render(),
  onBack: showBack,
  onClaimed: () => otherPages?.postMessage("claimed"),
  onLost: (entries) => {
    lost = entries;
    showStatus();
  },
  onClosed: leave,
});
// Pages of the same browser tell each other at once who writes; across devices the server does at the next save.
if (otherPages) otherPages.onmessage = () => saving.sync();
const Kind = paper.case ? CaseStudy : Theory;
const page = new Kind({ root: room.main, aside: room.aside, bar: room.bar, paper, saving, onProgress: showProgress });

document.body.classList.toggle("is-case", Boolean(paper.case));
document.body.dataset.zoom = paper.text_size;
onLanguage(renderAll);
renderAll();
clock.start();
setUpKeys();
find("skip").addEventListener("click", () => room.main.focus());
window.addEventListener("beforeunload", (event) => {
  if (saving.mode === "writing" && saving.unsaved) event.preventDefault();
});
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
    tool(say("help"), icon("help-circle"), showHelp),
  );
}

function changeLanguage() {
  switchLanguage();
  room.tools.querySelector(".tool-words").focus();
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
  await saving.sync();
  if (saving.mode === "closed") return;
  if (clock.left() > 0) return;
  if (saving.trouble) clock.notYetSure();
  else if (saving.mode === "writing") await saving.handIn();
  showStatus();
}

function leave({ why, receipt, unsaved = 0 }) {
  closed = { why, receipt: receipt ?? paper.urls.receipt, unsaved };
  page.render();
  showStatus();
  if (why === "handed_in" && !unsaved) location.assign(closed.receipt ?? location.pathname);
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
  showBanner();
}

function saveWords() {
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

/** What needs to be said aloud, once; the banner is written anew only when its words change. */
function showBanner() {
  const parts = bannerParts();
  const key = JSON.stringify([language(), parts?.key ?? null]);
  if (room.banner.dataset.key === key) return;
  room.banner.dataset.key = key;
  room.banner.replaceChildren(
    ...(parts
      ? [el("div", { class: `notice tone-${parts.tone}` }, icon(parts.icon), el("div", {}, el("strong", {}, parts.title), parts.text ? el("p", {}, parts.text) : null, parts.action ?? null))]
      : []),
  );
  if (saving.notYet) room.banner.scrollIntoView({ block: "center" });
}

function bannerParts() {
  const count = saving.unsaved;
  if (closed) return closedBanner();
  if (saving.mode === "elsewhere") {
    const action = button(say("continueHere"), { icon: "device-laptop", tone: "primary", onclick: () => saving.claim() });
    return { key: "elsewhere", tone: "warn", icon: "device-laptop", title: say("elsewhereTitle"), text: say("elsewhereText"), action };
  }
  if (saving.mode === "paused") {
    const action = saving.isBreak ? button(say("breakEnd"), { icon: "player-play", tone: "primary", onclick: () => saving.rest(paper.urls.end_break) }) : null;
    return { key: ["paused", saving.isBreak], tone: "info", icon: "player-pause", title: say("pausedTitle"), text: say(saving.isBreak ? "breakText" : "pausedText"), action };
  }
  if (saving.trouble === "sign_in") {
    const next = encodeURIComponent(location.pathname);
    const action = el("a", { class: "btn btn-primary", href: `${paper.urls.sign_in ?? "/sign-in"}?next=${next}`, target: "_blank", rel: "noopener" }, icon("login"), say("signIn"));
    return { key: "sign_in", tone: "bad", icon: "lock", title: say("signInTitle"), text: say("signInText"), action };
  }
  if (saving.trouble === "refused") {
    return { key: ["refused", saving.words], tone: "bad", icon: "alert-triangle", title: say("refusedTitle"), text: saving.words };
  }
  if (saving.trouble) {
    const over = clock.left() <= 0;
    const title = say(saving.handingIn ? "offlineHandIn" : over ? "offlineOver" : "offlineTitle");
    const waiting = count ? say("offlineCount", { count }) : say("offlineNothing");
    return { key: ["offline", over, saving.handingIn, count], tone: "warn", icon: "wifi-off", title, text: `${waiting} ${say(over ? "offlineOverText" : "offlineText")}` };
  }
  if (lost.length) {
    const texts = lost.filter((entry) => entry.value.text).map((entry) => el("textarea", { class: "form-control", readonly: true, rows: "4", "aria-label": say("lostText") }, entry.value.text));
    const done = button(say("understood"), { onclick: () => {
      lost = [];
      showStatus();
    } });
    return { key: ["lost", lost.length], tone: "info", icon: "info-circle", title: say("lostTitle"), text: say("lostLead"), action: el("div", {}, texts, done) };
  }
  if (saving.notYet) return { key: saving.notYet, tone: "warn", icon: "clock", title: saving.notYet };
  if (backWords) return { key: backWords.name + backWords.count, tone: "good", icon: "circle-check", title: say(backWords.name, { count: backWords.count }) };
  return null;
}

function closedBanner() {
  const action = el("a", { class: "btn btn-primary", href: closed.receipt ?? location.pathname }, say("toReceipt"));
  const late = closed.unsaved > 0;
  const title = say(closed.why === "late" ? "lateTitle" : "handedInTitle");
  const text = late ? say("lateUnsaved", { count: closed.unsaved }) : say("lateText");
  return { key: ["closed", closed.why, closed.unsaved], tone: late ? "warn" : "info", icon: "lock", title, text, action };
}

function showBack(count) {
  backWords = { name: count ? "backSaved" : "backNothing", count };
  showStatus();
  setTimeout(() => {
    backWords = null;
    showStatus();
  }, BACK_WORDS_MS);
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
