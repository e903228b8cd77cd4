import { BackendError } from "../../core/backends/backendError.ts";
import { BodyProblem } from "../../core/backends/bodyDecoder.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import { ReplyFaultError, ReplyProblem } from "../../core/backends/replyReader.ts";
import {
  readRetryAfterMs,
  readServerProblem,
  type ServerProblem,
} from "../../core/backends/serverProblem.ts";
import { cleanServerText } from "../../core/backends/serverText.ts";
import { AssistantError } from "../../core/errors.ts";
import type { Expiry } from "./deadlines.ts";
import { findHttpFailure, type HttpFailure } from "./httpFailure.ts";
import { isRedirect } from "./modelClient.ts";
import { readNetworkProblem } from "./networkProblem.ts";
import { hostOf } from "./requestKey.ts";

/** A failure as the caller sees it, and what may be done about it. */
export interface BackendFailure {
  readonly error: AssistantError;
  readonly isRetryable: boolean;
  /** The server's refusal, where it can teach something. */
  readonly problem?: ServerProblem | undefined;
}

export interface FailureContext {
  readonly profile: ResolvedProfile;
  readonly secrets: readonly string[];
  readonly nowMs: number;
  readonly expired: Expiry | undefined;
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function isHtml(text: string): boolean {
  return text.trimStart().startsWith("<");
}

function fromProblem(problem: ServerProblem, context: FailureContext, retryAfterMs?: number): BackendFailure {
  const { profile, secrets } = context;
  const error = new BackendError(problem.kind, {
    host: hostOf(profile),
    model: profile.model,
    serverText: cleanServerText(problem.serverText, secrets),
    messageId: problem.messageId,
    sid: problem.sid === undefined ? undefined : cleanServerText(problem.sid, secrets),
    retryAfterMs,
  });
  return { error, isRetryable: problem.isRetryable, problem };
}

function fromHttp(failure: HttpFailure, context: FailureContext): BackendFailure {
  const { profile, secrets, nowMs } = context;
  const names = { host: hostOf(profile), model: profile.model };
  if (failure.status === 0 || isRedirect(failure.status)) {
    const target = cleanServerText(failure.headers.get("location")?.split("?")[0] ?? "", secrets);
    const error = new BackendError("notFound", {
      ...names,
      serverText: target,
      messageId: "backends.error.redirected",
    });
    return { error, isRetryable: false };
  }
  const isPage = isHtml(failure.bodyText);
  if (isPage && failure.status < 500 && ![401, 404, 405, 407, 429].includes(failure.status)) {
    const error = new BackendError("notAnApi", {
      ...names,
      serverText: cleanServerText(failure.bodyText, secrets),
    });
    return { error, isRetryable: false };
  }
  const body = parseBody(failure.bodyText);
  const problem = readServerProblem(failure.status, body);
  const bare = problem.serverText === "" ? `HTTP ${failure.status}` : problem.serverText;
  return fromProblem({ ...problem, serverText: bare }, context, readRetryAfterMs(failure.headers, nowMs));
}

/** Any failure of a request as an `AssistantError` that names no secret. */
export function readFailure(thrown: unknown, context: FailureContext): BackendFailure {
  const { profile, secrets, expired } = context;
  const names = { host: hostOf(profile), model: profile.model };
  if (expired !== undefined) {
    const messageId = expired === "betweenBytes" ? ("backends.error.stalled" as const) : undefined;
    return { error: new BackendError("timeout", { ...names, messageId }), isRetryable: false };
  }
  if (thrown instanceof AssistantError) {
    return { error: thrown, isRetryable: false };
  }
  if (thrown instanceof ReplyProblem) {
    return fromProblem(thrown.problem, context);
  }
  if (thrown instanceof BodyProblem) {
    const isPage = thrown.reason === "html";
    const error = new BackendError(isPage ? "notAnApi" : "streamBroken", {
      ...names,
      serverText: cleanServerText(thrown.sample, secrets),
      messageId: isPage ? undefined : "backends.error.unreadable",
    });
    return { error, isRetryable: false };
  }
  if (thrown instanceof ReplyFaultError) {
    const messageId = thrown.fault === "empty" ? ("backends.error.emptyReply" as const) : undefined;
    return {
      error: new BackendError("streamBroken", { ...names, messageId }),
      isRetryable: thrown.fault === "empty",
    };
  }
  const failure = findHttpFailure(thrown);
  if (failure !== undefined) {
    return fromHttp(failure, context);
  }
  const own = thrown instanceof Error ? thrown.cause : undefined;
  if (own instanceof AssistantError) {
    return { error: own, isRetryable: false };
  }
  const { kind, code, messageId, isRetryable } = readNetworkProblem(thrown, profile.isLoopback);
  const error = new BackendError(kind, {
    ...names,
    serverText: code,
    messageId,
    cause: cleanServerText(String(thrown), secrets),
  });
  return { error, isRetryable };
}
