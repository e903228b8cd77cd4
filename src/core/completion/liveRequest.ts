import { AssistantError, isCancellation, toAssistantError } from "../errors.ts";
import type { GatedBackend } from "../egress/outbound.ts";
import type { Clock, ContextSnippet } from "../ports.ts";
import type { CompletionDeps } from "./completionPorts.ts";
import type { DocumentSnapshot, Trigger } from "./completionTypes.ts";
import { GrowingReply } from "./growingReply.ts";
import { holeAt } from "./hole.ts";
import { sendInfill } from "./infillRequest.ts";
import { enoughRead, readReply, type ReplySummary } from "./readReply.ts";
import { SuggestionEntry } from "./suggestionEntry.ts";

export interface LiveRequestInput {
  readonly snapshot: DocumentSnapshot;
  readonly offset: number;
  readonly isMultiline: boolean;
  /** A single line is shown, and some lines after it are read on and kept for later. */
  readonly goesOn?: boolean | undefined;
  /** 0 to 1: for another text than the likeliest. */
  readonly temperature?: number | undefined;
  readonly trigger: Trigger;
  readonly rid: string;
  readonly backend: GatedBackend;
}

export interface RequestHooks {
  snippets(): readonly ContextSnippet[];
  onSent(): void;
  onGrow(): void;
}

export type RequestOutcome =
  | { readonly kind: "done"; readonly summary: ReplySummary }
  | { readonly kind: "cancelled"; readonly sentMs: number | undefined }
  | { readonly kind: "failed"; readonly error: AssistantError; readonly sentMs: number };

/** One request of one document: waits its delay, streams, trims as it goes, and can be joined. */
export class LiveRequest {
  readonly input: LiveRequestInput;
  readonly entry: SuggestionEntry;
  readonly #clock: Clock;
  readonly #statementEnds: CompletionDeps["statementEnds"];
  readonly #controller = new AbortController();
  readonly #waiting = new Set<() => void>();
  /** Monotonic ms; undefined while armed. */
  #sentMs: number | undefined;
  #hasText = false;
  #hasFailed = false;

  constructor(input: LiveRequestInput, deps: Pick<CompletionDeps, "clock" | "statementEnds">) {
    this.input = input;
    this.#clock = deps.clock;
    this.#statementEnds = deps.statementEnds;
    this.entry = new SuggestionEntry(input.snapshot, input.offset, {
      source: "remote",
      requestRid: input.rid,
      isMultiline: input.isMultiline,
    });
  }

  get isRunning(): boolean {
    return this.entry.state === "armed" || this.entry.state === "streaming";
  }

  get hasText(): boolean {
    return this.#hasText;
  }

  /** Ended by a fault of the backend, not by us. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  get sentMs(): number | undefined {
    return this.#sentMs;
  }

  /** Resolves at the next piece of text, at the end, and when `signal` aborts. */
  progress(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (!this.isRunning || signal.aborted) {
        resolve();
        return;
      }
      const finish = (): void => {
        this.#waiting.delete(finish);
        signal.removeEventListener("abort", finish);
        resolve();
      };
      this.#waiting.add(finish);
      signal.addEventListener("abort", finish, { once: true });
    });
  }

  abort(): void {
    if (this.isRunning) {
      this.entry.state = "stopped";
      this.#controller.abort();
      this.#notify();
    }
  }

  /** Waits, sends, reads. `onGrow` is told of each piece before those who wait. Never rejects. */
  async run(delayMs: number, hooks: RequestHooks): Promise<RequestOutcome> {
    const { signal } = this.#controller;
    if (delayMs > 0) {
      await this.#clock.delay(delayMs, signal);
    }
    if (signal.aborted) {
      return { kind: "cancelled", sentMs: undefined };
    }
    this.entry.state = "streaming";
    const sentMs = this.#clock.monotonicMs();
    this.#sentMs = sentMs;
    hooks.onSent();
    try {
      const outcome = await this.#stream(hooks);
      return outcome;
    } catch (error) {
      const isOurs = isCancellation(error, signal);
      this.#hasFailed = !isOurs;
      this.#finish("stopped");
      return isOurs
        ? { kind: "cancelled", sentMs }
        : { kind: "failed", error: toAssistantError(error), sentMs };
    }
  }

  async #stream(hooks: RequestHooks): Promise<RequestOutcome> {
    const { backend, snapshot, offset, isMultiline } = this.input;
    const goesOn = this.input.goesOn === true && !isMultiline;
    const snippets = hooks.snippets();
    const sent = sendInfill(
      {
        backend,
        snapshot,
        offset,
        isMultiline: isMultiline || goesOn,
        snippets,
        temperature: this.input.temperature,
      },
      this.#controller.signal,
    );
    const hole = holeAt(snapshot, offset, {
      isMultiline,
      get isChat(): boolean {
        return sent.form === "message";
      },
    });
    const reply = new GrowingReply(
      { entry: this.entry, hole, goesOn, snapshot, offset },
      this.#statementEnds,
      {
        onCut: () => this.#controller.abort(enoughRead),
        onGrow: () => {
          hooks.onGrow();
          this.#notify();
        },
      },
    );
    const summary = await readReply(sent.chunks, this.#controller, this.#clock, (raw) => {
      this.#hasText = true;
      return reply.read(raw);
    });
    if (summary.isOnlyReasoning) {
      const error = new AssistantError("onlyReasoning", "The model only reasoned and gave no completion.", {
        detail: backend.identity.model,
      });
      this.#hasFailed = true;
      this.#finish("stopped");
      return { kind: "failed", error, sentMs: this.#sentMs ?? 0 };
    }
    if (this.#controller.signal.aborted && !reply.isCut) {
      return { kind: "cancelled", sentMs: this.#sentMs };
    }
    reply.end(summary);
    this.#finish("done");
    return { kind: "done", summary };
  }

  #finish(state: "done" | "stopped"): void {
    if (this.entry.state !== "stopped") {
      this.entry.state = state;
    }
    this.#notify();
  }

  #notify(): void {
    for (const resolve of this.#waiting) {
      resolve();
    }
  }
}
