// The time left: a monotonic clock with an absolute end that every answer of the server corrects.

const WARNINGS_AT_MINUTES = [30, 10, 5, 1];
const MOST_DRIFT_MS = 1500;
const NOTICED_MS = 30000;

export class Countdown {
  #endsAt;
  #wallMinusMonotonic = Date.now() - performance.now();
  #serverMinusMonotonic = null;
  #warned = new Set();
  #over = false;
  #standsAt = null;

  constructor({ remainingMs, onTick, onWarning, onOver, onDrift, onMore = () => {} }) {
    Object.assign(this, { onTick, onWarning, onOver, onDrift, onMore });
    this.#endsAt = performance.now() + remainingMs;
    const minutes = remainingMs / 60000;
    for (const at of WARNINGS_AT_MINUTES) if (minutes <= at - 0.5) this.#warned.add(at);
  }

  start() {
    this.#tick();
    setInterval(() => this.#tick(), 250);
    const again = () => this.onDrift();
    window.addEventListener("focus", again);
    window.addEventListener("pageshow", (event) => event.persisted && again());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && again());
  }

  /** The server said so between `asked` and now (both of performance.now()); a clock that is paused stands. */
  correct({ remaining_ms: remainingMs, server_time: serverTime, state }, asked) {
    const answered = performance.now();
    const middle = asked + (answered - asked) / 2;
    if (typeof remainingMs === "number") {
      const before = this.left();
      this.#endsAt = middle + remainingMs;
      this.#standsAt = state === "paused" ? remainingMs : null;
      if (this.left() > before + NOTICED_MS) this.onMore();
      if (remainingMs > 0) this.#over = false;
      for (const at of [...this.#warned]) if (remainingMs > (at + 0.5) * 60000) this.#warned.delete(at);
    }
    const told = serverTime ? Date.parse(serverTime) : Number.NaN;
    if (!Number.isNaN(told)) this.#serverMinusMonotonic = told - middle;
    this.#tick();
  }

  /** Milliseconds left, never less than none. */
  left() {
    return this.#standsAt ?? Math.max(0, this.#endsAt - performance.now());
  }

  /** The present moment by the server's clock as far as it is known. */
  now() {
    return new Date(this.#serverMinusMonotonic === null ? Date.now() : performance.now() + this.#serverMinusMonotonic);
  }

  #tick() {
    const drift = Date.now() - performance.now() - this.#wallMinusMonotonic;
    if (Math.abs(drift) > MOST_DRIFT_MS) {
      // The computer slept, or somebody set its clock: only the server knows what time it is.
      this.#wallMinusMonotonic += drift;
      this.onDrift();
    }
    const left = this.left();
    this.onTick(left);
    const due = WARNINGS_AT_MINUTES.filter((at) => left > 0 && left <= at * 60000 && !this.#warned.has(at));
    if (due.length) {
      for (const at of due) this.#warned.add(at);
      this.onWarning(Math.min(...due));
    }
    if (left <= 0 && !this.#over) {
      this.#over = true;
      this.onOver();
    }
  }

  /** Ask again later whether time is really over. */
  notYetSure() {
    setTimeout(() => {
      this.#over = false;
    }, 3000);
  }
}

/** 5025000 → "1:23:45". */
export function clockFace(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  const two = (value) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
