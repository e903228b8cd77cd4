/**
 * A bucket of tokens that fills at a steady rate. Every call takes a token;
 * when the bucket is empty the caller has to wait.
 */
export class TokenBucket {
  #capacity;
  #tokensPerSecond;
  #tokens;
  #filledAtMs;
  #clock;

  /**
   * @param {object} options
   * @param {number} options.capacity tokens that fit into the bucket
   * @param {number} options.tokensPerSecond how fast it fills
   * @param {() => number} [options.clock] the time in milliseconds
   */
  constructor({ capacity, tokensPerSecond, clock = Date.now }) {
    if (capacity <= 0) {
      throw new RangeError(`capacity must be above zero, not ${capacity}`);
    }
    if (tokensPerSecond <= 0) {
      throw new RangeError(`tokensPerSecond must be above zero, not ${tokensPerSecond}`);
    }
    this.#capacity = capacity;
    this.#tokensPerSecond = tokensPerSecond;
    this.#tokens = capacity;
    this.#clock = clock;
    this.#filledAtMs = clock();
  }

  /**
   * Take tokens if there are enough of them.
   *
   * @param {number} [count]
   * @returns {boolean} whether the call may go ahead
   */
  tryTake(count = 1) {
    if (count <= 0) {
      throw new RangeError(`count must be above zero, not ${count}`);
    }
    this.#fill();
    if (this.#tokens < count) {
      return false;
    }
    this.#tokens -= count;
    return true;
  }

  /** How long to wait until so many tokens are there, in milliseconds. */
  waitMs(count = 1) {
    if (count > this.#capacity) {
      throw new RangeError(`${count} tokens never fit into a bucket of ${this.#capacity}`);
    }
    this.#fill();
    const missing = count - this.#tokens;
    if (missing <= 0) {
      return 0;
    }
    return Math.ceil((missing / this.#tokensPerSecond) * 1000);
  }

  #fill() {
    const nowMs = this.#clock();
    const elapsedMs = nowMs - this.#filledAtMs;
    if (elapsedMs <= 0) {
      return;
    }
    const fresh = (elapsedMs / 1000) * this.#tokensPerSecond;
    this.#tokens = Math.min(this.#capacity, this.#tokens + fresh);
    this.#filledAtMs = nowMs;
  }
}
