import { BackendError } from "../../core/backends/backendError.ts";
import type { LearnedQuirks } from "../../core/backends/learnedQuirks.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import { restAfterAnswerMs } from "../../core/backends/rateHeaders.ts";
import type { ReplyReader } from "../../core/backends/replyReader.ts";
import type { RequestBody } from "../../core/backends/requestBodies.ts";
import { cleanServerText } from "../../core/backends/serverText.ts";
import { AssistantError } from "../../core/errors.ts";
import type { ReplyChunk } from "../../core/ports.ts";
import { readFailure, type BackendFailure, type FailureContext } from "./backendFailure.ts";
import { readText } from "./httpFailure.ts";
import { Deadlines, type Expiry } from "./deadlines.ts";
import type { KeyLane, LanePass } from "./keyLane.ts";
import { KeyLanes } from "./keyLanes.ts";
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
  /** Nobody waits for it: it goes last, and a limit of rate ends it without a word. */
  readonly isBackground: boolean;
  /** May be tried once more before any output. */
  readonly mayRetry: boolean;
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
  readonly #lanes: KeyLanes;

  constructor(profile: ResolvedProfile, deps: ModelDeps, quirks: LearnedQuirks) {
    this.client = new ModelClient(profile, deps);
    this.#profile = profile;
    this.#deps = deps;
    this.#quirks = quirks;
    this.#lanes = deps.lanes ?? new KeyLanes(deps.clock);
  }

  /** Throws `AssistantError`; ends silently when `signal` aborts. */
  async *run(request: ExchangeRequest, signal: AbortSignal): AsyncGenerator<ReplyChunk> {
    let retries = request.mayRetry ? 1 : 0;
    let renewals = this.#deps.renewKey === undefined ? 0 : 1;
    let lessons = maxLessons;
    let renewedKey: string | undefined;
    this.#quirks.beginRequest();
    while (!signal.aborted) {
      const attempt = request.attempt();
      const state: TryState = { hasOutput: false, isGivenUp: false, failure: undefined };
      yield* this.#try(request, attempt, renewedKey, state, signal);
      const { failure } = state;
      if (signal.aborted || (failure === undefined && !state.isGivenUp)) {
        return;
      }
      // A limit of rate is nothing that a user who only types need hear of.
      const isQuiet = request.isBackground && failure?.error.kind === "rateLimited";
      if (failure === undefined || isQuiet) {
        yield { kind: "end", reason: "incomplete" };
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
        if (renewedKey === undefined) {
          // There is no other key, and the same one is refused again.
          throw error;
        }
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
      throw readFailure(thrown, this.#failureContext(secrets, deadlines.expired)).error;
    } finally {
      deadlines.abort();
    }
  }

  async *#try(
    request: ExchangeRequest,
    attempt: Attempt,
    renewedKey: string | undefined,
    state: TryState,
    signal: AbortSignal,
  ): AsyncGenerator<ReplyChunk> {
    let place: Place | undefined;
    try {
      place = await this.#takePlace(request, renewedKey, signal);
    } catch (thrown) {
      this.#note(state, readFailure(thrown, this.#failureContext([], undefined)), signal);
      return;
    }
    if (place === undefined) {
      state.isGivenUp = !signal.aborted;
      return;
    }
    const { key, lane, pass } = place;
    const either = AbortSignal.any([signal, pass.displaced]);
    const deadlines = new Deadlines(this.#deps.clock, this.#profile.timeouts, request.totalMs, either);
    let isSent = false;
    let isWhole = false;
    try {
      const response = await attempt.send(key, deadlines.signal);
      isSent = true;
      lane.noteSuccess();
      lane.rest(restAfterAnswerMs(response.headers) ?? 0);
      for await (const chunk of readBody(response, attempt.reader, deadlines)) {
        state.hasOutput ||= chunk.kind === "text" || chunk.kind === "reasoning";
        isWhole = chunk.kind === "end";
        if (request.isBackground && chunk.kind === "end" && chunk.reason === "filtered") {
          // What was shown as typed ahead is withdrawn by an error, as after an error of the server.
          const names = { host: hostOf(this.#profile), model: this.#profile.model };
          throw new BackendError("moderated", { ...names, messageId: "backends.error.moderatedOutput" });
        }
        yield chunk;
        if (signal.aborted) {
          // Pieces that came in the same packet are nobody's any more.
          return;
        }
      }
    } catch (thrown) {
      if (pass.displaced.aborted) {
        state.isGivenUp = true;
      } else if (!signal.aborted) {
        const failure = readFailure(thrown, this.#failureContext(key.secrets, deadlines.expired));
        this.#note(state, failure, signal);
        if (failure.error.kind === "rateLimited") {
          lane.noteRefusal(failure.error.retryAfterMs);
        }
      }
    } finally {
      pass.leave();
      if (isSent) {
        const { promptTokens, completionTokens } = attempt.reader.usage;
        this.#deps.tokens?.add(this.#profile.name, promptTokens + completionTokens);
      }
      if (!isWhole) {
        deadlines.abort();
      }
    }
  }

  /**
   * The key, and a place among the requests of the same key; undefined when the caller left, or when
   * the background has to keep still. Throws when there is no key, and when the day's cap is used up.
   */
  async #takePlace(
    { isBackground }: ExchangeRequest,
    renewedKey: string | undefined,
    signal: AbortSignal,
  ): Promise<Place | undefined> {
    this.#checkDailyCap();
    const key = makeRequestKey(this.#profile, renewedKey ?? (await this.#readKey()), this.#deps);
    const lane = this.#lanes.laneOf(this.#profile.origin, key.key);
    lane.limitTo(this.#profile.preset.maxConcurrent);
    if (isBackground && lane.isResting) {
      return undefined;
    }
    const pass = await lane.enter(!isBackground, signal);
    return pass === undefined ? undefined : { key, lane, pass };
  }

  #checkDailyCap(): void {
    const { maxTokensPerDay, name, model } = this.#profile;
    const used = this.#deps.tokens?.usedToday(name) ?? 0;
    if (maxTokensPerDay !== undefined && used >= maxTokensPerDay) {
      const serverText = `${used} / ${maxTokensPerDay}`;
      const names = { host: hostOf(this.#profile), model, serverText };
      throw new BackendError("quotaExceeded", { ...names, messageId: "backends.error.dailyCap" });
    }
  }

  #note(state: TryState, failure: BackendFailure, signal: AbortSignal): void {
    if (!signal.aborted) {
      state.failure = failure;
      this.#deps.log.warn(`Backend ${this.#profile.name}: ${failure.error.message}`);
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

  #failureContext(secrets: readonly string[], expired: Expiry | undefined): FailureContext {
    return { profile: this.#profile, secrets, nowMs: this.#deps.clock.nowMs(), expired };
  }
}

interface TryState {
  hasOutput: boolean;
  /** Ended by us for the sake of what the user waits for. */
  isGivenUp: boolean;
  failure: BackendFailure | undefined;
}

interface Place {
  readonly key: RequestKey;
  readonly lane: KeyLane;
  readonly pass: LanePass;
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
