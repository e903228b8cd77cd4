import type { BackendProvider } from "../egress/outbound.ts";
import type { ContextSnippet, Clock, Random } from "../ports.ts";
import type { CompletionStatus } from "./completionStatus.ts";
import type { MultilineMode } from "./completionTypes.ts";
import type { Eagerness } from "./eagerness.ts";
import type { StatementQuestion, StatementVerdict } from "./syntax/findStatementEnd.ts";

export interface PredictionRequest {
  readonly path: string;
  readonly languageId: string;
  readonly prefix: string;
  readonly suffix: string;
  /** 0 to 1: calibrated, text that is right with less probability is not returned. */
  readonly minConfidence: number;
  /** 0 to 1: of all texts at least so sure as a returned one, so many are right. */
  readonly minShare: number;
}

/** Prediction from the user's own files. Rejects when its thread is gone. */
export interface LocalPredictor {
  predict(
    request: PredictionRequest,
    signal: AbortSignal,
  ): Promise<{ readonly text: string; readonly confidence: number; readonly share: number } | null>;
}

/** Where replies leave the statement or block of the cursor, by a syntax tree. Rejects when its thread is gone. */
export interface StatementEnds {
  /** Null when the tree says nothing. */
  find(question: StatementQuestion, signal: AbortSignal): Promise<StatementVerdict | null>;
}

/** Text of other files that is ready now; nothing is waited for. */
export interface CompletionContext {
  readySnippets(uri: string): readonly ContextSnippet[];
}

export interface CompletionOptions {
  isEnabled(languageId: string): boolean;
  /** Before a network request only. */
  delayMs(): number | "auto";
  multiline(): MultilineMode;
  eagerness(): Eagerness;
}

/** What the engine tells the editor. */
export interface CompletionListener {
  onStatus(status: CompletionStatus): void;
}

export interface CompletionDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly backends: BackendProvider;
  readonly predictor: LocalPredictor;
  /** Without it replies are cut by indentation and brackets alone. */
  readonly statementEnds?: StatementEnds | undefined;
  readonly context: CompletionContext;
  readonly options: CompletionOptions;
  readonly listener: CompletionListener;
}
