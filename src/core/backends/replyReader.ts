import type { EndReason, ReplyChunk, TokenUsage } from "../ports.ts";
import { BodyDecoder, BodyProblem, type WireEvent } from "./bodyDecoder.ts";
import { estimateTokens } from "./estimateTokens.ts";
import type { ServerProblem } from "./serverProblem.ts";
import { TextCutter } from "./textCutter.ts";
import { ThinkSplitter } from "./thinkSplitter.ts";
import { readWireDelta, type WireDelta } from "./wireDelta.ts";

export interface ReplyReaderOptions {
  /** Texts that end the reply and are not part of it. */
  readonly stops: readonly string[];
  /** The whole prompt, for an estimate where the server sends no usage. */
  readonly promptText: () => string;
  /** Longest reply, in characters; a server that ignores its limit is cut off. */
  readonly maxChars: number;
}

/** The server told of a failure inside its reply. */
export class ReplyProblem extends Error {
  override readonly name = "ReplyProblem";
  readonly problem: ServerProblem;
  constructor(problem: ServerProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

export type ReplyFault = "malformed" | "empty" | "gaveUp";

/** The reply cannot be used, though the server told of no failure. */
export class ReplyFaultError extends Error {
  override readonly name = "ReplyFaultError";
  readonly fault: ReplyFault;
  constructor(fault: ReplyFault) {
    super(fault);
    this.fault = fault;
  }
}

/**
 * Turns the text of a body into reply chunks: pure and synchronous, in pieces of any size. Text that
 * came before a failure is given out first, and the failure kept for the caller to throw.
 */
export class ReplyReader {
  readonly #options: ReplyReaderOptions;
  readonly #decoder = new BodyDecoder();
  readonly #thoughts = new ThinkSplitter();
  readonly #cutter: TextCutter;
  #usage: TokenUsage | undefined;
  #finish: EndReason | undefined;
  #sawDone = false;
  #sawEvent = false;
  #isTooLong = false;
  #textChars = 0;
  #replyTokens = 0;
  #outputEventCount = 0;
  #failure: Error | undefined;

  constructor(options: ReplyReaderOptions) {
    this.#options = options;
    this.#cutter = new TextCutter(options.stops);
  }

  /** Events that carried text or reasoning: more than one means that the server streams. */
  get outputEventCount(): number {
    return this.#outputEventCount;
  }

  /** As the server counts, else estimated from what has come so far. */
  get usage(): TokenUsage {
    return this.#usage ?? this.#estimate();
  }

  /** The reply is complete; what may still come is of no interest. */
  get isDone(): boolean {
    return this.#sawDone || this.isCut;
  }

  /** Cut by us while the server may still be writing. */
  get isCut(): boolean {
    return this.#cutter.isCut || this.#isTooLong;
  }

  /** The server said that it is done, though usage or `[DONE]` may follow. */
  get hasFinished(): boolean {
    return this.#finish !== undefined;
  }

  /** `BodyProblem`, `ReplyProblem` or `ReplyFaultError`; nothing more is read after it. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  push(text: string): ReplyChunk[] {
    return this.#read(() => this.#decoder.push(text));
  }

  /** The body has ended: what it held back. */
  endBody(): ReplyChunk[] {
    return this.#read(() => this.#decoder.end());
  }

  /** The reply is over: last text, usage, end. Throws `failure`, and `ReplyFaultError` for no reply. */
  end(): ReplyChunk[] {
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
    const chunks: ReplyChunk[] = [];
    if (!this.#sawEvent && !this.#sawDone) {
      throw new ReplyFaultError("empty");
    }
    for (const segment of this.#thoughts.end()) {
      this.#addSegment(segment.kind, segment.text, chunks);
    }
    this.#emit("text", this.#cutter.end(), chunks);
    chunks.push({ kind: "usage", usage: this.usage });
    chunks.push({ kind: "end", reason: this.#endReason() });
    return chunks;
  }

  #endReason(): EndReason {
    if (this.#cutter.isCut) {
      return "stop";
    }
    if (this.#isTooLong) {
      return "length";
    }
    if (this.#finish !== undefined) {
      return this.#finish;
    }
    // A relay that swallows a moderation error sends [DONE] and not a word.
    return this.#sawDone && this.#textChars > 0 ? "stop" : "incomplete";
  }

  #estimate(): TokenUsage {
    return {
      promptTokens: estimateTokens(this.#options.promptText()),
      completionTokens: Math.ceil(this.#replyTokens),
      isEstimated: true,
    };
  }

  #read(decode: () => readonly WireEvent[]): ReplyChunk[] {
    const chunks: ReplyChunk[] = [];
    if (this.#failure !== undefined || this.isDone) {
      return chunks;
    }
    try {
      for (const event of decode()) {
        if (this.isDone || this.#failure !== undefined) {
          break;
        }
        this.#readEvent(event, chunks);
      }
    } catch (error) {
      if (!(error instanceof BodyProblem)) {
        throw error;
      }
      // Whatever comes after the end of the reply cannot spoil it.
      this.#failure = this.hasFinished ? undefined : error;
    }
    return chunks;
  }

  #readEvent(event: WireEvent, chunks: ReplyChunk[]): void {
    if (event.kind === "done") {
      this.#sawDone = true;
    } else if (event.kind === "value") {
      this.#readDelta(readWireDelta(event.value, event.isError), event.value !== null, chunks);
    } else if (!this.hasFinished) {
      this.#failure = new ReplyFaultError("malformed");
    }
  }

  #readDelta(delta: WireDelta, isEvent: boolean, chunks: ReplyChunk[]): void {
    if (delta.problem !== undefined) {
      this.#failure = new ReplyProblem(delta.problem);
      return;
    }
    this.#sawEvent ||= isEvent;
    this.#usage = delta.usage ?? this.#usage;
    this.#outputEventCount += delta.text === "" && delta.reasoning === "" ? 0 : 1;
    this.#emit("reasoning", delta.reasoning, chunks);
    for (const segment of this.#thoughts.push(delta.text)) {
      this.#addSegment(segment.kind, segment.text, chunks);
    }
    if (delta.finish === "error") {
      this.#failure = new ReplyFaultError("gaveUp");
    } else {
      this.#finish = delta.finish ?? this.#finish;
    }
  }

  #addSegment(kind: "text" | "reasoning", text: string, chunks: ReplyChunk[]): void {
    if (kind === "reasoning") {
      this.#emit("reasoning", text, chunks);
      return;
    }
    const room = this.#options.maxChars - this.#textChars;
    const kept = this.#cutter.push(text);
    if (kept.length > room) {
      this.#isTooLong = true;
    }
    this.#emit("text", kept.slice(0, Math.max(0, room)), chunks);
  }

  #emit(kind: "text" | "reasoning", text: string, chunks: ReplyChunk[]): void {
    if (text === "") {
      return;
    }
    this.#textChars += kind === "text" ? text.length : 0;
    this.#replyTokens += text.length / 4;
    const last = chunks.at(-1);
    if (last !== undefined && last.kind === kind) {
      chunks[chunks.length - 1] = { kind, text: last.text + text };
    } else {
      chunks.push({ kind, text });
    }
  }
}
