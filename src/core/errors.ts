/** What went wrong, for the edge to choose a text and a next step by. */
export const errorKinds = [
  "badSettings",
  "noKey",
  "badKey",
  "unreachable",
  "tls",
  "proxy",
  "notFound",
  "modelNotFound",
  "rateLimited",
  "quotaExceeded",
  "contextTooLong",
  "badRequest",
  "serverError",
  "notAnApi",
  "timeout",
  "moderated",
  "streamBroken",
  "onlyReasoning",
  "hostNotConfirmed",
  "hostNotAllowed",
  "fileWithheld",
  "untrustedWorkspace",
  "noAnchor",
  "badReply",
  "replyCutOff",
  "offlineCannot",
  "workerDead",
  "notContained",
  "unexpected",
] as const;

export type ErrorKind = (typeof errorKinds)[number];

/** The kind of that name; `unexpected` for one that this version does not know, as in files of a newer one. */
export function errorKindOf(name: string): ErrorKind {
  return errorKinds.find((kind) => kind === name) ?? "unexpected";
}

/**
 * An error a user can act on. `message` is one English sentence for logs; the editor shows the text
 * of `kind` in the user's language with `detail` (host, model, file ...) put in.
 */
export class AssistantError extends Error {
  override readonly name: string = "AssistantError";
  readonly kind: ErrorKind;
  readonly detail: string;
  /** Milliseconds to wait before another try, where the server said so. */
  readonly retryAfterMs: number | undefined;

  constructor(
    kind: ErrorKind,
    message: string,
    more: { detail?: string; cause?: unknown; retryAfterMs?: number | undefined } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.kind = kind;
    this.detail = more.detail ?? "";
    this.retryAfterMs = more.retryAfterMs;
  }
}

/** True for an abort, which is no error: check, return nothing, tell nobody. */
export function isCancellation(error: unknown, signal?: AbortSignal): boolean {
  if (signal?.aborted === true) {
    return true;
  }
  return error instanceof Error && (error.name === "AbortError" || error.name === "Canceled");
}

/**
 * True for an `AssistantError` of any bundle: the model clients ship in a bundle of their own, so the
 * class is there twice and `instanceof` would miss theirs.
 */
export function isAssistantError(error: unknown): error is AssistantError {
  return error instanceof Error && "kind" in error && "detail" in error && typeof error.kind === "string";
}

/** Any thrown value as an `AssistantError`, the original kept as cause. */
export function toAssistantError(error: unknown): AssistantError {
  if (isAssistantError(error)) {
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  return new AssistantError("unexpected", message, { cause: error });
}
