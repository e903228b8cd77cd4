import type { BackendIdentity, Feature, TokenUsage } from "../ports.ts";
import type { WithheldReason } from "./filePolicy.ts";
import type { AllowedFile } from "./onceAllowance.ts";
import type { SourceRange } from "./outbound.ts";
import type { SecretKind } from "./tokenRule.ts";

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
  /** Withheld files that the user let go with this request alone. */
  readonly allowedOnce: readonly AllowedFile[];
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
  readonly #listeners = new Set<(request: SentRequest | undefined) => void>();

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
    const added: SentRequest = { ...request, id: this.#lastId, outcome: "running" };
    this.#requests.push(added);
    let total = this.#requests.reduce((sum, { text }) => sum + text.length, 0);
    while (this.#requests.length > maxRequests || (total > maxTotalChars && this.#requests.length > 1)) {
      total -= this.#requests.shift()?.text.length ?? 0;
    }
    this.#tell(added);
    return added.id;
  }

  /** Does nothing when the request has been dropped from the record. */
  update(id: number, change: Partial<Pick<SentRequest, "outcome" | "usage" | "errorKind">>): void {
    const known = this.find(id);
    if (known === undefined) {
      return;
    }
    const changed: SentRequest = { ...known, ...change };
    this.#requests = this.#requests.map((request) => (request === known ? changed : request));
    this.#tell(changed);
  }

  clear(): void {
    this.#requests = [];
    this.#tell(undefined);
  }

  /** Tells which request came or changed, nothing when all went. Returns what ends the listening. */
  onDidChange(listener: (request: SentRequest | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(request: SentRequest | undefined): void {
    for (const listener of this.#listeners) {
      listener(request);
    }
  }
}
