import { AssistantError, type ErrorKind } from "../errors.ts";
import type { Message } from "../messages.ts";
import type { BackendMessageId } from "./backendMessages.ts";
import { messageForKind, quoted } from "./messageForKind.ts";

export interface BackendErrorDetail {
  readonly host: string;
  readonly model: string;
  /** What the server said, already cleaned by `cleanServerText`. */
  readonly serverText?: string | undefined;
  /** A closer sentence than the one of the kind. */
  readonly messageId?: BackendMessageId | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Text of the underlying failure, free of secrets. */
  readonly cause?: string | undefined;
  /** Provider's id of the exchange, for support. */
  readonly sid?: string | undefined;
}

/** An error of a backend; `text` is the sentence to show. */
export class BackendError extends AssistantError {
  override readonly name = "BackendError";
  readonly text: Message;

  constructor(kind: ErrorKind, detail: BackendErrorDetail) {
    const said = [detail.serverText ?? "", detail.sid === undefined ? "" : `sid ${detail.sid}`]
      .filter((part) => part !== "")
      .join("; ");
    const parts = [detail.host, detail.model, said].filter((part) => part !== "");
    super(kind, `${kind}: ${parts.join(", ")}`, {
      detail: parts.join(", "),
      retryAfterMs: detail.retryAfterMs,
      ...(detail.cause === undefined ? {} : { cause: new Error(detail.cause) }),
    });
    this.text =
      detail.messageId === undefined
        ? messageForKind(kind, detail.host, detail.model, said)
        : { id: detail.messageId, args: [detail.host, detail.model, quoted(said)] };
  }
}

/** The closer sentence of a backend's error; the class may be that of another bundle. */
export function ownMessageOf(error: AssistantError): Message | undefined {
  return "text" in error ? (error.text as Message) : undefined;
}

/** The sentence to show for any error that came out of a backend call. */
export function messageForError(error: AssistantError, host: string, model: string): Message {
  return error instanceof BackendError ? error.text : messageForKind(error.kind, host, model);
}
