import * as vscode from "vscode";
import type { ChatHistoryStore } from "../../core/chat/chatHistoryStore.ts";
import {
  emptyConversation,
  withoutSentOnce,
  withoutTurnsFrom,
  withTurn,
  type Attachment,
  type ChatTurn,
  type CodeReference,
  type Conversation,
} from "../../core/chat/conversation.ts";
import { buildExplainInstruction } from "../../core/explain/explainPrompt.ts";
import type { Clock, Random } from "../../core/ports.ts";
import { OnceAllowance, type AllowedFile } from "../../core/egress/onceAllowance.ts";
import type { CodeTarget } from "../codeTarget.ts";
import type { AllowOnce } from "../egress/allowOnce.ts";
import type { ChatContext, GatheredContext } from "./chatContext.ts";
import type { TurnInput, TurnRunner } from "./turnRunner.ts";

export type SessionChange =
  | { readonly kind: "state" }
  | { readonly kind: "text"; readonly turnId: string; readonly added: string }
  | { readonly kind: "thinking"; readonly turnId: string };

interface Running {
  readonly turnId: string;
  readonly controller: AbortController;
}

interface GatheredOnce extends GatheredContext {
  /** Withheld files that the user let go. */
  readonly allowed: readonly AllowedFile[];
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
  readonly #allowOnce: AllowOnce;
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
    allowOnce: AllowOnce,
  ) {
    this.#runner = runner;
    this.#history = history;
    this.#context = context;
    this.#clock = clock;
    this.#random = random;
    this.#allowOnce = allowOnce;
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
      const { allowed, ...gathered } = await this.#gather();
      const turn = this.#newTurn({ feature: "ask", question, ...gathered }, allowed);
      return this.#run({
        turn,
        history: this.#conversation.turns,
        includesWorkspace: this.#context.includesWorkspace,
        allowance: allowanceFor(allowed),
      });
    });
  }

  /** Resolves to undefined when the file is withheld and the user does not let it go. */
  async explain(target: CodeTarget): Promise<ChatTurn | undefined> {
    const once = await this.#allowOnce.ask(target.path);
    if (once.kind === "declined") {
      return undefined;
    }
    const allowed = once.kind === "allowed" ? [once.file] : [];
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
      const asked = { question, instruction, attachments: [attachment], withheldPaths: [] };
      const turn = this.#newTurn({ feature: "explain", ...asked }, allowed);
      return this.#run({
        turn,
        history: this.#conversation.turns,
        includesWorkspace: false,
        allowance: allowanceFor(allowed),
      });
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
      const isNew = old.feature === "ask" && old.backend.kind === "offline";
      const { allowed, attachments, withheldPaths } = await (isNew ? this.#gather() : this.#gatherAgain(old));
      if (this.turn(turnId) === undefined) {
        // Another chat was opened over the question about a withheld file.
        return undefined;
      }
      // Only now: a file that is gone rejects, and must take no turn with it.
      this.#conversation = withoutTurnsFrom(this.#conversation, turnId);
      const { feature, question, instruction } = old;
      const chosen = attachments.filter(({ kind }) => kind !== "passage");
      const asked = { feature, question, instruction, attachments: chosen, withheldPaths };
      return this.#run({
        turn: this.#newTurn(asked, allowed),
        history: this.#conversation.turns,
        includesWorkspace: old.attachments.some(({ kind }) => kind === "passage"),
        allowance: allowanceFor(allowed),
      });
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

  /** The chips' code; a withheld file that was added by hand is asked about. */
  async #gather(): Promise<GatheredOnce> {
    const allowed: AllowedFile[] = [];
    const gathered = await this.#context.gather(async (path) => {
      const answer = await this.#allowOnce.ask(path);
      if (answer.kind === "allowed") {
        allowed.push(answer.file);
      }
      return answer.kind === "allowed";
    });
    return { ...gathered, allowed };
  }

  /** The code of an earlier turn. What went once is asked about and read anew: its text was not kept. */
  async #gatherAgain(old: ChatTurn): Promise<GatheredOnce> {
    const allowed: AllowedFile[] = [];
    const attachments: Attachment[] = [];
    const withheldPaths = [...old.withheldPaths];
    for (const attachment of old.attachments) {
      const { path } = attachment.reference;
      const answer = old.sentOncePaths?.includes(path) === true ? await this.#allowOnce.ask(path) : undefined;
      if (answer?.kind === "declined") {
        withheldPaths.push(path);
        continue;
      }
      allowed.push(...(answer?.kind === "allowed" ? [answer.file] : []));
      const text = answer === undefined ? attachment.text : await readReference(attachment.reference);
      attachments.push({ ...attachment, text });
    }
    return { attachments, withheldPaths, allowed };
  }

  #newTurn(
    asked: Pick<ChatTurn, "feature" | "question" | "instruction" | "attachments" | "withheldPaths">,
    allowed: readonly AllowedFile[],
  ): ChatTurn {
    const sentOncePaths = allowed.map(({ path }) => path);
    return {
      ...asked,
      ...(sentOncePaths.length === 0 ? {} : { sentOncePaths }),
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
    const changed = withTurn(conversation, withoutSentOnce(turn), this.#clock.nowMs());
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

function allowanceFor(allowed: readonly AllowedFile[]): OnceAllowance | undefined {
  return allowed.length === 0 ? undefined : new OnceAllowance(allowed);
}

/** The lines as they are now; rejects when the file is gone. */
async function readReference({ uri, startLine, endLine }: CodeReference): Promise<string> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const lastLine = Math.min(endLine, document.lineCount) - 1;
  return document.getText(
    new vscode.Range(startLine - 1, 0, lastLine, document.lineAt(lastLine).text.length),
  );
}
