import type { BackendIdentity, Feature, TokenUsage } from "../ports.ts";
import type { WithheldReason } from "./filePolicy.ts";
import type { SourceRange } from "./outbound.ts";
import type { SecretKind } from "./redactionRules.ts";

export type SentOutcome = "running" | "ok" | "incomplete" | "filtered" | "cancelled" | "failed";

export interface WithheldFile {
  readonly path: string;
  readonly reason: WithheldReason;
}

/** One request as it left the machine. It never holds a redacted value. */
export interface SentRequest {
  readonly id: number;
  /** UTC milliseconds since 1970. */
  readonly timeMs: number;
  readonly feature: Feature;
  readonly backend: BackendIdentity;
  readonly sources: readonly SourceRange[];
  /** Files that were left out of this request. */
  readonly withheld: readonly WithheldFile[];
  readonly redactedCounts: Readonly<Partial<Record<SecretKind, number>>>;
  /** The exact text after redaction, its messages under their roles. */
  readonly text: string;
  /** Our own estimate of `text`, in tokens. */
  readonly estimatedTokens: number;
  readonly usage?: TokenUsage | undefined;
  readonly outcome: SentOutcome;
  /** Kind of the error, when `outcome` is `failed`. */
  readonly errorKind?: string | undefined;
}

export type SentRequestStart = Omit<SentRequest, "id" | "outcome" | "usage" | "errorKind">;

const maxRequests = 50;
/** All texts together (UTF-16 code units); the newest request is kept whatever its size. */
const maxTotalChars = 4_194_304;

/** The last requests, in memory only. */
export class SentRecord {
  #requests: SentRequest[] = [];
  #lastId = 0;
  readonly #listeners = new Set<() => void>();

  /** Newest first. */
  list(): readonly SentRequest[] {
    return this.#requests.toReversed();
  }

  find(id: number): SentRequest | undefined {
    return this.#requests.find((request) => request.id === id);
  }

  /** Returns the id for `update`. */
  add(request: SentRequestStart): number {
    this.#lastId += 1;
    this.#requests.push({ ...request, id: this.#lastId, outcome: "running" });
    let total = this.#requests.reduce((sum, { text }) => sum + text.length, 0);
    while (this.#requests.length > maxRequests || (total > maxTotalChars && this.#requests.length > 1)) {
      total -= this.#requests.shift()?.text.length ?? 0;
    }
    this.#tell();
    return this.#lastId;
  }

  /** Does nothing when the request has been dropped from the record. */
  update(id: number, change: Partial<Pick<SentRequest, "outcome" | "usage" | "errorKind">>): void {
    this.#requests = this.#requests.map((request) =>
      request.id === id ? { ...request, ...change } : request,
    );
    this.#tell();
  }

  clear(): void {
    this.#requests = [];
    this.#tell();
  }

  /** Returns the function that ends the listening. */
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
