import * as vscode from "vscode";
import type { AssistantError } from "../../core/errors.ts";

/** The backend of completions as the status item names it. */
export type ActiveBackend =
  | { readonly kind: "offline" }
  | { readonly kind: "model"; readonly profile: string; readonly model: string; readonly host: string };

export interface OtherEngine {
  readonly extensionId: string;
  readonly name: string;
}

/** Everything the status item and its menu tell. */
export interface StatusFacts {
  readonly backend: ActiveBackend;
  readonly isCompletionOn: boolean;
  readonly isWaiting: boolean;
  readonly lastError: AssistantError | undefined;
  readonly otherEngine: OtherEngine | undefined;
  /** Name of the open file when it is withheld from every backend. */
  readonly withheldFile: string | undefined;
  /** One sentence about the local index, the store or the worker; undefined when all is well. */
  readonly note: string | undefined;
}

const initialFacts: StatusFacts = {
  backend: { kind: "offline" },
  isCompletionOn: true,
  isWaiting: false,
  lastError: undefined,
  otherEngine: undefined,
  withheldFile: undefined,
  note: undefined,
};

/** The facts with change events; whoever learns one updates it. */
export class StatusState implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<StatusFacts>();
  readonly onDidChange = this.#changed.event;
  #facts = initialFacts;

  get facts(): StatusFacts {
    return this.#facts;
  }

  update(change: Partial<StatusFacts>): void {
    this.#facts = { ...this.#facts, ...change };
    this.#changed.fire(this.#facts);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
