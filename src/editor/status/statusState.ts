import * as vscode from "vscode";
import type { Rest } from "../../core/backends/standing.ts";
import type { AssistantError } from "../../core/errors.ts";

/** The backend of completions as the status item names it. */
export type ActiveBackend =
  | { readonly kind: "offline" }
  | { readonly kind: "model"; readonly profile: string; readonly model: string; readonly host: string };

export interface OtherEngine {
  readonly extensionId: string;
  readonly name: string;
}

export interface WithheldNote {
  readonly name: string;
  /** In the display language. */
  readonly reason: string;
}

/** Everything the status item and its menu tell. */
export interface StatusFacts {
  readonly backend: ActiveBackend;
  /** The first choice, and why it does not answer, while `backend` only stands in. */
  readonly standIn: Rest | undefined;
  readonly isCompletionOn: boolean;
  /** Ghost text is snoozed until then, UTC milliseconds since 1970; undefined while it is not. */
  readonly snoozedUntilMs: number | undefined;
  readonly isWaiting: boolean;
  readonly lastError: AssistantError | undefined;
  readonly otherEngine: OtherEngine | undefined;
  /** Nothing is sent from a workspace that is not trusted. */
  readonly isTrusted: boolean;
  /** The open file, when it is withheld from every backend. */
  readonly withheldFile: WithheldNote | undefined;
  /** One sentence about the local index, the store or the worker; undefined when all is well. */
  readonly note: string | undefined;
}

const initialFacts: StatusFacts = {
  backend: { kind: "offline" },
  standIn: undefined,
  isCompletionOn: true,
  snoozedUntilMs: undefined,
  isWaiting: false,
  lastError: undefined,
  otherEngine: undefined,
  isTrusted: true,
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
