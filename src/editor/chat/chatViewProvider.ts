import * as vscode from "vscode";
import type { ChatTurn } from "../../core/chat/conversation.ts";
import type { EventSink } from "../../core/efficiency/events.ts";
import type { BackendProvider } from "../../core/egress/outbound.ts";
import { toAssistantError } from "../../core/errors.ts";
import type { Clock, Log } from "../../core/ports.ts";
import {
  decodeFromChat,
  type BackendView,
  type ChatViewState,
  type FromChat,
  type ToChat,
} from "../../protocol/chatMessages.ts";
import { chatViewId, commandIds, internalCommandIds } from "../commandIds.ts";
import { describeError } from "../errorText.ts";
import { runNext } from "../nextCommand.ts";
import type { Settings } from "../settings.ts";
import { createWebviewHtml, webviewRoots, type PageParts } from "../webviewHtml.ts";
import { addContext } from "./addContext.ts";
import type { ChatContext, WithheldCheck } from "./chatContext.ts";
import type { ChatSession } from "./chatSession.ts";
import { createChatStrings } from "./chatStrings.ts";
import { nextStepsOf, offlineBackendView, recentEntries, turnView } from "./chatViewState.ts";
import type { CodeBlockActions } from "./codeBlockActions.ts";
import { openLink, showLines } from "./openLink.ts";
import { turnBackendOf } from "./turnRunner.ts";

/** Chips follow the editor after this pause (ms): soon enough to see, late enough not to flicker. */
const chipDelayMs = 60;

const page: PageParts = {
  script: "chat.js",
  style: "chat.css",
  title: "Flywheel",
  body: '<div id="chat"></div>',
  drawsPictures: false,
};

export interface ChatViewDeps {
  readonly extensionUri: vscode.Uri;
  readonly session: ChatSession;
  readonly context: ChatContext;
  readonly codeBlocks: CodeBlockActions;
  readonly backends: BackendProvider;
  readonly settings: Settings;
  readonly events: EventSink;
  readonly isWithheld: WithheldCheck;
  /** The person is writing a question. */
  readonly onTyping: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The chat view: shows the session and carries out what its page asks for. */
export class ChatViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #deps: ChatViewDeps;
  readonly #subscriptions: readonly vscode.Disposable[];
  #view: vscode.WebviewView | undefined;
  #isReady = false;
  /** Sent once the page is there. */
  #waitingFocus: { readonly draft: string | null } | undefined;
  #lastPost = 0;
  #isPostDue = false;

  constructor(deps: ChatViewDeps) {
    this.#deps = deps;
    this.#subscriptions = [
      deps.session.onDidChange((change) => {
        if (change.kind === "state") {
          void this.#postState();
        } else if (change.kind === "text") {
          this.#post({ kind: "delta", turnId: change.turnId, text: change.added });
        } else {
          this.#post({ kind: "thinking", turnId: change.turnId });
        }
      }),
      deps.context.onDidChange(() => void this.#postStateSoon()),
      deps.settings.onDidChange(() => void this.#postState()),
    ];
  }

  async resolveWebviewView(view: vscode.WebviewView): Promise<void> {
    const { extensionUri, session } = this.#deps;
    this.#view = view;
    this.#isReady = false;
    view.webview.options = {
      enableScripts: true,
      enableCommandUris: false,
      enableForms: false,
      localResourceRoots: webviewRoots(extensionUri),
    };
    view.webview.onDidReceiveMessage((value: unknown) => void this.#receive(value));
    view.onDidDispose(() => {
      if (this.#view === view) {
        this.#view = undefined;
        this.#isReady = false;
      }
    });
    view.onDidChangeVisibility(() => {
      if (view.visible) {
        void this.#postState();
      }
    });
    view.webview.html = createWebviewHtml(view.webview, extensionUri, page);
    await session.load();
  }

  /** Brings the view to the front with its box focused; a draft replaces what stands in the box. */
  async reveal(draft: string | null = null): Promise<void> {
    await vscode.commands.executeCommand(`${chatViewId}.focus`);
    if (this.#isReady) {
      this.#post({ kind: "focusInput", draft });
    } else {
      this.#waitingFocus = { draft };
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #post(message: ToChat): void {
    if (this.#isReady) {
      void this.#view?.webview.postMessage(message);
    }
  }

  async #receive(value: unknown): Promise<void> {
    const message = decodeFromChat(value);
    if (message === undefined) {
      this.#deps.log.warn("The chat page sent a message that could not be read.");
      return;
    }
    try {
      await this.#handle(message);
    } catch (error) {
      this.#deps.log.error("The chat view could not do what was asked.", error);
      void vscode.window.showErrorMessage(describeError(toAssistantError(error)).text);
    }
  }

  async #handle(message: FromChat): Promise<void> {
    const { session, context, isWithheld } = this.#deps;
    switch (message.kind) {
      case "ready":
        return this.#onReady();
      case "typing":
        return this.#deps.onTyping();
      case "send":
        return void (await session.ask(message.text));
      case "stop":
        return session.stop();
      case "retry":
        return void (await session.retry(message.turnId));
      case "openConversation":
        return session.open(message.id);
      case "addContext":
        return addContext(context, isWithheld);
      case "showChats":
        return void (await vscode.commands.executeCommand(internalCommandIds.showChats));
      case "removeChip":
        return context.remove(message.id);
      case "openChip":
        return context.open(message.id);
      case "openLink":
        return openLink(message.href);
      case "setUpBackend":
        return void (await vscode.commands.executeCommand(commandIds.setUpBackend));
      case "openReference":
      case "copyAnswer":
      case "copy":
      case "insert":
      case "apply":
      case "nextStep":
        return this.#handleForTurn(message);
    }
  }

  async #handleForTurn(
    message: Extract<
      FromChat,
      { kind: "openReference" | "copyAnswer" | "copy" | "insert" | "apply" | "nextStep" }
    >,
  ): Promise<void> {
    const turn = this.#deps.session.turn(message.turnId);
    if (turn === undefined) {
      return;
    }
    const { codeBlocks } = this.#deps;
    switch (message.kind) {
      case "openReference":
        return openReference(turn, message.index);
      case "copyAnswer":
        await codeBlocks.copy(turn.answer);
        return this.#recordUse(turn, "copy");
      case "copy":
        await codeBlocks.copy(message.code);
        return this.#recordUse(turn, "copy");
      case "insert":
        return this.#recordWrite(turn, "insert", await codeBlocks.insert(turn, message.code));
      case "apply":
        return this.#recordWrite(turn, "apply", await codeBlocks.apply(turn, message.code, message.info));
      case "nextStep":
        return this.#runNextStep(turn, Number(message.id));
    }
  }

  async #runNextStep(turn: ChatTurn, index: number): Promise<void> {
    const step = nextStepsOf(turn)[index];
    if (step?.kind === "command") {
      await runNext(step.next);
    } else if (step?.kind === "retry") {
      await this.#deps.session.retry(turn.id);
    }
  }

  #recordWrite(turn: ChatTurn, used: "insert" | "apply", outcome: string): void {
    if (outcome === "applied") {
      this.#recordUse(turn, used);
    }
  }

  /** The turn's size was counted when it ended: this adds only what became of it. */
  #recordUse(turn: ChatTurn, used: "copy" | "insert" | "apply"): void {
    const { id: rid, feature } = turn;
    this.#deps.events.record({
      type: "chat.turn",
      rid,
      feature,
      promptChars: 0,
      waitMs: 0,
      answerChars: 0,
      used,
    });
  }

  async #onReady(): Promise<void> {
    await this.#deps.session.load();
    const state = await this.#readState();
    this.#isReady = true;
    this.#post({ kind: "init", strings: createChatStrings(), state });
    // What changed while the state was put together has not been sent.
    await this.#postState();
    if (this.#waitingFocus !== undefined) {
      this.#post({ kind: "focusInput", draft: this.#waitingFocus.draft });
      this.#waitingFocus = undefined;
    }
  }

  /** Selecting with the mouse changes the chips many times a second. */
  async #postStateSoon(): Promise<void> {
    if (!this.#isPostDue && this.#view?.visible === true) {
      this.#isPostDue = true;
      await this.#deps.clock.delay(chipDelayMs);
      this.#isPostDue = false;
      await this.#postState();
    }
  }

  /** Only the newest of several overlapping calls posts. */
  async #postState(): Promise<void> {
    this.#lastPost += 1;
    const own = this.#lastPost;
    if (!this.#isReady) {
      return;
    }
    const [chips, backend] = await Promise.all([this.#deps.context.chips(), this.#readBackend()]);
    if (own === this.#lastPost) {
      this.#post({ kind: "state", state: this.#stateOf(chips, backend) });
    }
  }

  async #readState(): Promise<ChatViewState> {
    const [chips, backend] = await Promise.all([this.#deps.context.chips(), this.#readBackend()]);
    return this.#stateOf(chips, backend);
  }

  /** The session is read last, so that no text of a running answer is shown twice or lost. */
  #stateOf(chips: ChatViewState["chips"], backend: BackendView): ChatViewState {
    const { session, clock } = this.#deps;
    const { id, turns } = session.conversation;
    return {
      conversationId: id,
      turns: turns.map(turnView),
      chips,
      backend,
      recent: recentEntries(session.conversations, id, clock.nowMs()),
      isBusy: session.isBusy,
    };
  }

  async #readBackend(): Promise<BackendView> {
    try {
      const backend = await this.#deps.backends.forRole("chat");
      if (backend === undefined) {
        return offlineBackendView();
      }
      const view = turnBackendOf(backend.identity);
      return view.kind === "offline"
        ? offlineBackendView()
        : {
            label: view.model,
            detail: vscode.l10n.t(
              "{0} at {1}. Code goes there only with a question, after the privacy rules.",
              view.profile,
              view.host,
            ),
            isOffline: false,
          };
    } catch (error) {
      const detail = describeError(toAssistantError(error)).text;
      return { label: vscode.l10n.t("No usable backend"), detail, isOffline: true };
    }
  }
}

async function openReference(turn: ChatTurn, index: number): Promise<void> {
  const reference = turn.attachments[index]?.reference;
  if (reference !== undefined) {
    await showLines(vscode.Uri.parse(reference.uri), reference.startLine, reference.endLine);
  }
}
