import type { GatedBackend } from "../egress/outbound.ts";
import type { Ask } from "./ask.ts";
import type { CompletionDeps } from "./completionPorts.ts";
import type { Offer } from "./completionTypes.ts";
import type { EngineState } from "./engineState.ts";
import { LiveRequest } from "./liveRequest.ts";
import { decideMultiline } from "./multiline.ts";
import { readyPart } from "./readyPart.ts";
import { recordRequest } from "./requestMetrics.ts";
import type { Place } from "./requestSlot.ts";
import type { SuggestionEntry } from "./suggestionEntry.ts";

/** How far from the likeliest text each of the other texts may go, 0 to 1. */
const temperatures = [0.5, 0.9];

export interface OthersInput {
  readonly deps: CompletionDeps;
  readonly state: EngineState;
  readonly place: Place;
  readonly backend: GatedBackend;
}

/** Asks the model for other texts, one after the other so that no limit of rate is met. Never rejects. */
export async function askForOthers(input: OthersInput, signal: AbortSignal): Promise<SuggestionEntry[]> {
  const { deps, state, place, backend } = input;
  const entries: SuggestionEntry[] = [];
  for (const temperature of temperatures) {
    if (signal.aborted) {
      break;
    }
    const { snapshot, offset } = place;
    const isMultiline = decideMultiline(snapshot, offset, deps.options.multiline());
    const rid = deps.random.uuid();
    const live = new LiveRequest(
      { snapshot, offset, trigger: "manual", backend, isMultiline, rid, temperature },
      deps,
    );
    const stop = (): void => live.abort();
    signal.addEventListener("abort", stop, { once: true });
    state.status.requestBegan();
    const outcome = await live.run(0, {
      snippets: () => deps.context.readySnippets(snapshot.uri),
      onSent: () => undefined,
      onGrow: () => undefined,
    });
    signal.removeEventListener("abort", stop);
    state.status.requestEnded();
    const nowMs = deps.clock.monotonicMs();
    recordRequest(state.events, live, outcome, nowMs);
    if (outcome.kind === "failed") {
      state.health.noteFailure(outcome.error, nowMs);
      break;
    }
    if (outcome.kind === "done" && live.entry.text.trim() !== "") {
      entries.push(live.entry);
    }
  }
  return entries;
}

/** Those of the texts that differ from the one shown and from each other, as offers. */
export function offersOf(
  entries: readonly SuggestionEntry[],
  { snapshot, offset, selected }: Ask,
  shown: string | undefined,
): { readonly entry: SuggestionEntry; readonly offer: Offer }[] {
  const texts = new Set([shown]);
  return entries.flatMap((entry) => {
    const fitted = readyPart(entry, snapshot, offset)?.fitted;
    if (fitted === undefined || texts.has(fitted.text) || selected !== undefined) {
      return [];
    }
    texts.add(fitted.text);
    const { text, replacedLength } = fitted;
    const rid = entry.requestRid;
    const replaceEnd = offset + replacedLength;
    return [{ entry, offer: { rid, text, replaceStart: offset, replaceEnd, source: "remote" as const } }];
  });
}
