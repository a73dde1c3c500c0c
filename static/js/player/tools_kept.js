// What a candidate makes for themselves on a paper: struck out options, highlights, notes. It stays sealed in this browser
// and goes with the paper when that is handed in.

const MADE = "made";
const QUIET_MS = 500;

export class Kept {
  #vault;
  #timer = null;
  #made = { strikes: {}, marks: {}, notes: "" };

  /** Without a vault (practice, private windows) the page's memory must do. */
  constructor(vault) {
    this.#vault = vault;
  }

  async open() {
    try {
      this.#made = { ...this.#made, ...(await this.#vault?.named(MADE)) };
    } catch {
      // What cannot be read is begun anew.
    }
    return this;
  }

  get notes() {
    return this.#made.notes;
  }

  set notes(text) {
    this.#made.notes = text;
    this.#soon();
  }

  /** Of "strikes" or "marks": what there is under a name. */
  all(kind, name) {
    return new Set(this.#made[kind][name] ?? []);
  }

  /** Put something there or take it away; whether it is there now. */
  toggle(kind, name, what) {
    const there = this.all(kind, name);
    if (!there.delete(what)) there.add(what);
    this.#made[kind][name] = [...there];
    this.#soon();
    return there.has(what);
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#vault?.keepNamed(MADE, this.#made).catch(() => {}), QUIET_MS);
  }
}
