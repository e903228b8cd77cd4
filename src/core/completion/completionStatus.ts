import type { AssistantError } from "../errors.ts";

/** What the status item may say about completion; never a pop-up. */
export interface CompletionStatus {
  /** A request is on its way. */
  readonly isWaiting: boolean;
  /** No backend stands behind the completion role, or it rests after a failure: the predictor answers alone. */
  readonly isLocalOnly: boolean;
  /** The last request's failure; undefined as soon as one succeeds. */
  readonly lastError: AssistantError | undefined;
  /** The last model only reasoned for `reasoningLimitMs` and was stopped. */
  readonly isOnlyReasoning: boolean;
}

export const idleStatus: CompletionStatus = {
  isWaiting: false,
  isLocalOnly: false,
  lastError: undefined,
  isOnlyReasoning: false,
};
