import { AssistantError } from "../../../src/core/errors.ts";
import type { Clock } from "../../../src/core/ports.ts";
import type { Hunk } from "./hunk.ts";
import { hashedNumber, seededNumbers } from "./seededNumbers.ts";

export interface BackendShape {
  readonly name: string;
  /** Time to the first token, drawn evenly between the two, in ms. */
  readonly firstTokenMs: readonly [least: number, most: number];
  readonly tokensPerSecond: number;
  /** Requests that run at once; the rest wait in line. */
  readonly slots: number;
  readonly isLoopback: boolean;
  readonly isChatOnly: boolean;
  /** More requests than this within a second are refused. */
  readonly maxRequestsPerSecond?: number | undefined;
}

/**
 * What is wrong in a share of the cases. `lines`: lines of the file, each from one of its tokens on, and asked
 * anywhere before that token the model says the same again. `replies`: replies, each from one of its tokens on
 * to the end of that line; asked at another place, it is drawn anew.
 */
export type Noise = "lines" | "replies";

/** What the model is asked, whatever the wire: the text before the cursor is the end of `prefix`. */
export interface ModelQuestion {
  readonly prefix: string;
  /** The whole prompt in the order in which a server reads it. */
  readonly prompt: string;
  readonly maxTokens: number;
}

export interface ModelCounts {
  requests: number;
  refused: number;
  promptChars: number;
  /** Characters of prompts that were not the same as in the request before. */
  uncachedChars: number;
  /** Shared part of each prompt with the one before: same line of the document, or another. */
  readonly sharedWithinLine: number[];
  readonly sharedAcrossLines: number[];
  generatedTokens: number;
  generatedChars: number;
  abandoned: number;
  peakPerSecond: number;
}

const lineCap = 12;
const secondMs = 1000;

/** Pieces of about four characters, as a tokenizer cuts code. */
export function tokensOf(text: string): string[] {
  return text.match(/\n[ \t]*|[ \t]*[\p{L}\p{N}_]{1,6}|[ \t]*[^\s\p{L}\p{N}_]{1,3}|[ \t]+/gu) ?? [];
}

/**
 * A model that knows what will be typed: it says what really follows the prefix, to the end of the block,
 * with a share of the lines going wrong at some token. Nothing is learned or predicted here.
 */
export class SimulatedModel {
  readonly counts: ModelCounts = {
    requests: 0,
    refused: 0,
    promptChars: 0,
    uncachedChars: 0,
    sharedWithinLine: [],
    sharedAcrossLines: [],
    generatedTokens: 0,
    generatedChars: 0,
    abandoned: 0,
    peakPerSecond: 0,
  };
  readonly #clock: Clock;
  readonly #shape: BackendShape;
  readonly #hunk: Hunk;
  readonly #wrongShare: number;
  readonly #noise: Noise;
  readonly #seed: number;
  readonly #draw: () => number;
  readonly #startsMs: number[] = [];
  readonly #queue: (() => void)[] = [];
  #running = 0;
  #lastPrompt = "";
  #lastAt = -1;

  constructor(
    clock: Clock,
    shape: BackendShape,
    more: { hunk: Hunk; wrongShare: number; seed: number; noise?: Noise | undefined },
  ) {
    this.#clock = clock;
    this.#shape = shape;
    this.#hunk = more.hunk;
    this.#wrongShare = more.wrongShare;
    this.#noise = more.noise ?? "lines";
    this.#seed = more.seed;
    this.#draw = seededNumbers(more.seed ^ 0x5eed);
  }

  /** The answer token by token. Throws `rateLimited`; ends silently when `signal` aborts. */
  async *ask(question: ModelQuestion, signal: AbortSignal): AsyncGenerator<string> {
    this.#note(question);
    const answer = this.answerTo(question.prefix);
    const tokens = tokensOf(this.#shape.isChatOnly ? this.dress(answer, question.prefix) : answer);
    const [least, most] = this.#shape.firstTokenMs;
    const firstMs = least + this.#draw() * (most - least);
    await this.#enter(signal);
    try {
      await this.#clock.delay(firstMs, signal);
      for (const token of tokens.slice(0, question.maxTokens)) {
        if (signal.aborted) {
          break;
        }
        this.counts.generatedTokens += 1;
        this.counts.generatedChars += token.length;
        yield token;
        await this.#clock.delay(secondMs / this.#shape.tokensPerSecond, signal);
      }
    } finally {
      this.counts.abandoned += signal.aborted ? 1 : 0;
      this.#running -= 1;
      this.#queue.shift()?.();
    }
  }

  /** What really follows, wrong lines included; a guess of its own where the prefix is not the truth. */
  answerTo(prefix: string): string {
    const { before, added } = this.#hunk;
    const truth = before + added;
    const at = this.#placeOf(prefix, truth);
    if (at === undefined) {
      return "somethingElse();";
    }
    const lines = truth.slice(at).split("\n");
    const lineStart = truth.lastIndexOf("\n", at - 1) + 1;
    const own = /^[ \t]*/.exec(truth.slice(lineStart))?.[0].length ?? 0;
    const kept: string[] = [];
    for (const [index, line] of lines.slice(0, lineCap).entries()) {
      const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
      if (index > 1 && line.trim() !== "" && indent < own) {
        break;
      }
      const start = index === 0 ? lineStart : truth.length - lines.slice(index).join("\n").length;
      const column = index === 0 ? at - start : 0;
      kept.push(this.#noise === "lines" ? this.#bend(truth, start, column) : line);
    }
    const answer = kept.join("\n").trimEnd();
    return this.#noise === "replies" ? this.#bendReply(answer, at) : answer;
  }

  /** The answer as a chat model would wrap it. */
  dress(answer: string, prefix: string): string {
    const chance = (what: string): number =>
      hashedNumber(this.#seed, what + prefix.slice(-40) + prefix.length);
    const line = prefix.slice(prefix.lastIndexOf("\n") + 1);
    let text = answer;
    if (chance("indent") < 0.25 && line.trim() === "" && line !== "") {
      text = text.replaceAll(`\n${line}`, "\n");
    }
    if (chance("echo") < 0.25 && line.trim().length >= 3) {
      text = line.trimStart() + text;
    }
    if (chance("fence") < 0.5) {
      text = `\`\`\`${this.#hunk.languageId}\n${text}\n\`\`\``;
      if (chance("prose") < 0.4) {
        text = `Here is the completed code:\n\n${text}`;
      }
      if (chance("after") < 0.3) {
        text = `${text}\n\nThis completes the statement as the surrounding code does.`;
      }
    }
    return text;
  }

  /** The reply at `at`; wrong from some token on to the end of its line where the seed says so. */
  #bendReply(answer: string, at: number): string {
    const key = `${this.#hunk.path}@${at}`;
    const tokens = tokensOf(answer);
    if (tokens.length === 0 || hashedNumber(this.#seed, key) >= this.#wrongShare) {
      return answer;
    }
    const pick = Math.floor(hashedNumber(this.#seed, `token ${key}`) * tokens.length);
    const start = tokens.slice(0, pick).join("").length;
    const [lead = ""] = /^\s*/.exec(tokens[pick] ?? "") ?? [];
    const lineEnd = answer.indexOf("\n", start + lead.length);
    const rest = lineEnd < 0 ? "" : answer.slice(lineEnd);
    return `${answer.slice(0, start)}${lead}other${pick}(${key.length});${rest}`;
  }

  /** One line from `column` on; wrong from some token on where the seed says so. */
  #bend(truth: string, lineStart: number, column: number): string {
    const lineEnd = truth.indexOf("\n", lineStart);
    const line = truth.slice(lineStart, lineEnd < 0 ? undefined : lineEnd);
    const rest = line.slice(column);
    const key = `${this.#hunk.path}:${lineStart}`;
    if (line.trim().length < 4 || hashedNumber(this.#seed, key) >= this.#wrongShare) {
      return rest;
    }
    const tokens = tokensOf(line);
    const first = line.length - line.trimStart().length > 0 ? 1 : 0;
    const pick =
      first + Math.floor(hashedNumber(this.#seed, `at ${key}`) * Math.max(1, tokens.length - first));
    const wrongAt = tokens.slice(0, pick).join("").length;
    return column > wrongAt
      ? rest
      : `${line.slice(column, wrongAt)}${/^\s/.test(tokens[pick] ?? "") ? " " : ""}other${pick}(${key.length});`;
  }

  #placeOf(prefix: string, truth: string): number | undefined {
    const tail = prefix.slice(-240);
    const from = Math.max(0, this.#hunk.before.length - tail.length);
    const found = truth.indexOf(tail, from);
    return found < 0 ? undefined : found + tail.length;
  }

  #note({ prompt, prefix }: ModelQuestion): void {
    const { counts } = this;
    const nowMs = this.#clock.monotonicMs();
    this.#startsMs.push(nowMs);
    while ((this.#startsMs[0] ?? nowMs) <= nowMs - secondMs) {
      this.#startsMs.shift();
    }
    counts.requests += 1;
    counts.peakPerSecond = Math.max(counts.peakPerSecond, this.#startsMs.length);
    const at = prefix.split("\n").length;
    let shared = 0;
    while (shared < prompt.length && prompt[shared] === this.#lastPrompt[shared]) {
      shared += 1;
    }
    if (this.#lastAt >= 0 && prompt.length > 0) {
      (at === this.#lastAt ? counts.sharedWithinLine : counts.sharedAcrossLines).push(shared / prompt.length);
    }
    counts.promptChars += prompt.length;
    counts.uncachedChars += prompt.length - shared;
    this.#lastPrompt = prompt;
    this.#lastAt = at;
    const limit = this.#shape.maxRequestsPerSecond;
    if (limit !== undefined && this.#startsMs.length > limit) {
      counts.refused += 1;
      throw new AssistantError("rateLimited", "Too many requests.", { retryAfterMs: secondMs });
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    if (this.#running >= this.#shape.slots) {
      await new Promise<void>((resolve) => {
        this.#queue.push(resolve);
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    this.#running += 1;
  }
}
