import * as vscode from "vscode";
import type { ChatTurn, CodeReference, Conversation } from "../../core/chat/conversation.ts";
import { AssistantError } from "../../core/errors.ts";
import { joinSentences } from "../../core/text/joinSentences.ts";
import type {
  BackendView,
  ChatReferenceView,
  ChatTurnView,
  HistoryEntryView,
  NextStepView,
} from "../../protocol/chatMessages.ts";
import { describeError } from "../errorText.ts";
import type { NextCommand } from "../nextCommand.ts";

/** A step below a failed turn: a command, or asking again. */
export type NextStep =
  | { readonly kind: "command"; readonly label: string; readonly next: NextCommand }
  | { readonly kind: "retry"; readonly label: string };

const newestShown = 3;

export function offlineBackendView(): BackendView {
  return {
    label: vscode.l10n.t("Offline backend"),
    detail: vscode.l10n.t(
      "No model and no network. It explains code from its syntax tree and finds passages of this workspace. A chat backend answers in words.",
    ),
    isOffline: true,
  };
}

export function errorOf(turn: ChatTurn): AssistantError | undefined {
  const { failure } = turn;
  return failure === undefined
    ? undefined
    : Object.assign(new AssistantError(failure.kind, failure.message, { detail: failure.detail }), {
        ...(failure.text === undefined ? {} : { text: failure.text }),
      });
}

/** What leads on from a turn that failed, most useful first. */
export function nextStepsOf(turn: ChatTurn): readonly NextStep[] {
  const error = errorOf(turn);
  if (error === undefined) {
    return [];
  }
  if (error.kind === "hostNotConfirmed") {
    return [{ kind: "retry", label: vscode.l10n.t("Confirm {0} and Send", error.detail) }];
  }
  const { next } = describeError(error);
  const again: NextStep = { kind: "retry", label: vscode.l10n.t("Ask again") };
  return next === undefined ? [again] : [{ kind: "command", label: next.title, next }, again];
}

function noteOf(turn: ChatTurn): string {
  const error = errorOf(turn);
  const withdrawn = vscode.l10n.t("What had come of the answer was taken back.");
  if (error !== undefined) {
    const { text } = describeError(error);
    // The closer sentence of a backend says itself what became of the answer.
    const isTold = turn.endReason !== "filtered" || turn.failure?.text !== undefined;
    return isTold ? text : joinSentences(withdrawn, text);
  }
  if (turn.endReason === "filtered") {
    return joinSentences(vscode.l10n.t("The provider's content check ended this answer."), withdrawn);
  }
  if (turn.state === "stopped") {
    return vscode.l10n.t("You stopped this answer.");
  }
  if (turn.state !== "incomplete") {
    return "";
  }
  if (turn.answer.trim() === "" && turn.endReason !== "incomplete") {
    return vscode.l10n.t("The model answered with nothing.");
  }
  if (turn.endReason === "length") {
    return vscode.l10n.t("The answer was cut: it reached the model's length limit. Ask it to go on.");
  }
  return vscode.l10n.t("The answer was cut off before its end.");
}

function backendLabelOf({ backend, attachments, state }: ChatTurn): string {
  if (backend.kind === "model") {
    return `${backend.model} · ${backend.host}`;
  }
  if (state !== "complete") {
    // Whether a model would have answered was not known yet.
    return "";
  }
  return attachments.length > 0
    ? vscode.l10n.t("Offline backend · syntax tree only")
    : vscode.l10n.t("Offline backend · text search only");
}

function referenceView({ path, startLine, endLine }: CodeReference): ChatReferenceView {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const lines = startLine === endLine ? `:${startLine}` : `:${startLine}-${endLine}`;
  return { label: name + lines, title: path + lines };
}

export function turnView(turn: ChatTurn): ChatTurnView {
  return {
    id: turn.id,
    question: turn.question,
    references: turn.attachments.map(({ reference }) => referenceView(reference)),
    withheld: turn.withheldPaths,
    answer: turn.answer,
    state: turn.state,
    backendLabel: backendLabelOf(turn),
    isOffline: turn.backend.kind === "offline",
    note: noteOf(turn),
    nextSteps: nextStepsOf(turn).map(({ label }, index): NextStepView => ({ id: String(index), label })),
  };
}

/** Time of day for today, else the date, as the display language writes it. */
export function describeTime(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const isToday = at.toDateString() === new Date(nowMs).toDateString();
  const options: Intl.DateTimeFormatOptions = isToday
    ? { hour: "2-digit", minute: "2-digit" }
    : { month: "short", day: "numeric" };
  return new Intl.DateTimeFormat(vscode.env.language, options).format(at);
}

export function recentEntries(
  conversations: readonly Conversation[],
  openId: string,
  nowMs: number,
): readonly HistoryEntryView[] {
  return conversations
    .filter(({ id, turns }) => id !== openId && turns.length > 0)
    .slice(0, newestShown)
    .map(({ id, title, updatedAtMs }) => ({ id, title, when: describeTime(updatedAtMs, nowMs) }));
}
