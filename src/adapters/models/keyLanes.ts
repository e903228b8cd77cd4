import { createHash } from "node:crypto";
import type { Clock } from "../../core/ports.ts";
import { KeyLane } from "./keyLane.ts";

/** The lanes of every key in use; one for the whole window, shared by all profiles. */
export class KeyLanes {
  readonly #clock: Clock;
  readonly #lanes = new Map<string, KeyLane>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The lane of a key at an origin; a backend without a key has one for its origin. */
  laneOf(origin: string, key: string): KeyLane {
    // A hash, so that no map holds the key itself.
    const name = createHash("sha256").update(`${origin}\n${key}`).digest("hex");
    const lane = this.#lanes.get(name) ?? new KeyLane(this.#clock);
    this.#lanes.set(name, lane);
    return lane;
  }
}
