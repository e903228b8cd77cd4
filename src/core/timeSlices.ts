import type { Clock } from "./ports.ts";

/** One turn of long work, so that questions are answered in between, in ms. */
export const sliceMs = 6;

/**
 * Runs long work with pauses, in which its thread does what else is to be done. The generator's last value is the
 * result; between two of its steps it may be left for good. Throws when `signal` aborts.
 */
export async function runInSlices<T>(
  steps: Generator<void, T>,
  clock: Clock,
  signal?: AbortSignal,
): Promise<T> {
  let sliceEndMs = clock.monotonicMs() + sliceMs;
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
    if (clock.monotonicMs() >= sliceEndMs) {
      await clock.delay(0, signal);
      signal?.throwIfAborted();
      sliceEndMs = clock.monotonicMs() + sliceMs;
    }
  }
}
