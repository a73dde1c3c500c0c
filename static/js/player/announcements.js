// What the invigilator announces: stays on the page, in the language in force, until the candidate has said to have seen it.

import { get, post } from "./server.js";

export class Announcements {
  #place;
  #address;
  #heard = 0;
  #unseen = [];

  constructor(place, address) {
    this.#place = place;
    this.#address = address;
  }

  /** The server has said up to which number there are announcements; what is new is fetched. */
  async heard(number) {
    if (!number || number <= this.#heard) return;
    const before = this.#heard;
    this.#heard = number;
    try {
      this.#show(await get(this.#address));
    } catch {
      this.#heard = before; // Asked for again with the next word of the server.
    }
  }

  /** Write them anew, after the language has changed. */
  render() {
    const { lang } = document.documentElement;
    const language = lang.startsWith("en") ? "en" : "zh";
    const words = JSON.parse(this.#place.dataset[language]);
    this.#place.replaceChildren(...this.#unseen.map((one) => this.#notice(one, language, words)));
  }

  #show({ announcements }) {
    this.#unseen = announcements;
    this.render();
  }

  #notice(one, language, words) {
    const notice = document.createElement("div");
    const title = document.createElement("strong");
    const text = document.createElement("p");
    const seen = document.createElement("button");
    notice.className = "announcement";
    title.textContent = words.title;
    text.textContent = one[language];
    seen.type = "button";
    seen.className = "btn btn-primary";
    seen.textContent = words.seen;
    seen.addEventListener("click", async () => {
      seen.disabled = true;
      try {
        this.#show(await post(this.#address, { number: one.number }));
      } catch {
        seen.disabled = false;
      }
    });
    notice.append(title, text, seen);
    return one.before_start ? folded(notice, words.before) : notice;
  }
}

/** What was said before somebody started has been on the page before the paper: it is there to be looked up. */
function folded(notice, words) {
  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = words;
  fold.className = "announcement-before";
  fold.append(summary, notice);
  return fold;
}
