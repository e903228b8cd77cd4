import { setTimeout as delay } from "node:timers/promises";

export interface WaitOptions {
  timeoutMs?: number;
  intervalMs?: number;
  /** Completes "Waited 5 s for …". */
  what: string | (() => string);
}

/** The given times suit a quiet machine; a busy one gets this many times as long before a test fails. */
const patience = 4;

/**
 * Asks `probe` again and again until it gives something other than undefined, null or false.
 * A probe that throws counts as "not yet"; its last error is the cause of the failure.
 */
export async function waitFor<T>(
  probe: () => T | Promise<T>,
  { timeoutMs = 10_000, intervalMs = 50, what }: WaitOptions,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = Date.now() + timeoutMs * patience;
  let lastError: unknown;
  for (;;) {
    try {
      const result = await probe();
      if (result !== undefined && result !== null && result !== false) {
        return result as Exclude<T, undefined | null | false>;
      }
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() > deadline) {
      const text = typeof what === "string" ? what : what();
      throw new Error(`Waited ${(timeoutMs * patience) / 1000} s for ${text}.`, { cause: lastError });
    }
    await delay(intervalMs);
  }
}
