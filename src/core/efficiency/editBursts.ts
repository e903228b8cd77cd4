import type { BookedEdit } from "./editOrigin.ts";
import type { EditOrigin } from "./events.ts";

/** A pause above this ends a burst (ms). */
export const burstGapMs = 2000;

export interface EditBurst {
  readonly document: string;
  readonly origin: EditOrigin;
  readonly isUndo: boolean;
  readonly insertedChars: number;
  readonly deletedChars: number;
  readonly lines: number;
  /** First to last change, ms. */
  readonly durationMs: number;
}

interface OpenBurst {
  readonly document: string;
  readonly origin: EditOrigin;
  readonly isUndo: boolean;
  insertedChars: number;
  deletedChars: number;
  lines: number;
  readonly startMs: number;
  lastMs: number;
}

/** What the editor adds by itself to typing does not end a burst of typing. */
function goesTogether(origin: EditOrigin): boolean {
  return origin === "typed" || origin === "autoclose";
}

/**
 * Joins changes of one document and origin that follow each other within two seconds. Typing ends when
 * anything else changes the document, or when another document is changed. Times are monotonic milliseconds.
 */
export class EditBurstMeter {
  readonly #emit: (burst: EditBurst) => void;
  readonly #open = new Map<string, OpenBurst>();

  constructor(emit: (burst: EditBurst) => void) {
    this.#emit = emit;
  }

  add(document: string, edit: BookedEdit, isUndo: boolean, nowMs: number): void {
    this.#closeUnrelated(document, edit.origin, isUndo, nowMs);
    const key = `${edit.origin} ${isUndo}`;
    const open = this.#open.get(key);
    if (open === undefined) {
      this.#open.set(key, { document, isUndo, startMs: nowMs, lastMs: nowMs, ...edit });
      return;
    }
    open.insertedChars += edit.insertedChars;
    open.deletedChars += edit.deletedChars;
    open.lines += edit.lines;
    open.lastMs = Math.max(open.lastMs, nowMs);
  }

  /** Gives out the bursts whose pause is over. */
  tick(nowMs: number): void {
    this.#closeWhere((burst) => nowMs - burst.lastMs > burstGapMs);
  }

  /** Gives out everything. */
  end(): void {
    this.#closeWhere(() => true);
  }

  #closeUnrelated(document: string, origin: EditOrigin, isUndo: boolean, nowMs: number): void {
    if (this.#open.size === 0) {
      return;
    }
    this.#closeWhere(
      (burst) =>
        burst.document !== document ||
        nowMs - burst.lastMs > burstGapMs ||
        burst.isUndo !== isUndo ||
        (burst.origin !== origin && !(goesTogether(burst.origin) && goesTogether(origin))),
    );
  }

  #closeWhere(isOver: (burst: OpenBurst) => boolean): void {
    for (const [key, burst] of this.#open) {
      if (isOver(burst)) {
        this.#open.delete(key);
        const { startMs, lastMs, ...rest } = burst;
        this.#emit({ ...rest, durationMs: lastMs - startMs });
      }
    }
  }
}
