import { CircuitOpenError } from './circuitBreaker.js';

/**
 * The pauses between attempts: each twice as long as the one before, up to a
 * longest one.
 *
 * @param {number} attempts how often a call is tried in all
 * @param {{ firstMs?: number, longestMs?: number }} [options]
 * @returns {number[]} one pause fewer than there are attempts
 */
export function pausesMs(attempts, { firstMs = 100, longestMs = 5_000 } = {}) {
  if (attempts <= 0) {
    throw new RangeError(`attempts must be above zero, not ${attempts}`);
  }
  const pauses = [];
  let pause = firstMs;
  for (let i = 1; i < attempts; i += 1) {
    pauses.push(Math.min(pause, longestMs));
    pause *= 2;
  }
  return pauses;
}

/**
 * Try a call until it works or the attempts are used up.
 *
 * @template T
 * @param {() => Promise<T>} call
 * @param {object} options
 * @param {number} options.attempts
 * @param {(ms: number) => Promise<void>} options.sleep
 * @returns {Promise<T>}
 */
export async function retry(call, { attempts, sleep }) {
  const pauses = pausesMs(attempts);
  for (const pause of pauses) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof CircuitOpenError) {
        throw error;
      }
      await sleep(pause);
    }
  }
  return call();
}

/**
 * Read a limit such as `20/s` or `300/min`.
 *
 * @param {string} text
 * @returns {number} calls per second
 */
export function parseRate(text) {
  const [count, unit] = text.trim().split('/');
  const calls = Number(count);
  if (!Number.isFinite(calls) || calls <= 0) {
    throw new RangeError(`not a rate: ${text}`);
  }
  switch (unit) {
    case 's':
      return calls;
    case 'min':
      return calls / 60;
    case 'h':
      return calls / 3600;
    default:
      throw new RangeError(`unknown unit in rate: ${text}`);
  }
}
