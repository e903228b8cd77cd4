import type { ChatStrings, ChatTurnView, FromChat } from "../../protocol/chatMessages.ts";
import { AnswerView } from "./answerView.ts";
import { createElement, createIcon, createIconButton } from "./dom.ts";
import type { MarkdownRenderer } from "./markdown.ts";

type Post = (message: FromChat) => void;

/** Without a word for this long a wait is explained (milliseconds). */
const slowMs = 8_000;

/** One question with its answer. */
export class TurnView {
  readonly element = createElement("article", { className: "turn" });
  readonly #strings: ChatStrings;
  readonly #post: Post;
  readonly #answer: AnswerView;
  readonly #references = createElement("div", { className: "references" });
  readonly #head = createElement("div", { className: "answer-head" });
  readonly #foot = createElement("div", { className: "answer-foot" });
  readonly #progress: HTMLElement;
  #turn: ChatTurnView;
  /** Runs while the backend has said nothing yet. */
  #silence: number | undefined;

  constructor(turn: ChatTurnView, strings: ChatStrings, post: Post, renderer: MarkdownRenderer) {
    this.#strings = strings;
    this.#post = post;
    this.#turn = turn;
    this.#answer = new AnswerView(renderer, strings, {
      act: (kind, code, info) => post({ kind, turnId: turn.id, code, info }),
      openLink: (href) => post({ kind: "openLink", href }),
    });
    this.#progress = createElement("div", { className: "progress" }, [
      createElement("span", { className: "progress-dots", attributes: { "aria-hidden": "true" } }),
      createElement("span", { className: "progress-text", text: strings.working }),
    ]);
    const question = createElement("section", {
      className: "question",
      attributes: { "aria-label": strings.you },
    });
    question.append(
      createElement("div", { className: "question-text", text: turn.question }),
      this.#references,
    );
    const answer = createElement(
      "section",
      { className: "answer", attributes: { "aria-label": strings.answer } },
      [this.#head, this.#answer.element, this.#progress, this.#foot],
    );
    this.element.append(question, answer);
    this.update(turn);
  }

  get turn(): ChatTurnView {
    return this.#turn;
  }

  /** Plain text of the answer, for a screen reader. */
  get spokenText(): string {
    return this.#answer.element.innerText;
  }

  update(turn: ChatTurnView): void {
    this.#turn = turn;
    this.#answer.show(turn.answer);
    this.#showReferences(turn);
    this.element.dataset["state"] = turn.state;
    this.#head.replaceChildren(
      createElement("span", {
        className: turn.isOffline ? "backend offline" : "backend",
        text: turn.backendLabel,
      }),
    );
    this.#showFoot();
  }

  append(text: string): void {
    this.#turn = { ...this.#turn, answer: this.#turn.answer + text };
    this.#answer.show(this.#turn.answer);
    this.element.classList.add("has-text");
    this.#endSilence();
    this.#progressText(this.#strings.working);
  }

  showThinking(): void {
    this.#endSilence();
    this.#progressText(this.#strings.thinking);
  }

  /** A cold local model or a queueing cloud may take minutes: that is told rather than left to be guessed. */
  #beginSilence(): void {
    this.#silence ??= window.setTimeout(() => this.#progressText(this.#strings.slow), slowMs);
  }

  #endSilence(): void {
    window.clearTimeout(this.#silence);
    this.#silence = undefined;
  }

  #progressText(text: string): void {
    const shown = this.#progress.querySelector(".progress-text");
    if (shown !== null && shown.textContent !== text) {
      shown.textContent = text;
    }
  }

  /** Known only when the answer runs: a search adds passages, an offline answer uses no file. */
  #showReferences(turn: ChatTurnView): void {
    const references = turn.references.map((reference, index) =>
      createElement(
        "button",
        {
          className: "reference",
          attributes: { type: "button", title: reference.title },
          onClick: () => this.#post({ kind: "openReference", turnId: turn.id, index }),
        },
        [createIcon("file"), createElement("span", { text: reference.label })],
      ),
    );
    const withheld = turn.withheld.map((path) =>
      createElement(
        "span",
        { className: "reference withheld", attributes: { title: `${path}: ${this.#strings.withheld}` } },
        [createIcon("blocked"), createElement("span", { text: path })],
      ),
    );
    this.#references.hidden = references.length + withheld.length === 0;
    this.#references.replaceChildren(...references, ...withheld);
  }

  #showFoot(): void {
    const { id, state, note, nextSteps, answer } = this.#turn;
    const isRunning = state === "running";
    this.#progress.hidden = !isRunning;
    if (!isRunning || answer !== "") {
      this.#endSilence();
    }
    if (this.#silence === undefined) {
      this.#progressText(this.#strings.working);
    }
    if (isRunning && answer === "") {
      this.#beginSilence();
    }
    this.element.classList.toggle("has-text", answer !== "");
    this.#foot.replaceChildren();
    if (note !== "") {
      this.#foot.append(createElement("p", { className: `note note-${state}`, text: note }));
    }
    if (nextSteps.length > 0) {
      const steps = nextSteps.map((step, index) =>
        createElement("button", {
          className: index === 0 ? "button" : "button secondary",
          text: step.label,
          attributes: { type: "button" },
          onClick: () => this.#post({ kind: "nextStep", turnId: id, id: step.id }),
        }),
      );
      this.#foot.append(createElement("div", { className: "next-steps" }, steps));
    }
    if (!isRunning) {
      const actions = [
        ...(answer === ""
          ? []
          : [
              createIconButton("copy", this.#strings.copyAnswer, () =>
                this.#post({ kind: "copyAnswer", turnId: id }),
              ),
            ]),
        // A failed turn offers its retry among the next steps.
        ...(nextSteps.length > 0
          ? []
          : [
              createIconButton("retry", this.#strings.retry, () => this.#post({ kind: "retry", turnId: id })),
            ]),
      ];
      this.#foot.append(createElement("div", { className: "answer-actions" }, actions));
    }
  }
}
