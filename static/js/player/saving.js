// Saving: every change goes to the outbox first, then to the server, and counts as saved only when the server said so.

import { randomId } from "./dom.js";
import { wire } from "./outbox.js";
import { get, post } from "./server.js";
import { Standing } from "./standing.js";

const QUIET_MS = 2000;
const LONGEST_UNSAVED_MS = 15000;
const MOST_IN_ONE_SAVE = 100;
const SYNC_MS = 3500;
const PULSE_MS = 5000;
const LONGEST_WAIT_MS = 4000;

export class Saving extends Standing {
  writer = randomId();
  #busy = null;
  #timer = null;
  #unsavedSince = null;
  #tries = 0;
  #offlineSeen = false;
  #heardAt = performance.now();
  #pulsedAt = performance.now();
  #claimed = false;

  constructor({ urls, outbox, clock, onStatus, onKnown, onAnswers, onBack, onClaimed, onLost, onAnnouncement, onClosed }) {
    super();
    Object.assign(this, { urls, outbox, clock, onStatus, onKnown, onAnswers, onBack, onClaimed, onLost, onAnnouncement, onClosed });
    window.addEventListener("online", () => this.#soon(0));
    window.addEventListener("offline", () => this.#failed({ kind: "offline" }));
    // Before the page asks whether one really wants to go, nothing is sent for as long as it asks.
    for (const going of ["beforeunload", "pagehide"]) window.addEventListener(going, () => this.#lastWord());
    document.addEventListener("visibilitychange", () => document.hidden && this.#lastWord());
    setInterval(() => this.sync(SYNC_MS), 1000);
  }

  begin(kept) {
    super.begin(kept);
    this.#showAnswers();
  }

  /** Become the one page that writes; also after "continue here". Keeps trying until the server answers. */
  async claim() {
    if (this.mode === "elsewhere") this.mode = "connecting";
    this.onStatus();
    await this.#attempt(async () => {
      const before = this.outbox.size ? (await get(this.urls.pulse)).writer : null;
      const asked = performance.now();
      const state = await post(this.urls.claim, { writer: this.writer });
      this.#heard(state, asked);
      this.breakMinutes = state.break_minutes ?? 0;
      if (state.state === "paused") return this.#pause(state);
      if (state.writer !== this.writer) return state.state === "in_progress" ? this.#elsewhere() : this.#close("handed_in");
      this.outbox.nextSeq = state.next_seq;
      this.acknowledged = state.answers ?? {};
      const lost = await this.outbox.reconcile(this.acknowledged, before);
      if (lost.length) this.onLost(lost);
      this.mode = "writing";
      this.#claimed = true;
      this.handingIn ||= state.state !== "in_progress"; // The time is over, and what waits here is still taken.
      Object.assign(this, { file: state.file ?? null, uploads: state.uploads ?? [] });
      this.#showAnswers();
      this.onClaimed();
      return undefined;
    });
    if (this.#claimed && (this.outbox.size || this.handingIn)) this.#soon(0);
  }

  /** The whole state of a slot has changed. Text waits for a short pause in typing, a click does not. */
  change(slot, value, { typing = false } = {}) {
    if (!this.canWrite) return;
    this.answers[slot] = value;
    this.outbox.put(slot, value, this.acknowledged[slot] ?? null, this.writer);
    const now = performance.now();
    this.#unsavedSince ??= now;
    const wait = typing ? Math.min(QUIET_MS, this.#unsavedSince + LONGEST_UNSAVED_MS - now) : 0;
    if (!this.trouble) this.#soon(Math.max(0, wait));
    this.onStatus();
  }

  /** Hear the server's state, at most every `ifOlderThan` milliseconds; whether it was heard. */
  async sync(ifOlderThan = 0) {
    if (this.#busy || this.trouble || this.mode === "connecting" || this.mode === "closed") return false;
    const now = performance.now();
    if (now - this.#heardAt < ifOlderThan && now - this.#pulsedAt < PULSE_MS) return false;
    await this.#attempt(async () => {
      const state = await this.#pulse();
      this.#pulsedAt = performance.now();
      this.onAnnouncement(state.announcement);
      const wrote = this.mode === "writing" || this.mode === "paused";
      if (state.state === "paused") return this.#pause(state);
      if (state.state !== "in_progress" && (this.clock.left() > 0 || this.mode === "paused")) return this.#close("handed_in");
      if (state.writer !== this.writer && wrote) return this.#elsewhere();
      if (this.mode === "paused") {
        this.mode = "connecting";
        this.#soon(0);
      }
      return undefined;
    });
    return !this.trouble;
  }

  /** Rest, or go on: what was written goes to the server first, and it says then how the clock stands. */
  async rest(url) {
    await this.flush();
    await this.#attempt(() => post(url, {}));
    await this.claim();
  }

  /** Send now what waits. */
  async flush({ outlives = false } = {}) {
    if (this.#busy) await this.#busy;
    if (!this.#hasToSend) return;
    await this.#attempt(() => this.#send(outlives));
    if (this.mode === "writing" && this.outbox.size && !this.trouble) this.#soon(0);
  }

  /** Hand in, with everything that waits; goes on trying until the server has answered. Resolves with the receipt. */
  async handIn() {
    this.handingIn = true;
    this.notYet = null;
    this.onStatus();
    const hindered = await this.beforeHandIn();
    if (hindered && this.clock.left() > 0) return this.#failed({ kind: "upload_under_way", words: hindered });
    if (this.#busy) await this.#busy;
    if (!this.handingIn || this.mode === "closed") return undefined;
    if (!this.#claimed) return this.#soon(0);
    await this.#attempt(async () => {
      const entries = this.outbox.numbered();
      const done = await post(this.urls.hand_in, { writer: this.writer, answers: entries.map(wire) });
      await this.outbox.clear();
      this.mode = "closed";
      this.onClosed({ why: "handed_in", receipt: done.receipt });
    });
    return undefined;
  }

  // --- inside ---

  /** The clock stands: nothing is sent, and what waits here waits. */
  #pause(state) {
    clearTimeout(this.#timer);
    this.mode = "paused";
    this.isBreak = Boolean(state.is_break);
    this.handingIn = false;
    this.trouble = null;
    this.onStatus();
  }

  get #hasToSend() {
    return this.#claimed && this.mode === "writing" && this.outbox.size > 0;
  }

  async #send(outlives) {
    const entries = this.outbox.numbered(MOST_IN_ONE_SAVE);
    const slots = this.outbox.slots;
    const asked = performance.now();
    const answer = await this.#post(entries, outlives);
    const durable = entries.filter((entry) => entry.seq <= answer.durable);
    for (const entry of durable) this.acknowledged[entry.slot] = entry.value;
    await this.outbox.remove(durable);
    this.#heard(answer, asked);
    this.savedAt = this.clock.now();
    this.#unsavedSince = this.outbox.size ? performance.now() : null;
    if (this.#offlineSeen && !this.outbox.size) {
      this.#offlineSeen = false;
      this.onBack(slots);
    }
  }

  /** Do something with the server, one at a time, and act on what goes wrong. */
  async #attempt(work) {
    while (this.#busy) await this.#busy;
    let finished;
    this.#busy = new Promise((resolve) => (finished = resolve));
    this.onStatus();
    try {
      await work();
      this.#worked();
    } catch (trouble) {
      if (trouble.kind === undefined) console.error(trouble);
      this.#failed(trouble);
    } finally {
      this.#busy = null;
      finished();
      this.onStatus();
    }
  }

  #worked() {
    this.#tries = 0;
    this.trouble = null;
    if (this.mode !== "closed") this.onKnown(this.known);
    if (this.#offlineSeen && !this.outbox.size) {
      this.#offlineSeen = false;
      this.onBack(0);
    }
  }

  #failed(trouble) {
    switch (trouble.kind) {
      case "elsewhere":
        this.handingIn = false;
        return this.#elsewhere();
      case "late":
      case "handed_in":
        return this.#close(trouble.kind, trouble.body?.receipt);
      case "paused":
        this.handingIn = false;
        this.mode = "connecting";
        break;
      case "upload_under_way":
        if (this.clock.left() <= 0) break;
      // falls through: there is time to decide about the file
      case "too_early_to_hand_in":
        this.handingIn = false;
        this.notYet = trouble.words;
        break;
      case "conflict":
        this.#claimed = false;
        this.outbox.forgetNumbers();
        this.mode = "connecting";
        break;
      case "sign_in":
        this.trouble = "sign_in";
        break;
      case undefined:
      case "offline":
      case "token":
        this.trouble = "offline";
        this.#offlineSeen = true;
        break;
      default:
        this.trouble = "refused";
        this.words = trouble.words;
    }
    const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** this.#tries++);
    this.#soon(wait * (0.75 + Math.random() / 4));
    this.onStatus();
    return undefined;
  }

  /** Go on in a while with whatever is most urgent. */
  #soon(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.mode === "closed") return;
      if (this.mode === "connecting" || (!this.#claimed && this.mode !== "elsewhere")) this.claim();
      else if (this.handingIn) this.handIn();
      else if (this.mode === "writing" && this.outbox.size) this.flush();
      else if (this.trouble) this.#attempt(() => this.#pulse()); // It tells whether the way is open again.
    }, wait);
  }

  async #pulse() {
    const asked = performance.now();
    const state = await get(this.urls.pulse);
    this.#heard(state, asked);
    return state;
  }

  #heard(answer, asked) {
    this.#heardAt = performance.now();
    this.clock.correct(answer, asked);
  }

  #showAnswers() {
    this.answers = { ...this.acknowledged };
    for (const entry of this.outbox.newest()) this.answers[entry.slot] = entry.value;
    this.savedAt = this.outbox.size ? this.savedAt : this.clock.now();
    this.onAnswers();
  }

  #elsewhere() {
    clearTimeout(this.#timer);
    this.#claimed = false;
    this.trouble = null;
    this.mode = "elsewhere";
    this.onStatus();
  }

  #close(why, receipt) {
    clearTimeout(this.#timer);
    this.mode = "closed";
    this.trouble = null;
    this.onStatus();
    this.onClosed({ why, receipt, unsaved: this.outbox.slots });
  }

  #post(entries, keepalive) {
    return post(this.urls.answers, { writer: this.writer, answers: entries.map(wire) }, { keepalive });
  }

  /** The page may be going away: what waits leaves at once, and outlives it. What does not come home waits in the outbox. */
  #lastWord() {
    if (!this.#busy) this.flush({ outlives: true });
    else if (this.#hasToSend) this.#post(this.outbox.numbered(MOST_IN_ONE_SAVE), true).catch(() => {});
  }
}
