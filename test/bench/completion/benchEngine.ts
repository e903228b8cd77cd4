import type { DocumentChange, DocumentSnapshot } from "../../../src/core/completion/completionTypes.ts";
import type { GatedBackend } from "../../../src/core/egress/outbound.ts";
import type { Clock } from "../../../src/core/ports.ts";

/** What an engine under test is given. */
export interface EngineWorld {
  readonly clock: Clock;
  /** The simulated model behind the product's own interface. */
  readonly backend: GatedBackend;
  /** Root of the simulated server, such as `http://127.0.0.1:1234`; undefined on the virtual clock. */
  readonly baseUrl: string | undefined;
  /** Choices of the command line for this engine, such as `eagerness=high`. */
  readonly options: ReadonlyMap<string, string>;
}

export interface BenchAnswer {
  readonly text: string;
  readonly replaceEnd: number;
  /** Told to the engine when the text is accepted. */
  readonly id: string;
}

/**
 * A completion engine in the bench. An outside folder may bring others: a module that exports
 * `createEngine(world): BenchEngine`.
 */
export interface BenchEngine {
  didChange(snapshot: DocumentSnapshot, change: DocumentChange): void;
  provide(snapshot: DocumentSnapshot, offset: number, signal: AbortSignal): Promise<BenchAnswer | undefined>;
  didAccept(id: string): void;
  dispose(): void;
}

export type CreateEngine = (world: EngineWorld) => BenchEngine;
