import { BackendError } from "../../core/backends/backendError.ts";
import type { LearnedQuirks } from "../../core/backends/learnedQuirks.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import type { ReplyReader } from "../../core/backends/replyReader.ts";
import type { RequestBody } from "../../core/backends/requestBodies.ts";
import { cleanServerText } from "../../core/backends/serverText.ts";
import { AssistantError } from "../../core/errors.ts";
import type { ReplyChunk } from "../../core/ports.ts";
import { readFailure, type BackendFailure } from "./backendFailure.ts";
import { ConcurrencyGate } from "./concurrencyGate.ts";
import { readText } from "./httpFailure.ts";
import { Deadlines } from "./deadlines.ts";
import { ModelClient } from "./modelClient.ts";
import type { ModelDeps } from "./modelDeps.ts";
import { hostOf, makeRequestKey, type RequestKey } from "./requestKey.ts";

/** One try of a request: built anew each time, since a refusal may have taught something. */
export interface Attempt {
  readonly body: RequestBody;
  readonly reader: ReplyReader;
  send(key: RequestKey, signal: AbortSignal): Promise<Response>;
}

export interface ExchangeRequest {
  /** The user waits for it: goes first, and may be tried once more before any output. */
  readonly isUrgent: boolean;
  /** Milliseconds for the whole of one attempt. */
  readonly totalMs: number;
  attempt(): Attempt;
}

/** Longest that a server may make a user wait for a second try, in milliseconds. */
const maxRetryDelayMs = 20_000;
/** Wait before a second try where the server names none. */
const defaultRetryDelayMs = 1_000;
/** Time for usage and `[DONE]` after the model has said that it is done. */
const trailerMs = 1_000;
/** Time for the server to end the body after `[DONE]`, so that the connection can be used again. */
const drainMs = 250;
/** Longest document beside replies, in bytes. */
const maxDocumentBytes = 8_000_000;
/** Lessons that one request may teach before it counts as refused. */
const maxLessons = 6;

/** Runs requests of one profile: key, deadlines, one second try, lessons, and a clean end. */
export class ModelExchange {
  readonly client: ModelClient;
  readonly #profile: ResolvedProfile;
  readonly #deps: ModelDeps;
  readonly #quirks: LearnedQuirks;
  readonly #gate: ConcurrencyGate | undefined;

  constructor(profile: ResolvedProfile, deps: ModelDeps, quirks: LearnedQuirks) {
    this.client = new ModelClient(profile, deps);
    this.#profile = profile;
    this.#deps = deps;
    this.#quirks = quirks;
    const limit = profile.preset.maxConcurrent;
    this.#gate = limit === undefined ? undefined : new ConcurrencyGate(limit);
  }

  /** Throws `AssistantError`; ends silently when `signal` aborts. */
  async *run(request: ExchangeRequest, signal: AbortSignal): AsyncGenerator<ReplyChunk> {
    let retries = request.isUrgent ? 1 : 0;
    let renewals = this.#deps.renewKey === undefined ? 0 : 1;
    let lessons = maxLessons;
    let renewedKey: string | undefined;
    while (!signal.aborted) {
      const attempt = request.attempt();
      const state = { hasOutput: false, failure: undefined as BackendFailure | undefined };
      yield* this.#try(request, attempt, renewedKey, state, signal);
      const { failure } = state;
      if (failure === undefined || signal.aborted) {
        return;
      }
      const { error, problem, isRetryable } = failure;
      if (state.hasOutput) {
        throw error;
      }
      if (lessons > 0 && problem !== undefined && this.#quirks.learn(problem, attempt.body)) {
        lessons -= 1;
      } else if (renewals > 0 && error.kind === "badKey") {
        renewals -= 1;
        renewedKey = await this.#deps.renewKey?.();
      } else if (retries > 0 && isRetryable && (error.retryAfterMs ?? 0) <= maxRetryDelayMs) {
        retries -= 1;
        await this.#deps.clock.delay(error.retryAfterMs ?? defaultRetryDelayMs, signal);
      } else {
        throw error;
      }
    }
  }

  /** A JSON document from the server, for lists of models and the like. Throws `AssistantError`. */
  async getJson(url: string, totalMs: number, signal: AbortSignal): Promise<unknown> {
    const timeouts = { ...this.#profile.timeouts, firstByteMs: totalMs };
    const deadlines = new Deadlines(this.#deps.clock, timeouts, totalMs, signal);
    let secrets: readonly string[] = [];
    try {
      const key = makeRequestKey(this.#profile, await this.#readKey(), this.#deps);
      secrets = key.secrets;
      const response = await this.client.get(url, key, deadlines.signal);
      const text = await readText(response, maxDocumentBytes);
      try {
        return JSON.parse(text) as unknown;
      } catch (cause) {
        throw new BackendError("notAnApi", {
          host: hostOf(this.#profile),
          model: this.#profile.model,
          cause: String(cause),
        });
      }
    } catch (thrown) {
      throw this.#failure(thrown, secrets, deadlines).error;
    } finally {
      deadlines.abort();
    }
  }

  async *#try(
    request: ExchangeRequest,
    attempt: Attempt,
    renewedKey: string | undefined,
    state: { hasOutput: boolean; failure: BackendFailure | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<ReplyChunk> {
    const leave = await this.#gate?.enter(request.isUrgent, signal);
    if (signal.aborted) {
      leave?.();
      return;
    }
    const deadlines = new Deadlines(this.#deps.clock, this.#profile.timeouts, request.totalMs, signal);
    let secrets: readonly string[] = [];
    let isWhole = false;
    try {
      const rawKey = renewedKey ?? (await this.#readKey());
      const key = makeRequestKey(this.#profile, rawKey, this.#deps);
      secrets = key.secrets;
      const response = await attempt.send(key, deadlines.signal);
      for await (const chunk of readBody(response, attempt.reader, deadlines)) {
        state.hasOutput ||= chunk.kind === "text" || chunk.kind === "reasoning";
        isWhole = chunk.kind === "end";
        yield chunk;
      }
    } catch (thrown) {
      if (!signal.aborted) {
        state.failure = this.#failure(thrown, secrets, deadlines);
        this.#deps.log.warn(`Backend ${this.#profile.name}: ${state.failure.error.message}`);
      }
    } finally {
      leave?.();
      if (!isWhole) {
        deadlines.abort();
      }
    }
  }

  async #readKey(): Promise<string | undefined> {
    try {
      return await this.#deps.readKey();
    } catch (error) {
      if (error instanceof AssistantError) {
        throw error;
      }
      const names = { host: hostOf(this.#profile), model: this.#profile.model };
      throw new BackendError("noKey", { ...names, cause: cleanServerText(String(error)) });
    }
  }

  #failure(thrown: unknown, secrets: readonly string[], deadlines: Deadlines): BackendFailure {
    const { expired } = deadlines;
    return readFailure(thrown, { profile: this.#profile, secrets, nowMs: this.#deps.clock.nowMs(), expired });
  }
}

type BodyReader = ReadableStreamDefaultReader<Uint8Array>;

/** The next bytes, undefined at the end; rejects when `signal` aborts, even if `fetch` does not heed it. */
function readNext(body: BodyReader, signal: AbortSignal): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener("abort", onAbort, { once: true });
    body
      .read()
      .then((part) => resolve(part.value), reject)
      .finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** Reads a body to the end of the reply. Throws what the reader or the connection throws. */
async function* readBody(
  response: Response,
  reply: ReplyReader,
  deadlines: Deadlines,
): AsyncGenerator<ReplyChunk> {
  const body = response.body?.getReader();
  let hasEnded = body === undefined;
  if (body !== undefined) {
    const decoder = new TextDecoder();
    let isInGrace = false;
    while (!reply.isDone && !hasEnded && reply.failure === undefined) {
      if (reply.hasFinished && !isInGrace) {
        isInGrace = true;
        void deadlines.enterGrace(trailerMs);
      }
      const bytes = await readNext(body, deadlines.signal).catch((error: unknown) => {
        // Once the model has said that it is done, a broken end is an end.
        if (reply.hasFinished && (deadlines.expired === "grace" || !deadlines.signal.aborted)) {
          return undefined;
        }
        throw error;
      });
      hasEnded = bytes === undefined;
      deadlines.touch();
      yield* reply.push(bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true }));
    }
  }
  yield* reply.endBody();
  const last = reply.end();
  void release(body, hasEnded || reply.isCut, deadlines);
  yield* last;
}

/** Gives the connection back where the server ends the body at once, and closes it where not. */
async function release(
  body: BodyReader | undefined,
  mayCloseNow: boolean,
  deadlines: Deadlines,
): Promise<void> {
  if (mayCloseNow || body === undefined) {
    deadlines.abort();
    return;
  }
  deadlines.detach();
  void deadlines.enterGrace(drainMs);
  try {
    for (let isOver = false; !isOver;) {
      isOver = (await body.read()).done;
    }
  } catch {
    // The socket was closed: that is the other way to be rid of it.
  }
  deadlines.abort();
}
