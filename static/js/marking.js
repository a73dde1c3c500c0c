// The examiner's desk: keys that choose levels, a running total, and a draft that is saved while one thinks.

const form = document.querySelector("#rubric");
const texts = form.dataset;
const criteria = [...form.querySelectorAll("[data-criterion]")];
const saveState = form.querySelector("[data-save-state]");
const keys = document.querySelector("#keys");
const keysOn = keys.querySelector("[data-keys-on]");
const PAUSE = 800;
const LONGEST_WAIT = 30;

document.body.classList.add("has-script");

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const chosen = (criterion) => criterion.querySelector("input[type=radio]:checked");
const undecided = () => criteria.filter((criterion) => !chosen(criterion));

// --- what stands on the page ---

function recount() {
  const marks = criteria.map((criterion) => Math.round(Number(chosen(criterion)?.dataset.marks ?? 0) * 100));
  form.querySelector("[data-total]").textContent = (marks.reduce((sum, mark) => sum + mark, 0) / 100).toFixed(2);
  const decided = criteria.length - undecided().length;
  form.querySelector("[data-progress-text]").textContent = fill(texts.progress, { decided, criteria: criteria.length });
  for (const place of document.querySelectorAll("[data-decided]")) place.textContent = `${decided} / ${criteria.length}`;
}

function say(text, bad = false) {
  saveState.textContent = text;
  saveState.classList.toggle("is-bad", bad);
}

// --- saving: one request at a time, each built on the state the server answered with ---

let changed = false;
let stale = false;
let timer = 0;
let running = null;
let wait = 2;

function draft() {
  const sent = { number: form.elements.number.value, version: Number(form.elements.version.value), levels: {}, comments: {} };
  for (const criterion of criteria) {
    const name = criterion.dataset.criterion;
    sent.levels[name] = chosen(criterion)?.value ?? "";
    sent.comments[name] = criterion.querySelector("textarea").value;
  }
  return sent;
}

function noteChange() {
  changed = true;
  recount();
  if (stale) return;
  say(texts.waiting);
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

function save() {
  clearTimeout(timer);
  running ??= send().finally(() => {
    running = null;
  });
  return running;
}

async function send() {
  while (changed && !stale) {
    changed = false;
    say(texts.saving);
    if (!(await delivered(draft()))) return;
  }
}

async function delivered(sent) {
  try {
    const answer = await fetch(texts.saveUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      body: JSON.stringify(sent),
    });
    if (answer.ok) {
      const state = await answer.json();
      form.elements.version.value = state.version;
      say(fill(texts.saved, { time: state.saved_at }));
      wait = 2;
      return true;
    }
    changed = true;
    if (answer.status < 500) {
      stale = true;
      say((await answer.json().catch(() => ({}))).message || texts.stale, true);
      return false;
    }
  } catch {
    changed = true;
  }
  say(fill(texts.failed, { seconds: wait }), true);
  timer = setTimeout(save, wait * 1000);
  wait = Math.min(wait * 2, LONGEST_WAIT);
  return false;
}

form.addEventListener("change", noteChange);
form.addEventListener("input", noteChange);
window.addEventListener("beforeunload", (event) => {
  if (changed && !leaving) event.preventDefault();
});

// --- signing off: only when everything is decided and saved ---

let leaving = false;

form.addEventListener("submit", async (event) => {
  if (leaving) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  await save();
  if (changed && !button?.hasAttribute("data-plain")) return;
  leaving = true;
  form.requestSubmit(button);
});

form.querySelector("[data-sign]").addEventListener("click", (event) => {
  const [first] = undecided();
  if (!first) return;
  event.preventDefault();
  goTo(first);
  say(fill(texts.open, { title: first.querySelector("legend").firstChild.textContent.trim() }), true);
});

window.addEventListener("pageshow", () => {
  leaving = false;
});

// --- keys ---

let current = criteria.find((criterion) => !chosen(criterion)) ?? criteria[0];

function mark(criterion) {
  for (const other of criteria) other.classList.toggle("is-current", other === criterion);
  current = criterion;
}

function goTo(criterion) {
  mark(criterion);
  (chosen(criterion) ?? criterion.querySelector("input[type=radio]")).focus({ preventScroll: true });
  criterion.scrollIntoView({ block: "nearest" });
}

function step(by) {
  goTo(criteria[Math.min(Math.max(criteria.indexOf(current) + by, 0), criteria.length - 1)]);
}

function choose(number) {
  const radio = current.querySelectorAll("input[type=radio]")[number - 1];
  if (!radio) return;
  radio.checked = true;
  radio.focus({ preventScroll: true });
  noteChange();
}

const ACTIONS = {
  n: () => step(1),
  p: () => step(-1),
  u: () => undecided()[0] && goTo(undecided()[0]),
  c: () => current.querySelector("textarea").focus(),
  s: () => form.querySelector("[data-sign]").focus(),
  "?": () => keys.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || keys.open) return;
  if (event.target.matches("textarea, input:not([type=radio])")) {
    if (event.key === "Escape" && event.target.matches("textarea")) goTo(current);
    return;
  }
  if (!keysOn.checked) return;
  const action = ACTIONS[event.key.toLowerCase()];
  if (/^[1-9]$/.test(event.key)) choose(Number(event.key));
  else if (action) action();
  else return;
  event.preventDefault();
});

form.addEventListener("focusin", (event) => {
  const criterion = event.target.closest("[data-criterion]");
  if (criterion) mark(criterion);
});
form.querySelector("[data-help]").addEventListener("click", () => keys.showModal());
keysOn.checked = localStorage.getItem("marking-keys") !== "off";
keysOn.addEventListener("change", () => localStorage.setItem("marking-keys", keysOn.checked ? "on" : "off"));
mark(current);
