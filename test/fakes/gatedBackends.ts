import type { GatedBackend, OutboundChat } from "../../src/core/egress/outbound.ts";
import type { BackendIdentity, ChatInfillForm, ReplyChunk } from "../../src/core/ports.ts";

export type Script = (request: OutboundChat, signal: AbortSignal) => AsyncIterable<ReplyChunk>;

export function fakeIdentity(profile: string): BackendIdentity {
  return {
    profile,
    preset: "openai-compatible",
    model: `${profile}-model`,
    origin: `https://${profile}.example`,
    isLoopback: false,
  };
}

/** A chat-only backend that answers by `script` and remembers what it was asked. */
export class FakeGatedBackend implements GatedBackend {
  readonly identity: BackendIdentity;
  readonly requests: OutboundChat[] = [];
  readonly chat: GatedBackend["chat"];
  /** What the chat says of itself; may be changed between requests. */
  chatInfill: ChatInfillForm | undefined;

  constructor(profile: string, script: Script, more: Partial<BackendIdentity> = {}) {
    this.identity = { ...fakeIdentity(profile), ...more };
    const infillForm = (): ChatInfillForm | undefined => this.chatInfill;
    this.chat = {
      identity: this.identity,
      limits: { contextTokens: 8_000, outputTokens: 1_000 },
      get chatInfill() {
        return infillForm();
      },
      send: (request, signal) => {
        this.requests.push(request);
        return script(request, signal);
      },
    };
  }
}

/** A script that streams `text` in pieces of `size` characters and ends well. */
export function streamsText(text: string, size = 5): Script {
  return async function* stream(): AsyncIterable<ReplyChunk> {
    for (let at = 0; at < text.length; at += size) {
      yield { kind: "text", text: text.slice(at, at + size) };
    }
    yield { kind: "end", reason: "stop" };
  };
}

/** A script that fails after `before` was streamed. */
export function failsWith(error: Error, before = ""): Script {
  return async function* stream(): AsyncIterable<ReplyChunk> {
    if (before !== "") {
      yield { kind: "text", text: before };
    }
    throw error;
  };
}
