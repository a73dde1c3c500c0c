// What was entered but not yet acknowledged, kept sealed in the browser's storage until the server has it.

import { randomId, same } from "./dom.js";

/** An entry as the server hears it. */
export function wire({ seq, slot, value }) {
  return { seq, slot, value };
}

export class Outbox {
  nextSeq = 1;
  #attempt;
  #vault;
  #entries = new Map();
  #order = 0;
  #written = Promise.resolve();

  /** Without a vault (private windows) the page's memory must do. */
  constructor(attempt, vault) {
    this.#attempt = attempt;
    this.#vault = vault;
  }

  /** Read what an earlier page left. */
  async open() {
    try {
      for (const entry of (await this.#vault?.entries()) ?? []) {
        this.#entries.set(entry.id, { ...entry, seq: null });
        this.#order = entry.order;
      }
    } catch {
      this.#vault = null;
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

  /** Keep the whole state of a slot. `base` is what the server had when it was changed, `writer` the page that changes it. */
  put(slot, value, base, writer) {
    const waiting = [...this.#entries.values()].findLast((entry) => entry.slot === slot);
    const reused = waiting && waiting.seq === null;
    const entry = reused
      ? { ...waiting, value }
      : { id: randomId(), attempt: this.#attempt, slot, value, base: waiting ? waiting.value : base, seq: null };
    entry.writer = writer;
    entry.order = ++this.#order;
    this.#entries.delete(entry.id);
    this.#entries.set(entry.id, entry);
    return this.#write((vault) => (this.#entries.get(entry.id) === entry ? vault.putEntry(entry) : null));
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
    return gone.length ? this.#write((vault) => vault.removeEntries(gone)) : this.#written;
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

  /** After a claim what waits is sent again, unless the server has it or somebody wrote something newer: that is lost.

  A page that went away may have brought home more than was kept of it; `before` is the page that wrote last. What is lost is not
  sent any more, but stays in the browser until its writer has seen it. */
  async reconcile(acknowledged, before) {
    this.forgetNumbers();
    const gone = [];
    const lost = [];
    for (const entry of this.newest()) {
      const there = acknowledged[entry.slot];
      const way = this.all().filter(({ slot }) => slot === entry.slot);
      if (there === undefined) continue;
      if (same(there, entry.value)) gone.push(entry);
      else if (way.some(({ base, value }) => same(there, base) || same(there, value))) continue;
      else (entry.writer === before ? gone : lost).push(entry);
    }
    await this.remove(gone);
    for (const entry of lost) this.#entries.delete(entry.id);
    return lost;
  }

  /** Its writer has seen that it is lost, or the server has it by a file. */
  drop(entries) {
    for (const { id } of entries) this.#entries.delete(id);
    return this.#write((vault) => vault.removeEntries(entries.map(({ id }) => id)));
  }

  /** After hand-in nothing of the paper stays in the browser. */
  clear() {
    return this.remove(this.newest());
  }

  /** One after the other, so that what comes last is what stays. */
  #write(change) {
    if (this.#vault) this.#written = this.#written.then(() => change(this.#vault)).catch(() => {});
    return this.#written;
  }
}
