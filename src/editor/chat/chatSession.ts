import * as vscode from "vscode";
import type { ChatHistoryStore } from "../../core/chat/chatHistoryStore.ts";
import {
  emptyConversation,
  withoutTurnsFrom,
  withTurn,
  type Attachment,
  type ChatTurn,
  type Conversation,
} from "../../core/chat/conversation.ts";
import { buildExplainInstruction } from "../../core/explain/explainPrompt.ts";
import type { Clock, Random } from "../../core/ports.ts";
import type { CodeTarget } from "../codeTarget.ts";
import type { ChatContext } from "./chatContext.ts";
import type { TurnInput, TurnRunner } from "./turnRunner.ts";

export type SessionChange =
  | { readonly kind: "state" }
  | { readonly kind: "text"; readonly turnId: string; readonly added: string }
  | { readonly kind: "thinking"; readonly turnId: string };

interface Running {
  readonly turnId: string;
  readonly controller: AbortController;
}

/** A running answer is written to disk this often, so that a kill costs a few words at most. */
const saveEveryMs = 2000;

/** The open conversation: asks, stops, retries, and keeps everything on disk. One turn runs at a time. */
export class ChatSession implements vscode.Disposable {
  readonly #runner: TurnRunner;
  readonly #history: ChatHistoryStore;
  readonly #context: ChatContext;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #changed = new vscode.EventEmitter<SessionChange>();
  #conversation: Conversation;
  #all: readonly Conversation[] = [];
  #running: Running | undefined;
  #lastTurn: Promise<unknown> = Promise.resolve();
  #loaded: Promise<void> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(
    runner: TurnRunner,
    history: ChatHistoryStore,
    context: ChatContext,
    clock: Clock,
    random: Random,
  ) {
    this.#runner = runner;
    this.#history = history;
    this.#context = context;
    this.#clock = clock;
    this.#random = random;
    this.#conversation = emptyConversation(random.uuid(), clock.nowMs());
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  /** Newest first, the open one included. */
  get conversations(): readonly Conversation[] {
    return this.#all;
  }

  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  turn(id: string): ChatTurn | undefined {
    return this.#conversation.turns.find((turn) => turn.id === id);
  }

  /** Reads the history once and opens the conversation that was open last. */
  load(): Promise<void> {
    this.#loaded ??= this.#history.load().then((conversations) => {
      this.#all = [
        ...this.#all,
        ...conversations.filter(({ id }) => this.#all.every((known) => known.id !== id)),
      ];
      const [newest] = conversations;
      if (newest !== undefined && this.#conversation.turns.length === 0) {
        this.#conversation = newest;
      }
      this.#fireState();
    });
    return this.#loaded;
  }

  /** Resolves to the turn as it ended; undefined for an empty question. */
  async ask(text: string): Promise<ChatTurn | undefined> {
    const question = text.trim();
    if (question === "") {
      return undefined;
    }
    return this.#afterLast(async () => {
      const { attachments, withheldPaths } = await this.#context.gather();
      const turn = this.#newTurn({ feature: "ask", question, attachments, withheldPaths });
      return this.#run({
        turn,
        history: this.#conversation.turns,
        includesWorkspace: this.#context.includesWorkspace,
      });
    });
  }

  async explain(target: CodeTarget): Promise<ChatTurn> {
    const startLine = target.range.start.line + 1;
    const endLine = Math.max(startLine, target.range.end.line + (target.range.end.character === 0 ? 0 : 1));
    const { path, languageId, kind, symbolName } = target;
    const attachment: Attachment = {
      reference: { uri: target.uri.toString(), path, startLine, endLine, languageId },
      kind: kind === "file" ? "file" : "selection",
      text: target.text,
    };
    const question =
      symbolName !== undefined
        ? vscode.l10n.t("Explain {0}", symbolName)
        : kind === "file"
          ? vscode.l10n.t("Explain this file")
          : vscode.l10n.t("Explain the selected code");
    return this.#afterLast(() => {
      const instruction = buildExplainInstruction({ path, startLine, endLine, kind, symbolName });
      const turn = this.#newTurn({
        feature: "explain",
        question,
        instruction,
        attachments: [attachment],
        withheldPaths: [],
      });
      return this.#run({ turn, history: this.#conversation.turns, includesWorkspace: false });
    });
  }

  stop(): void {
    this.#running?.controller.abort();
  }

  /** Asks the turn again, with the code that went with it; what came after it is dropped. */
  async retry(turnId: string): Promise<ChatTurn | undefined> {
    this.stop();
    return this.#afterLast(async () => {
      const old = this.turn(turnId);
      if (old === undefined) {
        return undefined;
      }
      this.#conversation = withoutTurnsFrom(this.#conversation, turnId);
      const gathered =
        old.feature === "ask" && old.backend.kind === "offline" ? await this.#context.gather() : old;
      const turn = this.#newTurn({
        feature: old.feature,
        question: old.question,
        instruction: old.instruction,
        attachments: gathered.attachments.filter(({ kind }) => kind !== "passage"),
        withheldPaths: gathered.withheldPaths,
      });
      const includesWorkspace = old.attachments.some(({ kind }) => kind === "passage");
      return this.#run({ turn, history: this.#conversation.turns, includesWorkspace });
    });
  }

  newChat(): void {
    this.stop();
    this.#conversation = emptyConversation(this.#random.uuid(), this.#clock.nowMs());
    this.#context.reset();
    this.#fireState();
  }

  open(id: string): void {
    const found = this.#all.find((conversation) => conversation.id === id);
    if (found !== undefined && found.id !== this.#conversation.id) {
      this.stop();
      this.#conversation = found;
      this.#fireState();
    }
  }

  async delete(id: string): Promise<void> {
    this.#all = this.#all.filter((conversation) => conversation.id !== id);
    if (this.#conversation.id === id) {
      this.newChat();
    } else {
      this.#fireState();
    }
    await this.#history.delete(id);
  }

  /** Stops the running answer and resolves when every chat is on disk. */
  async close(): Promise<void> {
    this.stop();
    await this.#lastTurn;
    await this.#history.settled();
  }

  dispose(): void {
    this.stop();
    this.#changed.dispose();
  }

  /** Turns wait for each other, so that a command and the view cannot answer into each other. */
  #afterLast<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#lastTurn.then(() => this.load()).then(run);
    this.#lastTurn = next.then(undefined, () => undefined);
    return next;
  }

  #newTurn(
    asked: Pick<ChatTurn, "feature" | "question" | "instruction" | "attachments" | "withheldPaths">,
  ): ChatTurn {
    return {
      ...asked,
      id: this.#random.uuid(),
      answer: "",
      state: "running",
      backend: { kind: "offline" },
      askedAtMs: this.#clock.nowMs(),
    };
  }

  async #run(input: TurnInput): Promise<ChatTurn> {
    const controller = new AbortController();
    const conversationId = this.#conversation.id;
    this.#running = { turnId: input.turn.id, controller };
    this.#put(conversationId, input.turn);
    this.#fireState();
    void this.#save(conversationId);
    let savedAtMs = this.#clock.monotonicMs();
    const ended = await this.#runner.run(
      input,
      {
        onChange: (turn) => {
          this.#put(conversationId, turn);
          this.#fireState();
        },
        onText: (turn, added) => {
          this.#put(conversationId, turn);
          if (this.#clock.monotonicMs() - savedAtMs > saveEveryMs) {
            savedAtMs = this.#clock.monotonicMs();
            void this.#save(conversationId);
          }
          this.#changed.fire({ kind: "text", turnId: turn.id, added });
        },
        onThinking: (turn) => this.#changed.fire({ kind: "thinking", turnId: turn.id }),
      },
      controller.signal,
    );
    this.#running = undefined;
    this.#put(conversationId, ended);
    const saved = this.#save(conversationId);
    this.#fireState();
    await saved;
    return ended;
  }

  /** A turn goes on in its own conversation, also when another one has been opened meanwhile. */
  #put(conversationId: string, turn: ChatTurn): void {
    const isOpen = this.#conversation.id === conversationId;
    const conversation = isOpen ? this.#conversation : this.#all.find(({ id }) => id === conversationId);
    if (conversation === undefined) {
      return;
    }
    const changed = withTurn(conversation, turn, this.#clock.nowMs());
    if (isOpen) {
      this.#conversation = changed;
    }
    this.#all = [changed, ...this.#all.filter(({ id }) => id !== conversationId)];
  }

  async #save(conversationId: string): Promise<void> {
    const conversation = this.#all.find(({ id }) => id === conversationId);
    if (conversation !== undefined) {
      await this.#history.save(conversation);
    }
  }

  #fireState(): void {
    this.#changed.fire({ kind: "state" });
  }
}
