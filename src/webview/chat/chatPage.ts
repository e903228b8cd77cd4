import type {
  ChatStrings,
  ChatTurnView,
  ChatViewState,
  FromChat,
  ToChat,
} from "../../protocol/chatMessages.ts";
import { Composer } from "./composer.ts";
import { createElement, createIconButton } from "./dom.ts";
import { createEmptyView } from "./emptyView.ts";
import { MarkdownRenderer } from "./markdown.ts";
import { TurnView } from "./turnView.ts";

/** How near to the end a reader counts as following it (pixels). */
const followDistancePx = 40;
const maxSpokenChars = 800;

export interface PageHost {
  post(message: FromChat): void;
  readDraft(): string;
  keepDraft(text: string): void;
}

/** The chat page: a log of turns above, the composer below. */
export class ChatPage {
  readonly #host: PageHost;
  readonly #strings: ChatStrings;
  readonly #renderer = new MarkdownRenderer();
  readonly #log: HTMLElement;
  readonly #status: HTMLElement;
  readonly #jump: HTMLButtonElement;
  readonly #composer: Composer;
  readonly #turnViews = new Map<string, TurnView>();
  #waitingText = new Map<string, string>();
  #frame = 0;
  #conversationId = "";
  #isFollowing = true;

  constructor(root: HTMLElement, strings: ChatStrings, host: PageHost) {
    this.#host = host;
    this.#strings = strings;
    const post = (message: FromChat): void => host.post(message);
    this.#log = createElement("main", {
      className: "log",
      attributes: { role: "log", "aria-label": strings.log, "aria-live": "off", tabindex: "-1" },
    });
    this.#status = createElement("div", {
      className: "visually-hidden",
      attributes: { role: "status", "aria-live": "polite" },
    });
    this.#jump = createIconButton("down", strings.jumpToEnd, () => this.#scrollToEnd(), "icon-button jump");
    this.#composer = new Composer(strings, host.readDraft(), {
      post,
      onDraft: (text) => host.keepDraft(text),
    });
    root.replaceChildren(this.#log, this.#jump, this.#composer.element, this.#status);
    this.#log.addEventListener("scroll", () => this.#noteScroll(), { passive: true });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) {
        post({ kind: "stop" });
      }
    });
    new ResizeObserver(() => this.#followEnd()).observe(this.#log);
  }

  receive(message: ToChat): void {
    switch (message.kind) {
      case "init":
      case "state":
        this.#showState(message.state);
        break;
      case "delta":
        this.#waitingText.set(message.turnId, (this.#waitingText.get(message.turnId) ?? "") + message.text);
        this.#frame ||= requestAnimationFrame(() => this.#showWaitingText());
        break;
      case "thinking":
        this.#turnViews.get(message.turnId)?.showThinking();
        break;
      case "focusInput":
        this.#composer.focus(message.draft);
        break;
    }
  }

  #showState(state: ChatViewState): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#waitingText = new Map();
    if (state.conversationId !== this.#conversationId) {
      this.#conversationId = state.conversationId;
      this.#isFollowing = true;
      this.#turnViews.clear();
      this.#log.replaceChildren();
    }
    this.#showTurns(state);
    this.#composer.show(state);
    this.#followEnd();
  }

  #showTurns(state: ChatViewState): void {
    const ids = new Set(state.turns.map(({ id }) => id));
    for (const [id, view] of this.#turnViews) {
      if (!ids.has(id)) {
        view.element.remove();
        this.#turnViews.delete(id);
      }
    }
    this.#log.querySelector(".empty")?.remove();
    if (state.turns.length === 0) {
      this.#log.append(createEmptyView(state, this.#strings, (message) => this.#host.post(message)));
    }
    for (const turn of state.turns) {
      this.#showTurn(turn);
    }
  }

  #showTurn(turn: ChatTurnView): void {
    const known = this.#turnViews.get(turn.id);
    if (known === undefined) {
      const view = new TurnView(turn, this.#strings, (message) => this.#host.post(message), this.#renderer);
      this.#turnViews.set(turn.id, view);
      this.#log.append(view.element);
      if (turn.state === "running") {
        this.#isFollowing = true;
        this.#status.textContent = this.#strings.working;
      }
      return;
    }
    const wasRunning = known.turn.state === "running";
    const cameAtOnce = known.turn.answer === "" && turn.answer !== "";
    known.update(turn);
    if (wasRunning && turn.state !== "running") {
      this.#announceEnd(known);
      if (cameAtOnce) {
        // Nobody has read along: a long answer is read from its start.
        this.#isFollowing = false;
        known.element.scrollIntoView({ block: "start" });
      }
    }
  }

  #announceEnd(view: TurnView): void {
    const { state, note } = view.turn;
    const said =
      state === "stopped" ? this.#strings.stopped : state === "complete" ? this.#strings.answerDone : note;
    this.#status.textContent = `${said} ${view.spokenText.slice(0, maxSpokenChars)}`.trim();
  }

  #showWaitingText(): void {
    this.#frame = 0;
    for (const [turnId, text] of this.#waitingText) {
      this.#turnViews.get(turnId)?.append(text);
    }
    this.#waitingText.clear();
    this.#followEnd();
  }

  #noteScroll(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    this.#isFollowing = scrollHeight - scrollTop - clientHeight < followDistancePx;
    this.#jump.hidden = this.#isFollowing;
  }

  #followEnd(): void {
    if (this.#isFollowing) {
      this.#log.scrollTop = this.#log.scrollHeight;
    }
    this.#noteScroll();
  }

  #scrollToEnd(): void {
    this.#isFollowing = true;
    this.#followEnd();
  }
}
