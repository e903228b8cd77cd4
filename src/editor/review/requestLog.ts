import { isCancellation } from "../../core/errors.ts";
import type { EventSink } from "../../core/efficiency/events.ts";
import type { BackendIdentity, Feature } from "../../core/ports.ts";
import type { ChatReply } from "../../core/review/askChat.ts";

export interface LoggedRequest {
  readonly rid: string;
  readonly feature: Feature;
  /** Undefined for the offline backend. */
  readonly identity: BackendIdentity | undefined;
  readonly durationMs: number;
  readonly languageId: string;
  readonly path: string;
}

/** One `request` event for an answer, a failure or a cancelled wait; the user waited for all of it. */
export function logRequest(
  events: EventSink,
  { rid, feature, identity, durationMs, languageId, path }: LoggedRequest,
  result: { readonly reply?: ChatReply | undefined; readonly error?: unknown; readonly signal: AbortSignal },
): void {
  const { reply, error, signal } = result;
  const isCancelled = signal.aborted || isCancellation(error, signal);
  const isEmpty = identity !== undefined && reply?.text.trim() === "";
  events.record(
    {
      type: "request",
      rid,
      feature,
      backend: identity === undefined ? "offline" : identity.isLoopback ? "loopback" : "remote",
      trigger: "manual",
      outcome: isCancelled ? "cancelled" : error !== undefined ? "error" : isEmpty ? "empty" : "ok",
      firstTokenMs: reply?.firstTokenMs ?? null,
      durationMs: Math.round(durationMs),
      promptTokens: reply?.usage.promptTokens ?? 0,
      completionTokens: reply?.usage.completionTokens ?? 0,
      cachedTokens: reply?.usage.cachedTokens ?? null,
      isEstimated: reply?.usage.isEstimated ?? identity !== undefined,
      waitingMs: Math.round(durationMs),
    },
    { languageId, path },
  );
}
