import type {
  BackendIdentity,
  ChatInfillForm,
  ChatModel,
  ChatRequest,
  FillInModel,
  FillInRequest,
  ModelLimits,
  ReplyChunk,
} from "../../src/core/ports.ts";

export const remoteIdentity: BackendIdentity = {
  profile: "cloud",
  preset: "openai-compatible",
  model: "big",
  origin: "https://api.example.com",
  isLoopback: false,
};

export const loopbackIdentity: BackendIdentity = {
  ...remoteIdentity,
  profile: "here",
  origin: "http://127.0.0.1:8080",
  isLoopback: true,
};

const limits: ModelLimits = { contextTokens: 8192, outputTokens: 1024 };

/** What a fake answers: chunks in order, or an error in the place of a chunk. */
export type FakeReply = (request: string) => readonly (ReplyChunk | Error)[];

/** Small pieces of text, then the end: as servers stream. */
export function inPieces(text: string, pieceChars = 3): ReplyChunk[] {
  const pieces = text.match(new RegExp(`[\\s\\S]{1,${pieceChars}}`, "g")) ?? [];
  return [
    ...pieces.map((piece): ReplyChunk => ({ kind: "text", text: piece })),
    { kind: "end", reason: "stop" },
  ];
}

async function* play(
  chunks: readonly (ReplyChunk | Error)[],
  signal: AbortSignal,
): AsyncIterable<ReplyChunk> {
  for (const chunk of chunks) {
    await Promise.resolve();
    if (signal.aborted) {
      return;
    }
    if (chunk instanceof Error) {
      throw chunk;
    }
    yield chunk;
  }
}

/** Records what it was asked; the reply may depend on the request's text. */
export class FakeChatModel implements ChatModel {
  chatInfill: ChatInfillForm | undefined;
  readonly requests: ChatRequest[] = [];
  readonly identity: BackendIdentity;
  readonly limits = limits;
  readonly #reply: FakeReply;

  constructor(reply: FakeReply, identity: BackendIdentity = remoteIdentity) {
    this.#reply = reply;
    this.identity = identity;
  }

  streamChat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ReplyChunk> {
    this.requests.push(request);
    return play(this.#reply(request.messages.map(({ content }) => content).join("\n")), signal);
  }
}

/** Records what it was asked; the reply may depend on the prefix. */
export class FakeFillInModel implements FillInModel {
  readonly requests: FillInRequest[] = [];
  readonly identity: BackendIdentity;
  readonly limits = limits;
  readonly route = "infill";
  readonly #reply: FakeReply;

  constructor(reply: FakeReply, identity: BackendIdentity = remoteIdentity) {
    this.#reply = reply;
    this.identity = identity;
  }

  streamFillIn(request: FillInRequest, signal: AbortSignal): AsyncIterable<ReplyChunk> {
    this.requests.push(request);
    return play(this.#reply(request.prefix), signal);
  }
}
