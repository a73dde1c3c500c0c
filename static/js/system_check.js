// Tries out, on this device and this network, what the exam page will need; each finding in words that stand in the page.

const PATIENCE = 8000;
const ROUNDS = 5;
const QUICK = 500;
const BEARABLE = 2000;
const A_MINUTE = 60000;
const ROOMY = 1024;
const NARROWEST = 320;
const TRIAL = "system-check";

const list = document.querySelector("[data-checks]");
const address = list.dataset.clock;

const checks = {
  script: async () => ["good"],
  secure: async () => [window.isSecureContext ? "good" : "bad"],
  storage: async () => [(await keepsAndReturns()) ? "good" : "bad"],
  network: async () => answered.then(byNetwork),
  clock: async () => answered.then(byClock),
  screen: async () => {
    const width = window.innerWidth;
    return [width >= ROOMY ? "good" : width >= NARROWEST ? "warn" : "bad", String(width)];
  },
};
let answered;

function show(name, outcome, value = "") {
  const item = list.querySelector(`[data-check=${name}]`);
  item.dataset.outcome = outcome;
  for (const words of item.querySelectorAll("[data-when]")) {
    words.hidden = words.dataset.when !== outcome;
    const slot = words.querySelector("[data-value]");
    if (slot) slot.textContent = value;
  }
}

/** Writes into a database of its own, reads it back from a new connection, and takes it away again. */
async function keepsAndReturns() {
  const promised = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => reject(new Error("not kept"));
    });
  const open = () => {
    const request = indexedDB.open(TRIAL, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TRIAL);
    return promised(request);
  };
  const finished = (transaction) =>
    new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(new Error("not kept"));
    });
  try {
    const written = await open();
    const writing = written.transaction(TRIAL, "readwrite");
    writing.objectStore(TRIAL).put("kept", "trial");
    await finished(writing);
    written.close();
    const again = await open();
    const reading = again.transaction(TRIAL);
    const [kept] = await Promise.all([promised(reading.objectStore(TRIAL).get("trial")), finished(reading)]);
    again.close();
    await promised(indexedDB.deleteDatabase(TRIAL));
    return kept === "kept";
  } catch {
    return false;
  }
}

/** Several questions to the server, one after the other: how long each took, and how far its clock is from ours. */
async function rounds() {
  const found = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    try {
      const asked = performance.now();
      const wall = Date.now();
      const answer = await fetch(address, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
      const told = await answer.json();
      const took = performance.now() - asked;
      found.push({ took, ahead: wall + took / 2 - Date.parse(told.server_time) });
    } catch {
      found.push(null);
    }
  }
  return found;
}

function byNetwork(found) {
  const times = found.filter(Boolean).map((round) => round.took);
  if (times.length < ROUNDS) return ["bad", `${ROUNDS - times.length} / ${ROUNDS}`];
  const middle = times.sort((one, other) => one - other)[Math.floor(ROUNDS / 2)];
  const words = unit(Math.max(1, Math.round(middle)), "millisecond");
  return [middle < QUICK ? "good" : middle < BEARABLE ? "warn" : "bad_slow", words];
}

function byClock(found) {
  const heard = found.filter(Boolean).sort((one, other) => one.took - other.took);
  if (!heard.length) return ["unknown"];
  const ahead = heard[0].ahead;
  const size = Math.abs(ahead);
  if (size < A_MINUTE) return ["good", unit(Math.round(size / 1000), "second")];
  return [ahead > 0 ? "warn_fast" : "warn_slow", unit(Math.round(size / A_MINUTE), "minute")];
}

function unit(value, name) {
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: name, unitDisplay: "long" }).format(value);
}

async function run() {
  const whole = document.querySelector("[data-whole]");
  for (const words of whole.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== "busy";
  for (const name of Object.keys(checks)) show(name, "busy");
  answered = rounds();
  const outcomes = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const [outcome, value] = await check();
      show(name, outcome, value);
      return outcome;
    }),
  );
  const worst = outcomes.some((one) => one.startsWith("bad")) ? "bad" : outcomes.every((one) => one === "good") ? "good" : "warn";
  for (const words of whole.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== worst;
}

document.querySelector("[data-again]").addEventListener("click", run);
run();
