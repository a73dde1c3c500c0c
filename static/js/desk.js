// The invigilator's desk: asks every few seconds how everybody stands and changes only what is different.

import { dress } from "./stacking.js";

const ASK_EVERY = 3000;
const LONGEST_WAIT = 12000;
const PATIENCE = 8000;
const FIRST = 30;
const GROUPS = {
  before: ["not_here", "at_door", "released", "late", "absent"],
  writing: ["writing", "lost"],
  lost: ["lost"],
  standing: ["paused", "resting"],
  finished: ["handed_in", "voided"],
};

const desk = document.querySelector("[data-desk]");
if (desk) watch();

function watch() {
  const find = (id) => document.getElementById(id);
  const { desk: address, sitting, left, log, away, fresh, shown, more } = desk.dataset;
  const lines = new Map([...desk.querySelectorAll("tr[data-entry]")].map((row) => [row.dataset.entry, line(row)]));
  const piece = (kind, name) => desk.querySelector(`template[data-${kind}="${name}"]`).content.cloneNode(true);
  const search = find("find");
  const chips = [...desk.querySelectorAll("[data-show]")];
  const state = { show: "", words: "", ...JSON.parse(sessionStorage.getItem(`desk-${sitting}`) ?? "{}") };
  let asOf = null;
  let known = "";
  let failed = 0;

  search.value = state.words;
  search.addEventListener("input", () => keep({ words: search.value }));
  for (const chip of chips) chip.addEventListener("click", () => keep({ show: chip.dataset.show }));
  find("attention-more").addEventListener("click", () => keep({ show: "attention", words: (search.value = "") }));
  setUpForm(lines);
  setUpKeys(search, lines);
  narrow();
  ask();

  function keep(change) {
    Object.assign(state, change);
    sessionStorage.setItem(`desk-${sitting}`, JSON.stringify(state));
    narrow();
  }

  async function ask() {
    try {
      const answer = await hear(address, "application/json");
      if ([401, 404].includes(answer.status)) return location.reload(); // It is not theirs to see any more.
      if (!answer.ok) throw new Error(answer.statusText);
      const told = await answer.json();
      await seat(told.rows.map((row) => row.entry));
      show(told);
      failed = 0;
    } catch {
      failed += 1;
      find("desk-fresh").textContent = away.replace("{time}", asOf ?? "–");
    }
    setTimeout(ask, Math.min(LONGEST_WAIT, (document.hidden ? 4 : 1) * ASK_EVERY * 2 ** failed));
    return undefined;
  }

  function hear(from, type) {
    return fetch(from, { headers: { Accept: type }, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  }

  /** Who has come gets a line, who has left loses theirs; the others, their ticks and what is being written stay. */
  async function seat(here) {
    if (here.length === lines.size && here.every((entry) => lines.has(entry))) return;
    const answer = await hear(location.pathname, "text/html");
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const table = desk.querySelector("table");
    for (const [entry, { element }] of lines) if (!here.includes(entry)) element.remove();
    const now = here.map((entry, at) => {
      if (lines.has(entry)) return [entry, lines.get(entry)];
      const row = document.adoptNode(page.querySelector(`tr[data-entry="${entry}"]`));
      table.tBodies[0].insertBefore(row, table.tBodies[0].rows[at] ?? null);
      return [entry, line(row)];
    });
    lines.clear();
    for (const [entry, seen] of now) lines.set(entry, seen);
    dress(table);
  }

  function show(told) {
    asOf = timeOf(told.server_time);
    for (const row of told.rows) change(lines.get(row.entry), row);
    const said = fresh.replace("{time}", asOf);
    find("desk-fresh").textContent = said;
    for (const { number, seen } of told.announcements) {
      const place = desk.querySelector(`[data-announced="${number}"]`);
      if (place) place.textContent = place.dataset.words.replace("{count}", seen);
    }
    narrow();
    attend();
  }

  /** One line of the table; cells that say the same stay untouched. */
  function change(seen, row) {
    const was = seen.row;
    seen.row = row;
    seen.element.dataset.place = row.place;
    seen.element.dataset.incident = row.incident ?? "";
    if (was?.place !== row.place) seen.state.replaceChildren(piece("badge", row.place));
    if (was?.connection !== row.connection) seen.connection.replaceChildren(...(row.connection ? [piece("mark", row.connection)] : []));
    if (was?.incident !== row.incident) seen.alarm.replaceChildren(...(row.incident ? [alarm(row)] : []));
    if (was?.answered !== row.answered) {
      seen.answered.textContent = row.answered;
      seen.meter.value = row.answered;
    }
    if (was?.saved_at !== row.saved_at) seen.saved.textContent = row.saved_at ? timeOf(row.saved_at) : "–";
    if (was?.ends_at !== row.ends_at) seen.ends.textContent = row.ends_at ? timeOf(row.ends_at) : "";
    const minutes = row.remaining_ms === null ? "–" : left.replace("{minutes}", Math.floor(row.remaining_ms / 60000));
    if (seen.left.textContent !== minutes) seen.left.textContent = minutes;
  }

  function alarm(row) {
    const link = document.createElement("a");
    link.className = "tag tone-bad";
    link.href = `${log}#incident-${row.incident}`;
    link.append(piece("kind", row.incident_kind));
    return link;
  }

  /** Show whom the search and the filter mean, and how many each filter would show. */
  function narrow() {
    const wanted = state.words.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let visible = 0;
    for (const { element } of lines.values()) {
      const isMeant = wanted.every((word) => (/^\d{1,3}$/.test(word) ? element.dataset.find.split(" ")[0] === word : element.dataset.find.includes(word)));
      element.hidden = !(isMeant && isIn(state.show, element));
      visible += !element.hidden;
    }
    for (const chip of chips) {
      chip.setAttribute("aria-pressed", String(chip.dataset.show === state.show));
      chip.querySelector("[data-count]").textContent = [...lines.values()].filter(({ element }) => isIn(chip.dataset.show, element)).length;
    }
    search.setAttribute("title", shown.replace("{shown}", visible).replace("{all}", lines.size));
  }

  /** Who needs somebody now, above everything else: first what was reported, then who lost the connection. */
  function attend() {
    const all = [...lines.values()].filter(({ element }) => isIn("attention", element));
    all.sort((one, other) => Boolean(other.row.incident) - Boolean(one.row.incident));
    const now = all.map(({ row }) => `${row.entry} ${row.incident} ${row.place}`).join();
    if (now === known) return;
    known = now;
    find("attention").hidden = !all.length;
    find("attention-list").replaceChildren(...all.slice(0, FIRST).map(item));
    find("attention-more").hidden = all.length <= FIRST;
    find("attention-more").textContent = more.replace("{count}", all.length - FIRST);
  }

  function item({ element, row }) {
    const li = document.createElement("li");
    const go = document.createElement("a");
    go.href = `#${element.id}`;
    go.textContent = `${element.querySelector("[data-seat]").textContent} · ${element.querySelector("th a").textContent}`;
    go.addEventListener("click", (event) => {
      event.preventDefault();
      keep({ show: "", words: (search.value = "") });
      const box = element.querySelector("input");
      box.checked = true;
      box.dispatchEvent(new Event("change", { bubbles: true }));
      box.focus();
      element.scrollIntoView({ block: "center" });
    });
    li.append(go, " ", row.incident ? alarm(row) : piece("badge", row.place));
    return li;
  }
}

function line(element) {
  const part = (name) => element.querySelector(`[data-${name}]`);
  return {
    element, row: null, state: part("state"), connection: part("connection"), alarm: part("alarm"),
    answered: part("answered"), meter: element.querySelector("progress"), saved: part("saved"), left: part("left"), ends: part("ends"),
  };
}

function isIn(group, { dataset: { place, incident } }) {
  if (!group) return true;
  return group === "attention" ? Boolean(incident) || place === "lost" : GROUPS[group].includes(place);
}

function timeOf(moment) {
  return new Date(moment).toLocaleTimeString("en-GB", { timeZone: "Asia/Shanghai" });
}

/** The panel shows what the chosen action needs, and for how many it is. */
function setUpForm(lines) {
  const form = document.getElementById("desk-form");
  const action = form.elements.change;
  const count = document.getElementById("chosen");
  const boxes = () => [...lines.values()].map(({ element }) => element.querySelector("input"));
  const tell = () => (count.textContent = count.dataset.words.replace("{count}", boxes().filter((box) => box.checked).length));
  const fit = () => {
    for (const part of form.querySelectorAll("[data-only]")) part.hidden = !part.dataset.only.split(" ").includes(action.value);
  };
  const choose = (which) => {
    for (const { element } of lines.values()) element.querySelector("input").checked = which(element);
    tell();
  };
  action.addEventListener("change", fit);
  document.addEventListener("change", (event) => event.target.name === "entry" && tell());
  document.getElementById("choose-shown").addEventListener("click", () => choose((element) => !element.hidden));
  document.getElementById("choose-none").addEventListener("click", () => choose(() => false));
  fit();
  tell();
}

/** "/" goes to the search; from a box the arrows go to the next one that is shown. */
function setUpKeys(search, lines) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const writes = event.target.matches("input:not([type=checkbox]), textarea, select");
    if (event.key === "/" && !writes) {
      event.preventDefault();
      return search.focus();
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.target.name !== "entry") return undefined;
    const boxes = [...lines.values()].filter(({ element }) => !element.hidden).map(({ element }) => element.querySelector("input"));
    event.preventDefault();
    return boxes[boxes.indexOf(event.target) + by]?.focus();
  });
}
