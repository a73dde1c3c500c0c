// A file on its way: announced, sent part by part, kept. A lost network, a server that died or a reloaded page costs one part at most.

import { post, put } from "./server.js";

const LONGEST_WAIT_MS = 4000;
/** What the server examines may take its time. */
const PATIENCE_MS = 60000;
/** With these one tries again; anything else the server has decided. */
const PASSING = new Set(["offline", "sign_in", "token", "paused", "elsewhere", "upload_incomplete"]);

export class Upload {
  /** null | sending | waiting | checking | ending */
  phase = null;
  name = "";
  size = 0;
  received = 0;
  /** why the last file was not kept, in the server's words */
  refused = null;
  /** what an earlier page of this browser has left, as soon as that is known */
  looked = null;
  #round = 0;
  #announced = null;
  #wake = null;
  #waiting = [];

  constructor({ url, vault, writer, onChange, onKept }) {
    Object.assign(this, { url, vault, writer, onChange, onKept });
    window.addEventListener("online", () => this.#wake?.());
  }

  get isUnderWay() {
    return this.phase !== null;
  }

  /** Bring this file, which stays in the browser until the server has it. */
  async send(name, content) {
    await this.vault?.keepUpload(name, content).catch(() => {});
    return this.#bring(name, content);
  }

  /** Go on with what an earlier page of this browser has left. */
  async resume() {
    this.looked = this.vault?.upload().catch(() => null);
    const left = await this.looked;
    if (left && !this.isUnderWay) await this.#bring(left.name, left.content);
  }

  /** Drop it, here and on the server, with whatever else has not arrived there whole. */
  async giveUp() {
    this.#enter("ending");
    const round = this.#round;
    await this.vault?.dropUpload();
    await this.#announced?.catch(() => null);
    await this.#insist(round, () => post(`${this.url}/end`, {}));
    this.#settle(round);
  }

  /** Until nothing is on its way any more. */
  settled() {
    return this.isUnderWay ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }

  // --- inside ---

  async #bring(name, content) {
    Object.assign(this, { name, size: content.byteLength, received: 0, refused: null });
    this.#enter("sending");
    const round = this.#round;
    const sha256 = hex(await crypto.subtle.digest("SHA-256", content));
    const done = await this.#insist(round, () => this.#once(round, content, sha256));
    if (round !== this.#round) return;
    await this.vault?.dropUpload();
    if (done?.file) this.onKept(done);
    this.#settle(round);
  }

  /** The whole way, from wherever the server says that it is. */
  async #once(round, content, sha256) {
    this.#announced = post(this.url, { writer: this.writer(), name: this.name, size: this.size, sha256 });
    const begun = await this.#announced;
    if (round !== this.#round) return null;
    this.received = begun.received;
    this.#show(round, "sending");
    while (this.received < this.size && round === this.#round) {
      const part = content.slice(this.received, this.received + begun.largest_part);
      this.received = (await put(`${begun.url}/parts/${this.received}`, part, PATIENCE_MS)).received;
      this.#show(round, "sending");
    }
    if (round !== this.#round) return null;
    this.#show(round, "checking");
    return post(`${begun.url}/file`, { writer: this.writer() }, { patience: PATIENCE_MS });
  }

  /** Try until the server has decided; what it refused for good is told. */
  async #insist(round, work) {
    for (let tries = 0; round === this.#round; tries++) {
      const before = this.received;
      try {
        return await work();
      } catch (trouble) {
        if (trouble.kind === undefined) console.error(trouble);
        if (trouble.kind !== undefined && !PASSING.has(trouble.kind)) {
          if (round === this.#round) this.refused = trouble.words || trouble.kind;
          return null;
        }
        if (this.received > before) tries = 0;
        if (this.phase !== "ending") this.#show(round, "waiting");
        await this.#moment(Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries));
      }
    }
    return null;
  }

  /** A while, or until the network is back. */
  #moment(wait) {
    return new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, wait * (0.75 + Math.random() / 4));
    });
  }

  #enter(phase) {
    this.#round += 1;
    this.#wake?.();
    this.#show(this.#round, phase);
  }

  #show(round, phase) {
    if (round !== this.#round) return;
    this.phase = phase;
    this.onChange();
  }

  #settle(round) {
    if (round !== this.#round) return;
    this.#show(round, null);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
