import type { FactValues } from "../../core/backends/endpointFacts.ts";
import type { ProbedFillIn } from "../../core/backends/fimTemplates.ts";
import type { QuirkFacts } from "../../core/backends/learnedQuirks.ts";
import type { Clock, Log } from "../../core/ports.ts";
import type { KeyLanes } from "./keyLanes.ts";

/** Counts what each profile has used today. */
export interface TokenCounter {
  usedToday(profile: string): number;
  add(profile: string, tokens: number): void;
}

/** What a backend needs from its surroundings. */
export interface ModelDeps {
  /** The host's own `fetch`, which knows proxies and system certificates. */
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly log: Log;
  /** The key of the profile, asked before each request; undefined where there is none. */
  readKey(): Promise<string | undefined>;
  /** A fresh key after the server refused the one it got, where it can be had. */
  renewKey?(): Promise<string | undefined>;
  /** Text of a certificate file. */
  readFile?(path: string): Promise<string>;
  /** An environment variable, for `${env:NAME}` in headers. */
  env(name: string): string | undefined;
  /** Told once when the server says that its model fills no hole, so that the caller can remember it. */
  onCannotFillIn?(): void;
  /** Told of every lesson of a refusal that is worth keeping. */
  onLearned?(facts: QuirkFacts): void;
  /** What was learned and probed before. */
  readonly facts?: FactValues | undefined;
  /** The lanes of all keys; without it a backend has one of its own. */
  readonly lanes?: KeyLanes | undefined;
  /** Needed where a profile caps its tokens of a day. */
  readonly tokens?: TokenCounter | undefined;
  /** A random text of this window that tells no more than that requests belong together. */
  readonly cacheKey?: string | undefined;
  /** What an earlier probe found out about filling in the middle. */
  readonly probedFillIn?: ProbedFillIn | undefined;
}
