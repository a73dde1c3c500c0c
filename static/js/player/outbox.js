// What was entered but not yet acknowledged, kept in the browser's database until the server has it.

import { randomId, same } from "./dom.js";

const STORE = "entries";

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openDatabase() {
  const request = indexedDB.open("answers", 1);
  request.onupgradeneeded = () => {
    const store = request.result.createObjectStore(STORE, { keyPath: "id" });
    store.createIndex("attempt", "attempt");
  };
  return asPromise(request);
}

/** An entry as the server hears it. */
export function wire({ seq, slot, value }) {
  return { seq, slot, value };
}

export class Outbox {
  nextSeq = 1;
  #attempt;
  #database = null;
  #entries = new Map();
  #order = 0;

  constructor(attempt) {
    this.#attempt = attempt;
  }

  /** Read what an earlier page left; without a database (private windows) the page's memory must do. */
  async open() {
    try {
      this.#database = await openDatabase();
      const store = this.#database.transaction(STORE).objectStore(STORE);
      const left = await asPromise(store.index("attempt").getAll(this.#attempt));
      left.sort((one, other) => one.at - other.at || one.order - other.order);
      for (const entry of left) this.#entries.set(entry.id, { ...entry, seq: null });
    } catch {
      this.#database = null;
    }
    return this;
  }

  get size() {
    return this.#entries.size;
  }

  /** How many questions wait, whatever number of changes. */
  get slots() {
    return new Set(this.all().map((entry) => entry.slot)).size;
  }

  all() {
    return [...this.#entries.values()];
  }

  /** The newest waiting entry of each slot. */
  newest() {
    const newest = new Map();
    for (const entry of this.#entries.values()) newest.set(entry.slot, entry);
    return [...newest.values()];
  }

  /** Keep the whole state of a slot. `base` is what the server had when it was changed. */
  put(slot, value, base) {
    const waiting = [...this.#entries.values()].findLast((entry) => entry.slot === slot);
    const reused = waiting && waiting.seq === null;
    const entry = reused
      ? { ...waiting, value }
      : { id: randomId(), attempt: this.#attempt, slot, value, base: waiting ? waiting.value : base, seq: null };
    entry.at = Date.now();
    entry.order = ++this.#order;
    this.#entries.delete(entry.id);
    this.#entries.set(entry.id, entry);
    return this.#write((store) => store.put({ ...entry, seq: null }));
  }

  /** These very entries are acknowledged, and so are older ones of the same slots. */
  remove(acknowledged) {
    const gone = [];
    for (const done of acknowledged) {
      for (const entry of this.#entries.values()) {
        if (entry.slot === done.slot && entry.order <= done.order) gone.push(entry.id);
      }
    }
    for (const id of gone) this.#entries.delete(id);
    return this.#write((store) => {
      for (const id of gone) store.delete(id);
    });
  }

  /** Numbers given by an earlier claim mean nothing any more. */
  forgetNumbers() {
    for (const entry of this.#entries.values()) entry.seq = null;
  }

  /** What to send: the newest of each slot, each with a number that stays its own until the server has it. */
  numbered(most = Number.POSITIVE_INFINITY) {
    const entries = this.newest();
    for (const entry of entries) entry.seq ??= this.nextSeq++;
    return entries.map((entry) => ({ ...entry })).slice(0, most);
  }

  /** After a claim what waits is sent again, unless the server has it or somebody wrote something newer: that is lost. */
  async reconcile(acknowledged) {
    this.forgetNumbers();
    const gone = [];
    const lost = [];
    for (const entry of this.newest()) {
      const there = acknowledged[entry.slot];
      if (there !== undefined && same(there, entry.value)) gone.push(entry);
      else if (there !== undefined && !same(there, entry.base)) lost.push(entry);
    }
    await this.remove([...gone, ...lost]);
    return lost;
  }

  /** After hand-in nothing of the paper stays in the browser. */
  clear() {
    return this.remove(this.newest());
  }

  #write(change) {
    if (!this.#database) return Promise.resolve();
    return new Promise((resolve) => {
      try {
        const transaction = this.#database.transaction(STORE, "readwrite", { durability: "strict" });
        change(transaction.objectStore(STORE));
        transaction.oncomplete = resolve;
        transaction.onabort = resolve;
        transaction.commit?.(); // Now, not at the end of the task: the page may be going away.
        transaction.onerror = resolve;
      } catch {
        resolve();
      }
    });
  }
}
