import { ownMessageOf } from "../../core/backends/backendError.ts";
import { answerTurn, type TurnEnd } from "../../core/chat/answerTurn.ts";
import { buildChatPrompt, type AnswerLanguage } from "../../core/chat/chatPrompt.ts";
import type { Attachment, ChatTurn, TurnBackend } from "../../core/chat/conversation.ts";
import type { EventSink } from "../../core/efficiency/events.ts";
import { withAllowance, type OnceAllowance } from "../../core/egress/onceAllowance.ts";
import type { BackendProvider, GatedBackend } from "../../core/egress/outbound.ts";
import { isCancellation, toAssistantError, type AssistantError } from "../../core/errors.ts";
import type { BackendIdentity, Clock } from "../../core/ports.ts";
import type { Settings } from "../settings.ts";
import type { Translator } from "../translate.ts";
import type { WorkerClient } from "../workerClient.ts";
import { OfflineAnswers } from "./offlineAnswers.ts";
import type { WithheldCheck } from "./chatContext.ts";
import { readWorkspaceInstructions } from "./workspaceInstructions.ts";
import { attachPassages } from "./workspacePassages.ts";

export interface TurnRunnerDeps {
  readonly backends: BackendProvider;
  readonly worker: WorkerClient;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly translator: Translator;
  readonly isWithheld: WithheldCheck;
}

export interface TurnEvents {
  /** The turn as it is from now on, its text aside. */
  onChange(turn: ChatTurn): void;
  onText(turn: ChatTurn, added: string): void;
  onThinking(turn: ChatTurn): void;
}

export interface TurnInput {
  readonly turn: ChatTurn;
  readonly history: readonly ChatTurn[];
  /** Look for passages of the workspace and send them along. */
  readonly includesWorkspace: boolean;
  /** For withheld files among the attachments that the user let go with this turn. */
  readonly allowance?: OnceAllowance | undefined;
}

export function turnBackendOf({ profile, model, origin }: BackendIdentity): TurnBackend {
  return { kind: "model", profile, model, host: URL.canParse(origin) ? new URL(origin).host : origin };
}

/** Answers one turn, by the chat backend of the settings or by the offline backend, and logs what it took. */
export class TurnRunner {
  readonly #deps: TurnRunnerDeps;
  readonly #offline: OfflineAnswers;

  constructor(deps: TurnRunnerDeps) {
    this.#deps = deps;
    this.#offline = new OfflineAnswers(deps.worker, deps.translator);
  }

  /** Resolves to the turn as it ended. Never rejects: a failure is the turn's. */
  async run(input: TurnInput, events: TurnEvents, signal: AbortSignal): Promise<ChatTurn> {
    const startMs = this.#deps.clock.monotonicMs();
    try {
      const backend = await this.#deps.backends.forRole("chat");
      signal.throwIfAborted();
      return backend === undefined
        ? await this.#runOffline(input.turn, startMs, signal)
        : await this.#runModel(backend, input, events, signal);
    } catch (error) {
      if (isCancellation(error, signal)) {
        return { ...input.turn, state: "stopped" };
      }
      return { ...input.turn, state: "error", failure: failureOf(toAssistantError(error)) };
    }
  }

  async #runOffline(asked: ChatTurn, startMs: number, signal: AbortSignal): Promise<ChatTurn> {
    // A search sends nothing along, so the answer must not look as if it had read the chips.
    const { text: answer, about } = await this.#offline.answer(asked, signal);
    const attachments: readonly Attachment[] = about === undefined ? [] : [about];
    const durationMs = Math.round(this.#deps.clock.monotonicMs() - startMs);
    const turn: ChatTurn = {
      ...asked,
      attachments,
      withheldPaths: [],
      backend: { kind: "offline" },
      answer,
      state: "complete",
    };
    this.#deps.events.record(
      {
        type: "request",
        rid: turn.id,
        feature: turn.feature,
        backend: "offline",
        trigger: "manual",
        outcome: "ok",
        firstTokenMs: durationMs,
        durationMs,
        promptTokens: 0,
        completionTokens: 0,
        cachedTokens: null,
        isEstimated: false,
        waitingMs: durationMs,
      },
      contextOf(turn),
    );
    this.#recordTurn(turn, durationMs, 0);
    return turn;
  }

  async #runModel(
    backend: GatedBackend,
    { turn: asked, history, includesWorkspace, allowance }: TurnInput,
    events: TurnEvents,
    signal: AbortSignal,
  ): Promise<ChatTurn> {
    const { worker, isWithheld, clock } = this.#deps;
    let turn: ChatTurn = { ...asked, backend: turnBackendOf(backend.identity) };
    if (includesWorkspace) {
      turn = { ...turn, attachments: await attachPassages(turn, worker, isWithheld, signal) };
    }
    events.onChange(turn);
    const prompt = buildChatPrompt({
      history,
      turn,
      instructions: await readWorkspaceInstructions(),
      language: this.#language(),
      limits: backend.chat.limits,
    });
    for await (const update of answerTurn(
      withAllowance(backend.chat, allowance),
      prompt,
      turn.feature,
      clock,
      signal,
    )) {
      if (update.kind === "text") {
        turn = { ...turn, answer: turn.answer + update.text };
        events.onText(turn, update.text);
      } else if (update.kind === "thinking") {
        events.onThinking(turn);
      } else {
        this.#recordRequest(turn, backend.identity, update);
        this.#recordTurn(turn, Math.round(update.durationMs), promptCharsOf(turn));
        turn = endedTurn(turn, update);
      }
    }
    return turn;
  }

  #language(): AnswerLanguage {
    const tag = this.#deps.translator.isAnsweringInChinese ? "zh-cn" : "en";
    return { tag, isFixed: this.#deps.settings.answerLanguage() !== "auto" };
  }

  #recordRequest(turn: ChatTurn, identity: BackendIdentity, end: TurnEnd): void {
    const { usage, firstTokenMs, durationMs, state } = end;
    this.#deps.events.record(
      {
        type: "request",
        rid: turn.id,
        feature: turn.feature,
        backend: identity.isLoopback ? "loopback" : "remote",
        trigger: "manual",
        outcome:
          state === "error"
            ? "error"
            : state === "stopped"
              ? "cancelled"
              : turn.answer === ""
                ? "empty"
                : "ok",
        firstTokenMs: firstTokenMs === null ? null : Math.round(firstTokenMs),
        durationMs: Math.round(durationMs),
        promptTokens: usage.promptTokens,
        completionTokens: usage.completionTokens,
        cachedTokens: usage.cachedTokens ?? null,
        isEstimated: usage.isEstimated,
        // Reading begins with the first text; until then the user only waits.
        waitingMs: Math.round(firstTokenMs ?? durationMs),
      },
      contextOf(turn),
    );
  }

  #recordTurn(turn: ChatTurn, waitMs: number, promptChars: number): void {
    this.#deps.events.record(
      {
        type: "chat.turn",
        rid: turn.id,
        feature: turn.feature,
        promptChars,
        waitMs,
        answerChars: turn.answer.length,
        used: "none",
      },
      contextOf(turn),
    );
  }
}

function contextOf(turn: ChatTurn): { readonly languageId?: string; readonly path?: string } {
  const reference = turn.attachments[0]?.reference;
  return reference === undefined ? {} : { languageId: reference.languageId, path: reference.path };
}

function promptCharsOf({ question, instruction, attachments }: ChatTurn): number {
  const attached = attachments.reduce((sum, { text }) => sum + text.length, 0);
  return attached + (instruction ?? question).length;
}

function failureOf(error: AssistantError): NonNullable<ChatTurn["failure"]> {
  const { kind, message, detail } = error;
  const text = ownMessageOf(error);
  return { kind, message, detail, ...(text === undefined ? {} : { text }) };
}

function endedTurn(turn: ChatTurn, end: TurnEnd): ChatTurn {
  const failure = end.error === undefined ? undefined : failureOf(end.error);
  if (end.error?.kind === "moderated" || end.endReason === "filtered") {
    // The provider took its answer back: nothing of it stays to be read, copied or inserted.
    const endReason = turn.answer === "" ? end.endReason : "filtered";
    return { ...turn, answer: "", state: end.state, endReason, failure };
  }
  const isEmpty = end.state === "complete" && turn.answer.trim() === "";
  return { ...turn, state: isEmpty ? "incomplete" : end.state, endReason: end.endReason, failure };
}
