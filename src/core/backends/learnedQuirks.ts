import type { TokenLimitField } from "./preset.ts";
import type { ServerProblem } from "./serverProblem.ts";

/** What was learned about an endpoint and holds beyond one request. */
export interface QuirkFacts {
  /** Parameters that it refuses; `system` stands for the role of that name. */
  readonly dropped?: readonly string[] | undefined;
  readonly tokenLimitField?: TokenLimitField | undefined;
  /** Longest reply that the server takes, in tokens. */
  readonly maxOutputTokens?: number | undefined;
  readonly needsRawPrompt?: boolean | undefined;
  /** It does not go on with an assistant's last message. */
  readonly cannotContinue?: boolean | undefined;
}

export interface QuirkHooks {
  /** Told once when the server says that its model fills no hole. */
  onCannotFillIn?(): void;
  /** Told of every lesson that is worth keeping. */
  onLearned?(facts: QuirkFacts): void;
}

/** What refusals have taught about one endpoint and model, besides what was known from before. */
export class LearnedQuirks {
  readonly #hooks: QuirkHooks;
  readonly #dropped: Set<string>;
  #tokenLimitField: TokenLimitField | undefined;
  #maxOutputTokens: number | undefined;
  /** A limit that came of one long prompt and means nothing to the next. */
  #momentaryOutputTokens: number | undefined;
  #cannotFillIn = false;
  #needsRawPrompt: boolean;
  #cannotContinue: boolean;

  constructor(hooks: QuirkHooks = {}, known: QuirkFacts = {}) {
    this.#hooks = hooks;
    this.#dropped = new Set(known.dropped);
    this.#tokenLimitField = known.tokenLimitField;
    this.#maxOutputTokens = known.maxOutputTokens;
    this.#needsRawPrompt = known.needsRawPrompt ?? false;
    this.#cannotContinue = known.cannotContinue ?? false;
  }

  get facts(): QuirkFacts {
    return {
      ...(this.#dropped.size === 0 ? {} : { dropped: [...this.#dropped] }),
      ...(this.#tokenLimitField === undefined ? {} : { tokenLimitField: this.#tokenLimitField }),
      ...(this.#maxOutputTokens === undefined ? {} : { maxOutputTokens: this.#maxOutputTokens }),
      ...(this.#needsRawPrompt ? { needsRawPrompt: true } : {}),
      ...(this.#cannotContinue ? { cannotContinue: true } : {}),
    };
  }

  /** Parameters no longer sent. */
  get dropped(): ReadonlySet<string> {
    return this.#dropped;
  }

  get tokenLimitField(): TokenLimitField | undefined {
    return this.#tokenLimitField;
  }

  /** Longest reply that the server takes, in tokens. */
  get maxOutputTokens(): number | undefined {
    const { MAX_SAFE_INTEGER: none } = Number;
    const least = Math.min(this.#maxOutputTokens ?? none, this.#momentaryOutputTokens ?? none);
    return least === none ? undefined : least;
  }

  /** The server said that this model fills no hole. */
  get cannotFillIn(): boolean {
    return this.#cannotFillIn;
  }

  /** Ollama has no place for a suffix in this model's template: spell the tokens ourselves. */
  get needsRawPrompt(): boolean {
    return this.#needsRawPrompt;
  }

  /** The server refused to go on with an assistant's last message. */
  get cannotContinue(): boolean {
    return this.#cannotContinue;
  }

  /** A new request begins: what only the last one's length taught is forgotten. */
  beginRequest(): void {
    this.#momentaryOutputTokens = undefined;
  }

  noteRawPrompt(): void {
    this.#needsRawPrompt = true;
    this.#tell();
  }

  noteCannotFillIn(): void {
    if (!this.#cannotFillIn) {
      this.#cannotFillIn = true;
      this.#hooks.onCannotFillIn?.();
    }
  }

  /**
   * Learns from a refusal of `body`. True when the same request is worth another try: each lesson
   * is new, so this cannot go on for ever.
   */
  learn(problem: ServerProblem, body: Readonly<Record<string, unknown>>): boolean {
    if (problem.kind === "contextTooLong") {
      return this.#learnRoom(problem.outputRoom, body);
    }
    if (isContinuation(body) && problem.mayRefuseContinuation === true) {
      this.#noteCannotContinue();
      return false;
    }
    const isNew = this.#learnParameter(problem, body);
    if (isNew) {
      this.#tell();
    }
    return isNew;
  }

  /** The same messages would be refused again: the caller writes others. */
  #noteCannotContinue(): void {
    if (!this.#cannotContinue) {
      this.#cannotContinue = true;
      this.#tell();
    }
  }

  #learnRoom(room: number | undefined, body: Readonly<Record<string, unknown>>): boolean {
    const sent = Number(body["max_tokens"] ?? body["max_completion_tokens"] ?? 0);
    const isWorthIt = room !== undefined && room >= 16 && room < sent;
    if (isWorthIt) {
      this.#momentaryOutputTokens = room;
    }
    return isWorthIt;
  }

  #learnParameter(problem: ServerProblem, body: Readonly<Record<string, unknown>>): boolean {
    const { valueLimit } = problem;
    // Spark names no parameter; the switch of its web search is the one that not every line knows.
    const parameter = problem.parameter ?? (problem.kind === "badRequest" ? "tools" : undefined);
    if (parameter === undefined) {
      return false;
    }
    if (parameter === "max_tokens" || parameter === "max_completion_tokens") {
      const sent = Number(body[parameter] ?? 0);
      return valueLimit !== undefined && valueLimit < sent
        ? this.#limitOutput(valueLimit)
        : this.#swapTokenLimit(parameter, body);
    }
    const isNew = !this.#dropped.has(parameter) && (parameter === "system" || parameter in body);
    if (isNew) {
      this.#dropped.add(parameter);
    }
    return isNew;
  }

  #limitOutput(tokens: number): boolean {
    const isNew = this.#maxOutputTokens === undefined || tokens < this.#maxOutputTokens;
    this.#maxOutputTokens = isNew ? tokens : this.#maxOutputTokens;
    return isNew;
  }

  #swapTokenLimit(refused: TokenLimitField, body: Readonly<Record<string, unknown>>): boolean {
    // Named but not sent: the message recommends it, and the other one is what it refuses.
    const sent: TokenLimitField =
      refused in body ? refused : refused === "max_tokens" ? "max_completion_tokens" : "max_tokens";
    if (this.#tokenLimitField !== undefined || !(sent in body)) {
      return false;
    }
    this.#tokenLimitField = sent === "max_tokens" ? "max_completion_tokens" : "max_tokens";
    return true;
  }

  #tell(): void {
    this.#hooks.onLearned?.(this.facts);
  }
}

/** Nothing else that is sent ends with a message of the assistant. */
function isContinuation({ messages }: Readonly<Record<string, unknown>>): boolean {
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined;
  return typeof last === "object" && last !== null && "role" in last && last.role === "assistant";
}
