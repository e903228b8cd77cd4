import type { AssistantError } from "../errors.ts";
import { idleStatus, type CompletionStatus } from "./completionStatus.ts";

/** Keeps the one status of completion and tells of changes only. */
export class StatusKeeper {
  readonly #onStatus: (status: CompletionStatus) => void;
  #status: CompletionStatus = idleStatus;
  #waiting = 0;

  constructor(onStatus: (status: CompletionStatus) => void) {
    this.#onStatus = onStatus;
  }

  get status(): CompletionStatus {
    return this.#status;
  }

  requestBegan(): void {
    this.#waiting += 1;
    this.#set({ isWaiting: true, isLocalOnly: false });
  }

  requestEnded(): void {
    this.#waiting = Math.max(0, this.#waiting - 1);
    this.#set({ isWaiting: this.#waiting > 0 });
  }

  succeeded(): void {
    this.#set({ lastError: undefined, isOnlyReasoning: false });
  }

  failed(error: AssistantError, isOnlyReasoning = false): void {
    this.#set({ lastError: error, isOnlyReasoning });
  }

  localOnly(isLocalOnly: boolean): void {
    this.#set({ isLocalOnly });
  }

  #set(part: Partial<CompletionStatus>): void {
    const next = { ...this.#status, ...part };
    const keys = Object.keys(part) as (keyof CompletionStatus)[];
    if (keys.some((key) => next[key] !== this.#status[key])) {
      this.#status = next;
      this.#onStatus(next);
    }
  }
}
