import type { ErrorKind } from "../errors.ts";
import type { Message } from "../messages.ts";
import type { EndReason } from "../ports.ts";

/** A place in a file; lines are one-based and inclusive. */
export interface CodeReference {
  /** Where the editor finds the file; opaque to core. */
  readonly uri: string;
  /** Relative to its workspace folder, `/` as separator. */
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly languageId: string;
}

/** Code that goes with a question, as it was when it was asked. */
export interface Attachment {
  readonly reference: CodeReference;
  readonly kind: "file" | "selection" | "passage";
  readonly text: string;
}

export type TurnBackend =
  | { readonly kind: "offline" }
  | { readonly kind: "model"; readonly profile: string; readonly model: string; readonly host: string };

/** `incomplete`: the answer ended early for `endReason`. `stopped`: the user stopped it. */
export type TurnState = "running" | "complete" | "stopped" | "incomplete" | "error";

export interface TurnFailure {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly detail: string;
  /** The closer sentence of a backend. */
  readonly text?: Message | undefined;
}

export interface ChatTurn {
  readonly id: string;
  readonly feature: "ask" | "explain";
  /** What the user sees as asked. */
  readonly question: string;
  /** What the model is asked, where that is more than the question. */
  readonly instruction?: string | undefined;
  readonly attachments: readonly Attachment[];
  /** Paths that the user had attached and that were withheld. */
  readonly withheldPaths: readonly string[];
  /** Withheld files that the user let go with this turn alone: it is kept without their text, and told to no model again. */
  readonly sentOncePaths?: readonly string[] | undefined;
  readonly answer: string;
  readonly state: TurnState;
  readonly endReason?: EndReason | undefined;
  readonly failure?: TurnFailure | undefined;
  readonly backend: TurnBackend;
  /** Milliseconds since 1970. */
  readonly askedAtMs: number;
}

export interface Conversation {
  readonly id: string;
  readonly title: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly turns: readonly ChatTurn[];
}

/** The turn as it is kept: without the text of files that went once. */
export function withoutSentOnce(turn: ChatTurn): ChatTurn {
  const once = turn.sentOncePaths ?? [];
  const attachments = turn.attachments.map((attachment) =>
    once.includes(attachment.reference.path) ? { ...attachment, text: "" } : attachment,
  );
  return once.length === 0 ? turn : { ...turn, attachments };
}

const maxTitleChars = 60;

/** A title from the first question: its first line, shortened at a word. */
export function titleFor(question: string): string {
  const line = question.trim().split(/\r?\n/)[0]?.replace(/\s+/g, " ") ?? "";
  const chars = Array.from(line);
  if (chars.length <= maxTitleChars) {
    return line;
  }
  const cut = chars.slice(0, maxTitleChars - 1).join("");
  const atWord = cut.lastIndexOf(" ");
  return `${(atWord > maxTitleChars / 2 ? cut.slice(0, atWord) : cut).trimEnd()}…`;
}

export function emptyConversation(id: string, nowMs: number): Conversation {
  return { id, title: "", createdAtMs: nowMs, updatedAtMs: nowMs, turns: [] };
}

/** The conversation with `turn` added, or in place of the turn of its id. */
export function withTurn(conversation: Conversation, turn: ChatTurn, nowMs: number): Conversation {
  const known = conversation.turns.some(({ id }) => id === turn.id);
  const turns = known
    ? conversation.turns.map((old) => (old.id === turn.id ? turn : old))
    : [...conversation.turns, turn];
  const title = conversation.title === "" ? titleFor(turn.question) : conversation.title;
  return { ...conversation, title, turns, updatedAtMs: nowMs };
}

/** The conversation without the turn `id` and all that came after it: a retry takes its place. */
export function withoutTurnsFrom(conversation: Conversation, id: string): Conversation {
  const at = conversation.turns.findIndex((turn) => turn.id === id);
  return at === -1 ? conversation : { ...conversation, turns: conversation.turns.slice(0, at) };
}
