import type { EventSink } from "../efficiency/events.ts";
import type { AcceptedText } from "./acceptedText.ts";
import type { Ask, EditMoment } from "./ask.ts";
import type { CompletionDeps } from "./completionPorts.ts";
import type { CompletionStatus } from "./completionStatus.ts";
import type { DocumentChange, DocumentSnapshot, Offer } from "./completionTypes.ts";
import { DocumentCompleter } from "./documentCompleter.ts";
import { EngineState } from "./engineState.ts";
import { lowerCaution } from "./requestDelay.ts";
import { StatusKeeper } from "./statusKeeper.ts";
import { SuggestionTracker } from "./suggestionTracker.ts";

/** Documents remembered at once; the longest unused one is forgotten first. */
const maxDocuments = 50;

/** Inline completion of all documents of a window. Knows no editor; fed by edits and questions. */
export class CompletionEngine {
  readonly #deps: CompletionDeps;
  readonly #state: EngineState;
  readonly #documents = new Map<string, DocumentCompleter>();

  constructor(deps: CompletionDeps, events: EventSink, accepted: AcceptedText) {
    this.#deps = deps;
    this.#state = new EngineState(
      events,
      new SuggestionTracker(deps.clock, events, accepted),
      new StatusKeeper((status) => deps.listener.onStatus(status)),
    );
  }

  get status(): CompletionStatus {
    return this.#state.status.status;
  }

  /** Documents, cached entries and running requests, for tests and budgets. */
  get load(): { readonly documents: number; readonly entries: number; readonly running: number } {
    const loads = [...this.#documents.values()].map((document) => document.load);
    return {
      documents: loads.length,
      entries: loads.reduce((sum, load) => sum + load.entries, 0),
      running: loads.reduce((sum, load) => sum + load.running, 0),
    };
  }

  /** False for documents in which ghost text was never asked for: their edits need not be told. */
  isTracking(uri: string): boolean {
    return this.#documents.has(uri);
  }

  didChange(snapshot: DocumentSnapshot, change: DocumentChange, moment: EditMoment): void {
    if (change.edits.length > 0) {
      this.#documents.get(snapshot.uri)?.didChange(snapshot, change, moment);
    }
  }

  didMoveCursor(uri: string, offset: number): void {
    this.#documents.get(uri)?.didMoveCursor(offset);
  }

  /** Undefined when there is nothing to show, when cancelled, and on every failure: the status tells of it. */
  provide(ask: Ask): Promise<Offer | undefined> {
    return this.#completerOf(ask.snapshot.uri).provide(ask);
  }

  /** More texts for the same place, when the user asks by hand once more; empty on every failure. */
  provideOthers(ask: Ask): Promise<Offer[]> {
    return this.#completerOf(ask.snapshot.uri).provideOthers(ask);
  }

  /** The item's own command ran. */
  didAccept(rid: string): void {
    if (this.#state.tracker.didAccept(rid)) {
      this.#state.caution = lowerCaution(this.#state.caution);
      this.#state.rejections.noteKept();
    }
  }

  /** Another editor became the active one. */
  didLeave(uri: string): void {
    this.#documents.get(uri)?.stop();
    this.#state.tracker.didLeave();
  }

  didClose(uri: string): void {
    this.#documents.get(uri)?.stop();
    this.#documents.delete(uri);
  }

  /** Backend or settings changed: forget the rest after failures, the failure itself and what the old one said. */
  reset(): void {
    this.dispose();
    this.#state.health.wake();
    this.#state.status.succeeded();
  }

  dispose(): void {
    for (const document of this.#documents.values()) {
      document.stop();
    }
    this.#documents.clear();
    this.#state.tracker.didLeave();
  }

  #completerOf(uri: string): DocumentCompleter {
    const known = this.#documents.get(uri);
    const completer = known ?? new DocumentCompleter(this.#deps, this.#state);
    this.#documents.delete(uri);
    this.#documents.set(uri, completer);
    const [oldest] = this.#documents.keys();
    if (this.#documents.size > maxDocuments && oldest !== undefined) {
      this.didClose(oldest);
    }
    return completer;
  }
}
