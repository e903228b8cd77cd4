import { CompletionEngine } from "../../../src/core/completion/completionEngine.ts";
import type { DocumentSnapshot, TextEdit } from "../../../src/core/completion/completionTypes.ts";
import type { GatedBackend } from "../../../src/core/egress/outbound.ts";
import { AssistantError } from "../../../src/core/errors.ts";
import type { ReplyChunk } from "../../../src/core/ports.ts";
import { seededNumbers } from "./seededNumbers.ts";
import { VirtualClock } from "./virtualClock.ts";

/** Documents that are edited in turn: more than the engine remembers at once. */
const documents = 60;
const longestDocument = 12_000;
const pieces = ["value", "(a, ", "b);", "\n  ", "return ", "x = ", "}\n", "// 值", " "];
const limits = { contextTokens: 8000, outputTokens: 1000 };

export interface SoakReport {
  readonly edits: number;
  readonly requests: number;
  readonly offers: number;
  readonly mostEntries: number;
  readonly mostDocuments: number;
  readonly mostStreams: number;
  /** What is left after the engine has ended: all must be 0. */
  readonly left: { readonly streams: number; readonly timers: number; readonly entries: number };
}

class Soak {
  readonly clock = new VirtualClock();
  readonly engine: CompletionEngine;
  requests = 0;
  offers = 0;
  streams = 0;
  mostStreams = 0;
  readonly #draw: () => number;
  readonly #texts = new Map<number, string>();
  #document = 0;
  #cursor = 0;
  #ghost = "";
  #question: AbortController | undefined;
  #ids = 0;

  constructor(seed: number) {
    this.#draw = seededNumbers(seed);
    this.engine = new CompletionEngine(
      {
        clock: this.clock,
        random: { next: this.#draw, uuid: () => `r${(this.#ids += 1)}` },
        backends: { forRole: () => Promise.resolve(this.#backend()) },
        predictor: {
          predict: () =>
            Promise.resolve(
              this.#draw() < 0.2 ? { text: this.#pick(pieces), confidence: 0.95, share: 0.95 } : null,
            ),
        },
        context: { readySnippets: () => [] },
        options: {
          isEnabled: () => true,
          delayMs: () => "auto",
          multiline: () => "auto",
          eagerness: () => "high",
        },
        listener: { onStatus: () => undefined },
      },
      { record: () => undefined },
      { didAccept: () => undefined },
    );
  }

  /** One edit, and what people and editors do around it. */
  async step(): Promise<void> {
    const roll = this.#draw();
    if (roll < 0.01) {
      this.#leave();
    } else if (roll < 0.04) {
      this.#cursor = Math.floor(this.#draw() * (this.#text.length + 1));
      this.engine.didMoveCursor(this.#snapshot.uri, this.#cursor);
    }
    this.#edit();
    if (this.#draw() < 0.6) {
      this.#ask();
    }
    await this.clock.pass(this.#draw() < 0.02 ? 3000 : this.#draw() * 120);
  }

  async end(): Promise<void> {
    this.#question?.abort();
    this.engine.dispose();
    await this.clock.pass(120_000);
  }

  get #text(): string {
    return this.#texts.get(this.#document) ?? "function f() {\n  \n}\n";
  }

  get #snapshot(): DocumentSnapshot {
    const path = `d${this.#document}.ts`;
    const indent = { tabSize: 2, insertSpaces: true };
    return { uri: `file:///${path}`, path, languageId: "typescript", text: this.#text, indent };
  }

  #pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.#draw() * from.length)];
    if (picked === undefined) {
      throw new Error("Nothing to pick from.");
    }
    return picked;
  }

  #leave(): void {
    const { uri } = this.#snapshot;
    this.#question?.abort();
    if (this.#draw() < 0.3) {
      this.engine.didClose(uri);
    } else {
      this.engine.didLeave(uri);
    }
    this.#document = Math.floor(this.#draw() * documents);
    this.#cursor = Math.min(16, this.#text.length);
    this.#ghost = "";
  }

  #nextEdit(): { edit: TextEdit; isUndo: boolean } {
    const offset = this.#cursor;
    const roll = this.#draw();
    if (this.#text.length > longestDocument) {
      return { edit: { offset: 0, removedLength: longestDocument >> 1, text: "" }, isUndo: false };
    }
    if (roll < 0.5 && this.#ghost !== "") {
      const text = roll < 0.05 ? this.#ghost : this.#ghost.slice(0, 1);
      return { edit: { offset, removedLength: 0, text }, isUndo: false };
    }
    if (roll < 0.6 && offset > 0) {
      return { edit: { offset: offset - 1, removedLength: 1, text: "" }, isUndo: roll < 0.53 };
    }
    const text = roll < 0.9 ? this.#pick(["a", "b", "(", " ", "x", ";", "\n  "]) : this.#pick(pieces);
    return { edit: { offset, removedLength: 0, text }, isUndo: false };
  }

  #edit(): void {
    const { edit, isUndo } = this.#nextEdit();
    const { text } = this;
    this.#question?.abort();
    const next = text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.removedLength);
    this.#texts.set(this.#document, next);
    this.#ghost =
      edit.text !== "" && this.#ghost.startsWith(edit.text) ? this.#ghost.slice(edit.text.length) : "";
    this.#cursor = Math.min(next.length, Math.max(0, edit.offset + edit.text.length));
    const change = { edits: [edit], reason: isUndo ? ("undoRedo" as const) : ("other" as const) };
    this.engine.didChange(this.#snapshot, change, { isActive: true, cursorCount: 1 });
  }

  get text(): string {
    return this.#text;
  }

  #ask(): void {
    const question = new AbortController();
    this.#question = question;
    const ask = { snapshot: this.#snapshot, offset: this.#cursor, trigger: "automatic" as const };
    void this.engine
      .provide({ ...ask, cursorCount: 1, isReadOnly: false, signal: question.signal })
      .then((offer) => {
        if (!question.signal.aborted) {
          this.#ghost = offer?.text ?? "";
          this.offers += offer === undefined ? 0 : 1;
        }
      });
  }

  #backend(): GatedBackend {
    const isLoopback = this.#document % 2 === 0;
    const identity = { profile: "s", preset: "p", model: "m", origin: "http://127.0.0.1", isLoopback };
    return { identity, chat: { identity, limits, send: (_request, signal) => this.#reply(signal) } };
  }

  async *#reply(signal: AbortSignal): AsyncGenerator<ReplyChunk> {
    this.requests += 1;
    this.streams += 1;
    this.mostStreams = Math.max(this.mostStreams, this.streams);
    try {
      await this.clock.delay(this.#draw() * 400, signal);
      const fails = this.#draw() < 0.005;
      for (let count = Math.floor(this.#draw() * 12); count > 0 && !signal.aborted; count -= 1) {
        yield { kind: "text", text: this.#pick(pieces) };
        await this.clock.delay(this.#draw() * 40, signal);
      }
      if (fails && !signal.aborted) {
        throw new AssistantError("serverError", "A fault of the soak.");
      }
      yield { kind: "end", reason: "stop" };
    } finally {
      this.streams -= 1;
    }
  }
}

/** Random edits, questions, cancels, moves and replies in any order; `onProgress` after each tenth. */
export async function soakEdits(
  edits: number,
  seed: number,
  onProgress: (done: number, entries: number) => void = () => undefined,
): Promise<SoakReport> {
  const soak = new Soak(seed);
  let mostEntries = 0;
  let mostDocuments = 0;
  for (let done = 1; done <= edits; done += 1) {
    await soak.step();
    if (done % 64 === 0 || done === edits) {
      const load = soak.engine.load;
      mostEntries = Math.max(mostEntries, load.entries);
      mostDocuments = Math.max(mostDocuments, load.documents);
    }
    if (done % Math.ceil(edits / 10) === 0) {
      onProgress(done, soak.engine.load.entries);
    }
  }
  await soak.end();
  const { requests, offers, mostStreams } = soak;
  const left = {
    streams: soak.streams,
    timers: soak.clock.pendingCount,
    entries: soak.engine.load.entries,
  };
  return { edits, requests, offers, mostEntries, mostDocuments, mostStreams, left };
}
