import type { AcceptedRange } from "../../../../src/core/completion/acceptedText.ts";
import { CompletionEngine } from "../../../../src/core/completion/completionEngine.ts";
import type { CompletionStatus } from "../../../../src/core/completion/completionStatus.ts";
import type {
  DocumentSnapshot,
  MultilineMode,
  Offer,
  TextEdit,
} from "../../../../src/core/completion/completionTypes.ts";
import type { Eagerness } from "../../../../src/core/completion/eagerness.ts";
import type { PredictionRequest } from "../../../../src/core/completion/completionPorts.ts";
import type {
  StatementQuestion,
  StatementVerdict,
} from "../../../../src/core/completion/syntax/findStatementEnd.ts";
import type { GatedBackend, GatedFillIn } from "../../../../src/core/egress/outbound.ts";
import type { EventBody } from "../../../../src/core/efficiency/events.ts";
import type { ChatInfillForm, ReplyChunk } from "../../../../src/core/ports.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { fakeIdentity } from "../../../fakes/gatedBackends.ts";
import { documentAt } from "./makeHole.ts";

/** A request on its way that the test answers by hand. */
export class FakeExchange {
  readonly prompt: string;
  readonly signal: AbortSignal;
  readonly #chunks: ReplyChunk[] = [];
  #wake: (() => void) | undefined;
  #error: Error | undefined;
  #isOver = false;

  constructor(prompt: string, signal: AbortSignal) {
    this.prompt = prompt;
    this.signal = signal;
    signal.addEventListener("abort", () => this.#wake?.(), { once: true });
  }

  get isOpen(): boolean {
    return !this.#isOver;
  }

  text(text: string): this {
    this.#chunks.push({ kind: "text", text });
    this.#wake?.();
    return this;
  }

  reasoning(): this {
    this.#chunks.push({ kind: "reasoning", text: "hm" });
    this.#wake?.();
    return this;
  }

  end(reason: "stop" | "length" = "stop"): void {
    this.#chunks.push({ kind: "end", reason });
    this.#isOver = true;
    this.#wake?.();
  }

  fail(error: Error): void {
    this.#error = error;
    this.#isOver = true;
    this.#wake?.();
  }

  async *stream(): AsyncIterable<ReplyChunk> {
    try {
      while (!this.signal.aborted) {
        const next = this.#chunks.shift();
        if (next !== undefined) {
          yield next;
        } else if (this.#error !== undefined) {
          throw this.#error;
        } else if (this.#isOver) {
          return;
        } else {
          await new Promise<void>((resolve) => (this.#wake = resolve));
        }
      }
    } finally {
      this.#isOver = true;
    }
  }
}

/** An engine with everything around it faked, and one document that can be typed into. */
export class EngineSetup {
  readonly clock = new FakeClock();
  readonly exchanges: FakeExchange[] = [];
  readonly events: EventBody[] = [];
  readonly accepted: AcceptedRange[] = [];
  readonly statuses: CompletionStatus[] = [];
  readonly predictions: PredictionRequest[] = [];
  readonly engine: CompletionEngine;
  isOffline = false;
  isEnabled = true;
  isLoopback = false;
  delayMs: number | "auto" = 0;
  multiline: MultilineMode = "auto";
  eagerness: Eagerness = "balanced";
  chatInfill: ChatInfillForm | undefined;
  /** The backend has a fill-in route, which is taken. */
  isFillIn = false;
  prediction: { text: string; confidence: number } | null = null;
  /** What the syntax tree says; nothing unless a test sets it. */
  findEnd: (question: StatementQuestion) => Promise<StatementVerdict | null> = () => Promise.resolve(null);
  snapshot: DocumentSnapshot;
  cursor: number;
  #ids = 0;

  constructor(marked: string, more: Parameters<typeof documentAt>[1] = {}) {
    const { snapshot, offset } = documentAt(marked, more);
    this.snapshot = snapshot;
    this.cursor = offset;
    this.engine = new CompletionEngine(
      {
        clock: this.clock,
        random: { next: () => 0.5, uuid: () => `rid${(this.#ids += 1)}` },
        backends: { forRole: () => Promise.resolve(this.isOffline ? undefined : this.#backend()) },
        predictor: {
          predict: (request) => {
            this.predictions.push(request);
            const found = this.prediction;
            const least = Math.max(request.minConfidence, request.minShare);
            return Promise.resolve(
              found !== null && found.confidence >= least ? { ...found, share: found.confidence } : null,
            );
          },
        },
        statementEnds: { find: (question) => this.findEnd(question) },
        context: { readySnippets: () => [] },
        options: {
          isEnabled: () => this.isEnabled,
          delayMs: () => this.delayMs,
          multiline: () => this.multiline,
          eagerness: () => this.eagerness,
        },
        listener: { onStatus: (status) => this.statuses.push(status) },
      },
      { record: (body) => this.events.push(body) },
      { didAccept: (range) => this.accepted.push(range) },
    );
  }

  get last(): FakeExchange {
    const last = this.exchanges.at(-1);
    if (last === undefined) {
      throw new Error("no request was made");
    }
    return last;
  }

  get status(): CompletionStatus {
    return this.engine.status;
  }

  eventsOf<T extends EventBody["type"]>(type: T): Extract<EventBody, { type: T }>[] {
    return this.events.filter((event): event is Extract<EventBody, { type: T }> => event.type === type);
  }

  /** Applies an edit, tells the engine, and moves the cursor behind it. */
  edit(edit: TextEdit, reason: "undoRedo" | "other" = "other", cursorIn = edit.text.length): void {
    const { text } = this.snapshot;
    this.snapshot = {
      ...this.snapshot,
      text: text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.removedLength),
    };
    this.cursor = edit.offset + cursorIn;
    this.engine.didChange(this.snapshot, { edits: [edit], reason }, { isActive: true, cursorCount: 1 });
  }

  type(text: string): void {
    for (const character of text) {
      this.edit({ offset: this.cursor, removedLength: 0, text: character });
    }
  }

  backspace(): void {
    this.edit({ offset: this.cursor - 1, removedLength: 1, text: "" });
  }

  /** The editor asks; `abort` is its cancellation. */
  ask(more: { trigger?: "automatic" | "manual"; selected?: { text: string; start: number } } = {}): {
    answer: Promise<Offer | undefined>;
    abort(): void;
  } {
    const controller = new AbortController();
    const answer = this.engine.provide({
      snapshot: this.snapshot,
      offset: this.cursor,
      trigger: more.trigger ?? "automatic",
      cursorCount: 1,
      isReadOnly: false,
      selected: more.selected,
      signal: controller.signal,
    });
    return { answer, abort: () => controller.abort() };
  }

  /** Takes an offer as the editor does: the edit, then the item's command. */
  accept(offer: Offer): void {
    this.edit({
      offset: offer.replaceStart,
      removedLength: offer.replaceEnd - offer.replaceStart,
      text: offer.text,
    });
    this.engine.didAccept(offer.rid);
  }

  #backend(): GatedBackend {
    const identity = { ...fakeIdentity("fake"), isLoopback: this.isLoopback };
    const limits = { contextTokens: 8000, outputTokens: 1000 };
    const begin = (prompt: string, signal: AbortSignal): AsyncIterable<ReplyChunk> => {
      const exchange = new FakeExchange(prompt, signal);
      this.exchanges.push(exchange);
      return exchange.stream();
    };
    const fillIn: GatedFillIn = {
      route: "infill",
      identity,
      limits,
      send: ({ prefix, suffix }, signal) => begin(`${suffix.text}${prefix.text}`, signal),
    };
    return {
      identity,
      ...(this.isFillIn ? { fillIn } : {}),
      chat: {
        identity,
        limits,
        chatInfill: this.chatInfill,
        send: ({ messages }, signal) =>
          begin(messages.flatMap(({ parts }) => parts.map(({ text }) => text)).join(""), signal),
      },
    };
  }
}
