import type { GatedBackend } from "../egress/outbound.ts";
import type { CompletionDeps } from "./completionPorts.ts";
import type { DocumentSnapshot } from "./completionTypes.ts";
import { eagernessRules } from "./eagerness.ts";
import type { EngineState } from "./engineState.ts";
import { LiveRequest } from "./liveRequest.ts";
import { readyPart } from "./readyPart.ts";
import { recordRequest } from "./requestMetrics.ts";
import type { SuggestionEntry } from "./suggestionEntry.ts";

/** A text that is shown so long is being followed or read, in ms. */
const shownMs = 150;
/** A reply that still streams then is looked at again so often. */
const maxLooks = 12;

export interface AheadOwner {
  /** The document and its cursor now. */
  moment(): { readonly snapshot: DocumentSnapshot; readonly offset: number } | undefined;
  backend(): Promise<GatedBackend | undefined>;
}

/**
 * Asks for what follows a shown text as if it were accepted, once, and joins the answer to that text as a
 * part of its own. Stopped as soon as the typist goes another way.
 */
export class RequestAhead {
  readonly #deps: CompletionDeps;
  readonly #state: EngineState;
  readonly #owner: AheadOwner;
  #parent: SuggestionEntry | undefined;
  /** Length of the parent's text for which it was asked already. */
  #askedLength = 0;
  #end: AbortController | undefined;
  #live: LiveRequest | undefined;

  constructor(deps: CompletionDeps, state: EngineState, owner: AheadOwner) {
    this.#deps = deps;
    this.#state = state;
    this.#owner = owner;
  }

  get isRunning(): boolean {
    return this.#live?.isRunning === true;
  }

  /** `isFree`: the backend runs on this machine. */
  didOffer(entry: SuggestionEntry, isFree: boolean): void {
    const isAllowed = isFree || eagernessRules(this.#deps.options.eagerness()).isAheadEverywhere;
    if (!isAllowed || entry.source !== "remote" || this.#end !== undefined) {
      return;
    }
    if (entry === this.#parent && entry.text.length === this.#askedLength) {
      return;
    }
    const end = new AbortController();
    this.#end = end;
    this.#parent = entry;
    void this.#watch(entry, end.signal).finally(() => {
      if (this.#end === end) {
        this.#end = undefined;
        this.#live = undefined;
      }
    });
  }

  /** After every edit and move: goes on only while the document follows the parent's text. */
  didMove(): void {
    const moment = this.#owner.moment();
    const isFollowed =
      moment !== undefined && this.#parent?.isConsistentAt(moment.snapshot, moment.offset) === true;
    if (!isFollowed) {
      this.drop();
    }
  }

  drop(): void {
    this.#end?.abort();
    this.#live?.abort();
    this.#end = undefined;
    this.#live = undefined;
    this.#parent = undefined;
  }

  async #watch(entry: SuggestionEntry, signal: AbortSignal): Promise<void> {
    for (let look = 0; look < maxLooks; look += 1) {
      await this.#deps.clock.delay(shownMs, signal);
      if (signal.aborted) {
        return;
      }
      if (entry.state === "done") {
        await this.#ask(entry, signal);
        return;
      }
    }
  }

  async #ask(entry: SuggestionEntry, signal: AbortSignal): Promise<void> {
    const backend = await this.#owner.backend();
    const moment = this.#owner.moment();
    const { isAheadEverywhere } = eagernessRules(this.#deps.options.eagerness());
    if (backend === undefined || moment === undefined || signal.aborted) {
      return;
    }
    const isFree = backend.identity.isLoopback;
    const place = placeAfter(entry, moment.snapshot, moment.offset);
    if (place === undefined || !(isFree || isAheadEverywhere) || !this.#state.ahead.isOpen(isFree)) {
      return;
    }
    this.#askedLength = entry.text.length;
    const live = new LiveRequest(
      {
        ...place,
        backend,
        isMultiline: this.#deps.options.multiline() !== "never",
        trigger: "automatic",
        rid: this.#deps.random.uuid(),
      },
      this.#deps,
    );
    this.#live = live;
    this.#state.ahead.noteMade();
    const outcome = await live.run(0, {
      snippets: () => this.#deps.context.readySnippets(place.snapshot.uri),
      onSent: () => undefined,
      onGrow: () => undefined,
    });
    const nowMs = this.#deps.clock.monotonicMs();
    recordRequest(this.#state.events, live, outcome, nowMs);
    if (outcome.kind === "failed") {
      this.#state.health.noteFailure(outcome.error, nowMs);
    } else if (outcome.kind === "done" && !signal.aborted && live.entry.text.trim() !== "") {
      entry.extend(live.entry.text);
    }
  }
}

/** The document as it will be when the whole rest of the entry is accepted; undefined where that is not shown whole. */
function placeAfter(
  entry: SuggestionEntry,
  snapshot: DocumentSnapshot,
  offset: number,
): { snapshot: DocumentSnapshot; offset: number } | undefined {
  const ready = readyPart(entry, snapshot, offset, 1);
  if (ready === undefined) {
    return undefined;
  }
  const { text, replacedLength } = ready.fitted;
  if (text.replaceAll("\r\n", "\n") !== entry.text.slice(ready.consumed)) {
    return undefined;
  }
  const after = snapshot.text.slice(0, offset) + text + snapshot.text.slice(offset + replacedLength);
  return { snapshot: { ...snapshot, text: after }, offset: offset + text.length };
}
