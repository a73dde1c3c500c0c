// The check before handing in: every question with its state, a way back to each, one confirmation.

import { button, el, icon } from "./dom.js";
import { spoken, statusOf } from "./navigator.js";
import { say } from "./words.js";

/** Put the check of a theory paper on the page. */
export function renderReview(theory) {
  const { questions, saving } = theory;
  const states = questions.map((question) => statusOf(saving.answers[question.slot]));
  const unanswered = states.filter((state) => !state.answered).length;
  const flagged = states.filter((state) => state.flagged).length;
  theory.root.replaceChildren(
    el(
      "article",
      { class: "question review" },
      el("h2", { tabindex: "-1", id: "question-heading" }, say("checkTitle")),
      el("p", {}, say("checkLead")),
      el(
        "dl",
        { class: "review-counts" },
        count(say("answered"), questions.length - unanswered),
        count(say("unanswered"), unanswered),
        count(say("flagged"), flagged),
      ),
      unanswered || flagged ? el("h3", {}, say("lookAgain")) : el("p", { class: "notice tone-good" }, icon("circle-check"), el("span", {}, say("allAnswered"))),
      list(theory, states, (state) => !state.answered || state.flagged),
      el("details", { class: "review-all" }, el("summary", {}, say("showAll")), list(theory, states, () => true)),
      el(
        "div",
        { class: "form-actions" },
        button(unanswered ? say("handInWith", { count: unanswered }) : say("handIn"), {
          icon: "send",
          tone: "primary",
          "data-hand-in": true,
          disabled: !saving.canWrite,
          onclick: () => confirmHandIn(saving, unanswered ? say("confirmWith", { count: unanswered }) : say("confirmAll")),
        }),
        button(say("backToQuestions"), { icon: "arrow-left", onclick: () => history.back() }),
      ),
    ),
  );
}

function count(term, number) {
  return el("div", {}, el("dt", {}, term), el("dd", {}, String(number)));
}

function list(theory, states, wanted) {
  const rows = states
    .map((state, index) => ({ state, number: index + 1 }))
    .filter(({ state }) => wanted(state))
    .map(({ state, number }) =>
      el(
        "li",
        {},
        el(
          "a",
          { href: `#q${number}`, "aria-label": spoken(number, state) },
          el("strong", {}, say("questionNumber", { number })),
          tag(state.answered ? "good" : "warn", state.answered ? "check" : "circle-dashed", say(state.answered ? "answered" : "unanswered")),
          state.flagged ? tag("info", "flag", say("flagged")) : null,
        ),
      ),
    );
  return el("ul", { class: "review-list" }, rows);
}

function tag(tone, name, words) {
  return el("span", { class: `tag tone-${tone}` }, icon(name), words);
}

/** One question, once; then it is handed in with everything that is still unsaved. */
export function confirmHandIn(saving, question) {
  const dialog = document.querySelector("#confirm");
  const close = () => dialog.close();
  dialog.replaceChildren(
    el("h2", { id: "confirm-title" }, say("confirmTitle")),
    el("p", {}, question),
    el("p", {}, say("confirmFinal")),
    el(
      "div",
      { class: "form-actions" },
      button(say("confirmYes"), {
        icon: "send",
        tone: "primary",
        "data-confirm": true,
        onclick: () => {
          close();
          saving.handIn();
        },
      }),
      button(say("confirmNo"), { onclick: close }),
    ),
  );
  dialog.showModal();
}
