import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { decodeEvent } from "../../core/efficiency/eventSchema.ts";
import type { EfficiencyEvent } from "../../core/efficiency/events.ts";

/** Another window's spool is taken only when it was left alone for this long (ms). */
const abandonedAfterMs = 60_000;

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** The readable events of a spool file; a torn last line, as after a kill, is passed over. */
function readEvents(path: string): readonly EfficiencyEvent[] {
  const events: EfficiencyEvent[] = [];
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line === "") {
      continue;
    }
    try {
      const event = decodeEvent(JSON.parse(line));
      if (event !== undefined) {
        events.push(event);
      }
    } catch (error) {
      if (!(error instanceof SyntaxError)) {
        throw error;
      }
    }
  }
  return events;
}

/**
 * Events that the database would not take, one JSON line each, in one file per window under `spool/`. They
 * are folded into the database later. A file is renamed before it is read, so nothing can be added to it any
 * more, and removed only after its events are committed; the ids keep a file that is read twice from counting
 * twice.
 */
export class EventSpool {
  readonly #folder: string;
  readonly #windowId: string;

  constructor(storageDir: string, windowId: string) {
    this.#folder = join(storageDir, "spool");
    this.#windowId = windowId;
  }

  /** Throws where the disk is full or the folder cannot be written. */
  put(events: readonly EfficiencyEvent[]): void {
    mkdirSync(this.#folder, { recursive: true });
    const text = events.map((event) => `${JSON.stringify(event)}\n`).join("");
    // A line break first: what a kill tore off must not swallow the next event.
    appendFileSync(this.#path(), `\n${text}`);
  }

  /** Hands every waiting event to `append`, file by file; returns how many events were handed over. */
  foldInto(append: (events: readonly EfficiencyEvent[]) => void, nowMs: number): number {
    let count = 0;
    for (const path of this.#claimedFiles(nowMs)) {
      try {
        const events = readEvents(path);
        append(events);
        count += events.length;
        unlinkSync(path);
      } catch (error) {
        if (!isAbsent(error)) {
          throw error;
        }
      }
    }
    return count;
  }

  /** Deletes every waiting event, also those of other windows. */
  deleteAll(): void {
    for (const name of this.#names()) {
      if (name.endsWith(".ndjson") || name.endsWith(".folding")) {
        unlinkSync(join(this.#folder, name));
      }
    }
  }

  #path(): string {
    return join(this.#folder, `${this.#windowId}.ndjson`);
  }

  #claimedFiles(nowMs: number): readonly string[] {
    const claimed: string[] = [];
    for (const name of this.#names()) {
      const path = join(this.#folder, name);
      try {
        if (name.endsWith(".folding")) {
          claimed.push(path);
        } else if (name.endsWith(".ndjson") && this.#isFree(name, path, nowMs)) {
          const target = `${path}.${nowMs}.folding`;
          renameSync(path, target);
          claimed.push(target);
        }
      } catch (error) {
        if (!isAbsent(error)) {
          throw error;
        }
      }
    }
    return claimed;
  }

  #isFree(name: string, path: string, nowMs: number): boolean {
    return name === `${this.#windowId}.ndjson` || nowMs - statSync(path).mtimeMs > abandonedAfterMs;
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#folder);
    } catch (error) {
      if (isAbsent(error)) {
        return [];
      }
      throw error;
    }
  }
}
