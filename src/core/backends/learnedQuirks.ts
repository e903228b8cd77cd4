import type { TokenLimitField } from "./preset.ts";
import type { ServerProblem } from "./serverProblem.ts";

/** What refusals have taught about one endpoint and model; lives as long as its backend. */
export class LearnedQuirks {
  readonly #dropped = new Set<string>();
  #tokenLimitField: TokenLimitField | undefined;
  #maxOutputTokens: number | undefined;
  #cannotFillIn = false;
  #needsRawPrompt = false;
  readonly #onCannotFillIn: () => void;

  constructor(onCannotFillIn: () => void = () => {}) {
    this.#onCannotFillIn = onCannotFillIn;
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
    return this.#maxOutputTokens;
  }

  /** The server said that this model fills no hole. */
  get cannotFillIn(): boolean {
    return this.#cannotFillIn;
  }

  /** Ollama has no place for a suffix in this model's template: spell the tokens ourselves. */
  get needsRawPrompt(): boolean {
    return this.#needsRawPrompt;
  }

  noteRawPrompt(): void {
    this.#needsRawPrompt = true;
  }

  noteCannotFillIn(): void {
    if (!this.#cannotFillIn) {
      this.#cannotFillIn = true;
      this.#onCannotFillIn();
    }
  }

  /**
   * Learns from a refusal of `body`. True when the same request is worth another try: each lesson
   * is new, so this cannot go on for ever.
   */
  learn(problem: ServerProblem, body: Readonly<Record<string, unknown>>): boolean {
    if (problem.kind === "contextTooLong") {
      const sent = Number(body["max_tokens"] ?? body["max_completion_tokens"] ?? 0);
      return problem.outputRoom !== undefined && problem.outputRoom >= 16 && problem.outputRoom < sent
        ? this.#limitOutput(problem.outputRoom)
        : false;
    }
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
}
