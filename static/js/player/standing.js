// How saving stands, as the page shows it.

export class Standing {
  /** connecting | writing | paused | elsewhere | closed */
  mode = "connecting";
  /** null | offline | sign_in | refused, and the server's words for the last */
  trouble = null;
  words = "";
  savedAt = null;
  /** what stands in each slot, sent or not, and of that what the server has */
  answers = {};
  acknowledged = {};
  /** the file handed in with a case study, as the server describes it */
  file = null;
  /** files of which the server has a part, as it describes them */
  uploads = [];
  /** waits for what has to come before the paper is handed in; resolves with why it cannot be, or nothing */
  beforeHandIn = async () => null;
  /** whether a rest break is why the clock stands, and how many minutes of rest are left */
  isBreak = false;
  breakMinutes = 0;
  /** whether the paper is being handed in, and why that was refused, until it is tried again */
  handingIn = false;
  notYet = null;

  /** In how many questions something waits. */
  get unsaved() {
    return this.outbox.slots;
  }

  get canWrite() {
    return this.mode === "writing" && !this.handingIn;
  }

  /** What a page that comes after this one should know, if it cannot ask the server. */
  get known() {
    const { acknowledged, file, breakMinutes, mode, clock } = this;
    return { acknowledged, file, breakMinutes, mode: mode === "paused" ? "paused" : "writing", endsAt: Date.now() + clock.left() };
  }

  /** What an earlier page of this browser knew: with it one goes on before the server has answered. */
  begin({ endsAt, ...known }) {
    Object.assign(this, known);
    this.clock.correct({ remaining_ms: Math.max(0, endsAt - Date.now()), state: this.mode }, performance.now());
  }
}
