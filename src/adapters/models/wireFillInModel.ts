import { fimMarkers, type FillInChoice } from "../../core/backends/fimTemplates.ts";
import { BackendError } from "../../core/backends/backendError.ts";
import { ReplyReader } from "../../core/backends/replyReader.ts";
import { fillInCall } from "../../core/backends/requestBodies.ts";
import type {
  BackendIdentity,
  FillInModel,
  FillInRequest,
  ModelLimits,
  ReplyChunk,
} from "../../core/ports.ts";
import type { Attempt } from "./modelExchange.ts";
import { identityOf, type ModelParts } from "./modelParts.ts";
import { maxCharsPerToken } from "./wireChatModel.ts";

/** Filling in the middle on one wire route. Nothing is tried again: the next keystroke does. */
export class WireFillInModel implements FillInModel {
  readonly identity: BackendIdentity;
  readonly limits: ModelLimits;
  readonly route: string;
  readonly #parts: ModelParts;
  readonly #choice: FillInChoice;
  /** The server's word that this model fills no hole: it need not be asked again. */
  #refusal: BackendError | undefined;

  constructor(parts: ModelParts, choice: FillInChoice) {
    this.identity = identityOf(parts.profile);
    this.limits = parts.profile.limits;
    this.route = choice.route;
    this.#parts = parts;
    this.#choice = choice;
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
        this.#parts.quirks.needsRawPrompt
      ) {
        this.#refusal = error;
        this.#parts.quirks.noteCannotFillIn();
        throw error;
      }
      // The model's template has no place for a suffix, but its family's tokens are known.
      this.#parts.quirks.noteRawPrompt();
      yield* this.#stream(request, signal);
    }
  }

  #stream(request: FillInRequest, signal: AbortSignal): AsyncIterable<ReplyChunk> {
    const { profile, exchange, quirks, cacheKey } = this.#parts;
    const attempt = (): Attempt => {
      const { url, body, stops } = fillInCall(profile, this.#choice, request, quirks, cacheKey);
      return {
        body,
        reader: new ReplyReader({
          stops: [...stops, ...fimMarkers],
          promptText: () =>
            [...request.snippets.map((snippet) => snippet.text), request.prefix, request.suffix].join("\n"),
          maxChars: request.maxOutputTokens * maxCharsPerToken,
        }),
        send: (key, attemptSignal) => exchange.client.post(url, body, key, attemptSignal),
      };
    };
    const totalMs = profile.timeouts.fillInTotalMs;
    const isBackground = request.isBackground === true;
    return exchange.run({ isBackground, mayRetry: false, totalMs, attempt }, signal);
  }
}
