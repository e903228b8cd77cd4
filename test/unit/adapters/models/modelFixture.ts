import assert from "node:assert/strict";
import { resolveProfile, type ResolvedProfile } from "../../../../src/core/backends/profile.ts";
import type { BackendError } from "../../../../src/core/backends/backendError.ts";
import type { ChatRequest, Clock, FillInRequest, Log, ReplyChunk } from "../../../../src/core/ports.ts";
import type { ModelDeps } from "../../../../src/adapters/models/modelDeps.ts";
import { SystemClock } from "../../../../src/adapters/systemClock.ts";

/** The key of every test; it must appear nowhere but in headers. */
export const testKey = "sk-test-9f8e7d6c5b4a";

export function makeProfile(raw: Record<string, unknown>): ResolvedProfile {
  const result = resolveProfile("test", { preset: "openai-compatible", model: "test-model", ...raw });
  assert.ok("profile" in result, JSON.stringify(result));
  return result.profile;
}

export class RecordingLog implements Log {
  readonly lines: string[] = [];
  info(text: string): void {
    this.lines.push(text);
  }
  warn(text: string): void {
    this.lines.push(text);
  }
  error(text: string, cause?: unknown): void {
    this.lines.push(`${text} ${String(cause)}`);
  }
}

export function makeDeps(
  more: Partial<ModelDeps> & { clock?: Clock } = {},
): ModelDeps & { log: RecordingLog } {
  return {
    fetch: globalThis.fetch,
    clock: new SystemClock(),
    readKey: () => Promise.resolve(testKey),
    env: () => undefined,
    ...more,
    log: new RecordingLog(),
  };
}

export const chatRequest: ChatRequest = {
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Say hello." },
  ],
  maxOutputTokens: 100,
  temperature: 0,
  stop: [],
  thinking: "auto",
};

export const fillInRequest: FillInRequest = {
  prefix: "def add(a, b):\n    return ",
  suffix: "\n\nprint(add(1, 2))\n",
  path: "src/add.py",
  languageId: "python",
  snippets: [{ path: "src/sub.py", text: "def sub(a, b):\n    return a - b" }],
  maxOutputTokens: 32,
  stop: ["\n\n"],
};

export interface Heard {
  readonly text: string;
  readonly reasoning: string;
  readonly end: string | undefined;
  readonly chunks: readonly ReplyChunk[];
  readonly error: BackendError | undefined;
}

/** Drains a reply; an error is part of what was heard. */
export async function hear(reply: AsyncIterable<ReplyChunk>): Promise<Heard> {
  const chunks: ReplyChunk[] = [];
  let error: BackendError | undefined;
  try {
    for await (const chunk of reply) {
      chunks.push(chunk);
    }
  } catch (thrown) {
    error = thrown as BackendError;
  }
  const join = (kind: "text" | "reasoning"): string =>
    chunks.map((chunk) => (chunk.kind === kind ? chunk.text : "")).join("");
  const last = chunks.find((chunk) => chunk.kind === "end");
  return {
    text: join("text"),
    reasoning: join("reasoning"),
    end: last?.kind === "end" ? last.reason : undefined,
    chunks,
    error,
  };
}

/** Everything that an error shows or hides, for a search for secrets. */
export function wholeTextOf(error: unknown): string {
  const seen: string[] = [];
  for (let current = error; current instanceof Error; current = current.cause) {
    seen.push(current.name, current.message, current.stack ?? "", JSON.stringify(current));
  }
  return seen.join("\n");
}
