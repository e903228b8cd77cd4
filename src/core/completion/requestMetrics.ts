import type { EventSink } from "../efficiency/events.ts";
import { estimateTokens } from "../text/tokens.ts";
import type { LiveRequest, RequestOutcome } from "./liveRequest.ts";
import type { DocumentSnapshot, Trigger } from "./completionTypes.ts";

/** Records what a sent request cost. A request that was cancelled before it left cost nothing. */
export function recordRequest(
  events: EventSink,
  live: LiveRequest,
  outcome: RequestOutcome,
  nowMs: number,
): void {
  const { sentMs } = live;
  if (sentMs === undefined) {
    return;
  }
  const { rid, trigger, backend, snapshot, offset } = live.input;
  const usage = outcome.kind === "done" ? outcome.summary.usage : undefined;
  // Where the server did not say: what the window around the cursor most likely held.
  const promptChars = Math.min(offset, 6600) + Math.min(snapshot.text.length - offset, 2300);
  const ownEstimate = Math.ceil(promptChars / 3.3);
  events.record(
    {
      type: "request",
      rid,
      feature: "completion",
      backend: backend.identity.isLoopback ? "loopback" : "remote",
      trigger,
      outcome: outcomeOf(live, outcome),
      firstTokenMs: outcome.kind === "done" ? (outcome.summary.firstTextMs ?? null) : null,
      durationMs: nowMs - sentMs,
      promptTokens: usage?.promptTokens ?? ownEstimate,
      completionTokens: usage?.completionTokens ?? estimateTokens(live.entry.text),
      cachedTokens: usage?.cachedTokens ?? null,
      isEstimated: usage?.isEstimated ?? true,
      waitingMs: 0,
    },
    { languageId: snapshot.languageId, path: snapshot.path },
  );
}

function outcomeOf(live: LiveRequest, outcome: RequestOutcome): "ok" | "empty" | "cancelled" | "error" {
  if (outcome.kind === "done") {
    return live.entry.text.trim() === "" ? "empty" : "ok";
  }
  return outcome.kind === "cancelled" ? "cancelled" : "error";
}

/** A prediction that was offered counts as a request to the offline backend. */
export function recordPrediction(
  events: EventSink,
  snapshot: DocumentSnapshot,
  more: { rid: string; trigger: Trigger; durationMs: number },
): void {
  events.record(
    {
      type: "request",
      rid: more.rid,
      feature: "completion",
      backend: "offline",
      trigger: more.trigger,
      outcome: "ok",
      firstTokenMs: more.durationMs,
      durationMs: more.durationMs,
      promptTokens: 0,
      completionTokens: 0,
      cachedTokens: null,
      isEstimated: false,
      waitingMs: 0,
    },
    { languageId: snapshot.languageId, path: snapshot.path },
  );
}
