import type { Clock } from "../ports.ts";
import { linkedAbort } from "./linkedAbort.ts";
import type { LiveRequest } from "./liveRequest.ts";
import type { ReadySuggestion } from "./readyPart.ts";

/**
 * After the first complete line, so long more of the block may still join the same answer, in ms. The
 * editor keeps what it shows and would not take a longer text later; the rest comes after acceptance.
 */
const blockGraceMs = 60;
const maxRequestsPerAsk = 2;

export interface JoinInput {
  readonly clock: Clock;
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** The predictor's text, where it may speak first: the wait looks again when it has come. */
  readonly local: Promise<void> | undefined;
  /** What can be shown now. */
  find(): ReadySuggestion | undefined;
  /** The request that is on its way for the place, or a new one. */
  ensure(): LiveRequest;
  /** The request that is on its way, if any. */
  live(): LiveRequest | undefined;
  isStale(): boolean;
}

/**
 * Waits for the first text that can be shown: returns at the first complete line, or with the block where that
 * ends within `blockGraceMs` more. Never waits on a timer for a stream that fits the document.
 */
export async function joinRequest(input: JoinInput): Promise<ReadySuggestion | undefined> {
  const end = linkedAbort(input.signal);
  let local = input.local === undefined ? [] : [input.local.then(() => void (local = []))];
  let firstLineMs: number | undefined;
  try {
    for (let requests = 0, joined: LiveRequest | undefined; !input.isStale();) {
      const ready = input.find();
      if (ready !== undefined) {
        const nowMs = input.clock.monotonicMs();
        firstLineMs ??= nowMs;
        const leftMs = firstLineMs + blockGraceMs - nowMs;
        const running = input.live();
        if (leftMs <= 0 || ready.isWhole || !ready.entry.isMultiline || running === undefined) {
          return ready;
        }
        await Promise.race([running.progress(end.signal), input.clock.delay(leftMs, end.signal)]);
        continue;
      }
      const next = input.ensure();
      requests += next === joined ? 0 : 1;
      joined = next;
      await Promise.race([joined.progress(end.signal), ...local]);
      if (joined.hasFailed || joined.entry.state === "done" || requests > maxRequestsPerAsk) {
        return input.find();
      }
    }
    return undefined;
  } finally {
    end.abort();
  }
}
