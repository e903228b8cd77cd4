/** Thrown instead of a call while the breaker is open. */
export class CircuitOpenError extends Error {
  constructor(name, retryInMs) {
    super(`${name} is resting, try again in ${retryInMs} ms`);
    this.name = 'CircuitOpenError';
    this.retryInMs = retryInMs;
  }
}

/**
 * Keeps calls away from a server that fails: after some failures in a row the
 * breaker opens, after a rest it tries again.
 */
export class CircuitBreaker {
  /**
   * @param {string} name what is called, for messages
   * @param {object} [options]
   * @param {number} [options.maxFailures] failures in a row that open it
   * @param {number} [options.restMs] how long it stays open
   * @param {() => number} [options.clock] the time in milliseconds
   */
  constructor(name, { maxFailures = 3, restMs = 10_000, clock = Date.now } = {}) {
    if (maxFailures <= 0) {
      throw new RangeError(`maxFailures must be above zero, not ${maxFailures}`);
    }
    this.name = name;
    this.maxFailures = maxFailures;
    this.restMs = restMs;
    this.clock = clock;
    this.state = 'closed';
    this.failures = 0;
    this.openedAtMs = 0;
  }

  /**
   * Run a call under the breaker's guard.
   *
   * @template T
   * @param {() => Promise<T>} call
   * @returns {Promise<T>}
   * @throws {CircuitOpenError} while the breaker is open
   */
  async run(call) {
    if (this.state === 'open') {
      const restedMs = this.clock() - this.openedAtMs;
      if (restedMs < this.restMs) {
        throw new CircuitOpenError(this.name, this.restMs - restedMs);
      }
      this.state = 'half-open';
    }
    try {
      const answer = await call();
      this.reset();
      return answer;
    } catch (error) {
      this.recordFailure();
      throw error;
    }
  }

  /** Count a failure; open the breaker when it was one too many. */
  recordFailure() {
    this.failures += 1;
    if (this.state = 'half-open') {
      this.open();
      return;
    }
    if (this.failures >= this.maxFailures) {
      this.open();
    }
  }

  /** Close the breaker and forget the failures. */
  reset() {
    this.state = 'closed';
    this.failures = 0;
  }

  /** Open the breaker from now on. */
  open() {
    this.state = 'open';
    this.openedAtMs = this.clock();
  }
}
