// What the page has to say aloud about saving, above the paper.

import { saveAnswerFile } from "./answer_file.js";
import { button, el, icon } from "./dom.js";
import { language, say } from "./words.js";

const BACK_WORDS_MS = 8000;

export class Banner {
  #closed = null;
  #lost = [];
  #back = null;

  constructor({ root, paper, saving, clock }) {
    Object.assign(this, { root, paper, saving, clock });
  }

  /** These were overtaken by newer answers. */
  lose(entries) {
    this.#lost = entries;
    this.show();
  }

  /** The paper is closed, and so many answers did not reach the server. */
  close(how) {
    this.#closed = how;
    this.show();
  }

  /** The connection is back, and so many answers were sent. */
  back(count) {
    this.#back = { name: count ? "backSaved" : "backNothing", count };
    this.show();
    setTimeout(() => {
      this.#back = null;
      this.show();
    }, BACK_WORDS_MS);
  }

  /** Said once: the banner is written anew only when its words change. */
  show() {
    const parts = this.#parts();
    const key = JSON.stringify([language(), parts?.key ?? null]);
    if (this.root.dataset.key === key) return;
    this.root.dataset.key = key;
    this.root.replaceChildren(
      ...(parts
        ? [el("div", { class: `notice tone-${parts.tone}` }, icon(parts.icon), el("div", {}, el("strong", {}, parts.title), parts.text ? el("p", {}, parts.text) : null, parts.action ?? null))]
        : []),
    );
    if (this.saving.notYet) this.root.scrollIntoView({ block: "center" });
  }

  #parts() {
    const { saving } = this;
    const count = saving.unsaved;
    if (this.#closed) return this.#closedParts();
    if (saving.mode === "elsewhere") {
      const here = button(say("continueHere"), { icon: "device-laptop", tone: "primary", onclick: () => saving.claim() });
      const text = count ? `${say("elsewhereText")} ${say("elsewhereCount", { count })}` : say("elsewhereText");
      return { key: ["elsewhere", count], tone: "warn", icon: "device-laptop", title: say("elsewhereTitle"), text, action: el("div", { class: "form-actions" }, here, count ? this.#file() : null) };
    }
    if (saving.mode === "paused") {
      const action = saving.isBreak ? button(say("breakEnd"), { icon: "player-play", tone: "primary", onclick: () => saving.rest(this.paper.urls.end_break) }) : null;
      return { key: ["paused", saving.isBreak], tone: "info", icon: "player-pause", title: say("pausedTitle"), text: say(saving.isBreak ? "breakText" : "pausedText"), action };
    }
    return this.#troubleParts(count) ?? this.#newsParts();
  }

  #troubleParts(count) {
    const { saving } = this;
    if (saving.trouble === "sign_in") {
      const next = encodeURIComponent(location.pathname);
      const action = el("a", { class: "btn btn-primary", href: `${this.paper.urls.sign_in ?? "/sign-in"}?next=${next}`, target: "_blank", rel: "noopener" }, icon("login"), say("signIn"));
      return { key: "sign_in", tone: "bad", icon: "lock", title: say("signInTitle"), text: say("signInText"), action };
    }
    if (saving.trouble === "refused") {
      return { key: ["refused", saving.words], tone: "bad", icon: "alert-triangle", title: say("refusedTitle"), text: saving.words, action: count ? this.#file() : null };
    }
    if (saving.trouble) {
      const over = this.clock.left() <= 0;
      const title = say(saving.handingIn ? "offlineHandIn" : over ? "offlineOver" : "offlineTitle");
      const waiting = count ? say("offlineCount", { count }) : say("offlineNothing");
      const text = `${waiting} ${say(over ? "offlineOverText" : "offlineText")}`;
      return { key: ["offline", over, saving.handingIn, count], tone: "warn", icon: "wifi-off", title, text, action: count ? this.#file() : null };
    }
    if (saving.handingIn) return { key: "handingIn", tone: "info", icon: "send", title: say("handingIn"), text: say("handingInText") };
    return null;
  }

  #newsParts() {
    if (this.#lost.length) {
      const texts = this.#lost.filter((entry) => entry.value.text).map((entry) => el("textarea", { class: "form-control", readonly: true, rows: "4", "aria-label": say("lostText") }, entry.value.text));
      const done = button(say("understood"), { onclick: () => {
        this.saving.outbox.drop(this.#lost);
        this.lose([]);
      } });
      return { key: ["lost", this.#lost.length], tone: "info", icon: "info-circle", title: say("lostTitle"), text: say("lostLead"), action: el("div", {}, texts, el("div", { class: "form-actions" }, done, this.#file())) };
    }
    const { notYet } = this.saving;
    if (notYet) return { key: notYet, tone: "warn", icon: "clock", title: notYet };
    if (this.#back) return { key: this.#back.name + this.#back.count, tone: "good", icon: "circle-check", title: say(this.#back.name, { count: this.#back.count }) };
    return null;
  }

  #closedParts() {
    const { why, receipt, unsaved } = this.#closed;
    const late = unsaved > 0;
    const action = el("div", { class: "form-actions" }, el("a", { class: "btn btn-primary", href: receipt }, say("toReceipt")), late ? this.#file() : null);
    const title = say(why === "late" ? "lateTitle" : "handedInTitle");
    const text = late ? say("lateUnsaved", { count: unsaved }) : say("lateText");
    return { key: ["closed", why, unsaved], tone: late ? "warn" : "info", icon: "lock", title, text, action };
  }

  /** What was not sent, as a file for the invigilator. */
  #file() {
    const save = () => saveAnswerFile(this.paper, [...this.#lost, ...this.saving.outbox.newest()]);
    return crypto.subtle ? button(say("answerFile"), { icon: "download", "data-answer-file": true, onclick: save }) : null;
  }
}
