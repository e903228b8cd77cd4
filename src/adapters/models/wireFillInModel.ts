import { fimMarkers, type FillInChoice } from "../../core/backends/fimTemplates.ts";
import { BackendError } from "../../core/backends/backendError.ts";
import type { LearnedQuirks } from "../../core/backends/learnedQuirks.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import { ReplyReader } from "../../core/backends/replyReader.ts";
import { fillInCall } from "../../core/backends/requestBodies.ts";
import type {
  BackendIdentity,
  FillInModel,
  FillInRequest,
  ModelLimits,
  ReplyChunk,
} from "../../core/ports.ts";
import type { Attempt, ModelExchange } from "./modelExchange.ts";
import { maxCharsPerToken } from "./wireChatModel.ts";

/** Filling in the middle on one wire route. Nothing is tried again: the next keystroke does. */
export class WireFillInModel implements FillInModel {
  readonly identity: BackendIdentity;
  readonly limits: ModelLimits;
  readonly route: string;
  readonly #profile: ResolvedProfile;
  readonly #choice: FillInChoice;
  readonly #exchange: ModelExchange;
  readonly #quirks: LearnedQuirks;
  /** The server's word that this model fills no hole: it need not be asked again. */
  #refusal: BackendError | undefined;

  constructor(
    identity: BackendIdentity,
    profile: ResolvedProfile,
    choice: FillInChoice,
    exchange: ModelExchange,
    quirks: LearnedQuirks,
  ) {
    this.identity = identity;
    this.limits = profile.limits;
    this.route = choice.route;
    this.#profile = profile;
    this.#choice = choice;
    this.#exchange = exchange;
    this.#quirks = quirks;
  }

  async *streamFillIn(request: FillInRequest, signal: AbortSignal): AsyncGenerator<ReplyChunk> {
    if (this.#refusal !== undefined) {
      throw this.#refusal;
    }
    try {
      yield* this.#stream(request, signal);
    } catch (error) {
      const isUnsupported =
        error instanceof BackendError && error.text.id === "backends.error.fillInUnsupported";
      if (!isUnsupported) {
        throw error;
      }
      if (
        this.#choice.route !== "ollama" ||
        this.#choice.template === undefined ||
        this.#quirks.needsRawPrompt
      ) {
        this.#refusal = error;
        this.#quirks.noteCannotFillIn();
        throw error;
      }
      // The model's template has no place for a suffix, but its family's tokens are known.
      this.#quirks.noteRawPrompt();
      yield* this.#stream(request, signal);
    }
  }

  #stream(request: FillInRequest, signal: AbortSignal): AsyncIterable<ReplyChunk> {
    const attempt = (): Attempt => {
      const { url, body, stops } = fillInCall(this.#profile, this.#choice, request, this.#quirks);
      return {
        body,
        reader: new ReplyReader({
          stops: [...stops, ...fimMarkers],
          promptText: () =>
            [...request.snippets.map((snippet) => snippet.text), request.prefix, request.suffix].join("\n"),
          maxChars: request.maxOutputTokens * maxCharsPerToken,
        }),
        send: (key, attemptSignal) => this.#exchange.client.post(url, body, key, attemptSignal),
      };
    };
    const totalMs = this.#profile.timeouts.fillInTotalMs;
    return this.#exchange.run({ isUrgent: false, totalMs, attempt }, signal);
  }
}
