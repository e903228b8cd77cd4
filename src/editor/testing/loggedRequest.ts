import type { GatedBackend } from "../../core/egress/outbound.ts";
import type { ChatReply } from "../../core/review/askChat.ts";
import type { CodeTarget } from "../codeTarget.ts";
import { logRequest } from "../review/requestLog.ts";
import type { TestingDeps } from "./testingDeps.ts";

export interface LoggedRequest {
  readonly target: CodeTarget;
  readonly backend: GatedBackend | undefined;
  readonly rid: string;
}

/** Runs the work around one request, and records what came of it. */
export async function logged<T>(
  { target, backend, rid }: LoggedRequest,
  { clock, events }: Pick<TestingDeps, "clock" | "events">,
  signal: AbortSignal,
  work: (onReply: (reply: ChatReply) => void) => Promise<T>,
): Promise<T> {
  const startMs = clock.monotonicMs();
  let reply: ChatReply | undefined;
  let error: unknown;
  try {
    return await work((value) => (reply = value));
  } catch (thrown) {
    error = thrown;
    throw thrown;
  } finally {
    const durationMs = clock.monotonicMs() - startMs;
    const { languageId, path } = target;
    logRequest(
      events,
      { rid, feature: "tests", identity: backend?.identity, durationMs, languageId, path },
      { reply, error, signal },
    );
  }
}
