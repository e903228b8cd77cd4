import type { ErrorKind } from "../errors.ts";
import type { Message } from "../messages.ts";
import type { BackendMessageId } from "./backendMessages.ts";

/** Kinds whose sentence has the same name as the kind. */
type KindWithSentence = {
  [K in ErrorKind]: `backends.error.${K}` extends BackendMessageId ? K : never;
}[ErrorKind];

/** Named here, and held to the table by their type: the table itself is needed only where it is shown. */
const kindsWithSentence: Readonly<Record<KindWithSentence, true>> = {
  noKey: true,
  badKey: true,
  unreachable: true,
  tls: true,
  proxy: true,
  notFound: true,
  modelNotFound: true,
  rateLimited: true,
  quotaExceeded: true,
  contextTooLong: true,
  badRequest: true,
  serverError: true,
  notAnApi: true,
  timeout: true,
  moderated: true,
  streamBroken: true,
  onlyReasoning: true,
  unexpected: true,
};

/** The sentence for an error kind that carries no sentence of its own. */
export function messageForKind(kind: ErrorKind, host: string, model: string, serverText = ""): Message {
  const name = Object.hasOwn(kindsWithSentence, kind) ? kind : "unexpected";
  return { id: `backends.error.${name}`, args: [host, model, quoted(serverText)] };
}

/** ` (“text”)`, or nothing for no text: fits before a full stop in any language. */
export function quoted(text: string): string {
  return text === "" ? "" : ` (“${text}”)`;
}
