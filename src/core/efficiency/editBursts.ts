import type { BookedEdit } from "./editOrigin.ts";
import type { EditOrigin } from "./events.ts";

/** A pause counts as the user's own after a burst that added at least so many characters: after writing. */
const minWrittenChars = 10;

/**
 * A change that deletes more than this at once takes away a selection, or cuts it: no correction on the way, and no
 * part of the typing around it.
 */
const maxCorrectedChars = 20;

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
  /** Typing that followed the writing of new text, nothing in between: the pause from its last change, ms. */
  readonly pauseMs?: number;
}

interface OpenBurst {
  readonly document: string;
  readonly origin: EditOrigin;
  readonly isUndo: boolean;
  insertedChars: number;
  deletedChars: number;
  lines: number;
  readonly startMs: number;
  readonly pauseMs: number | undefined;
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
  /** The run of typing that the last change belonged to. */
  #typing: { lastMs: number; netChars: number } | undefined;

  constructor(emit: (burst: EditBurst) => void) {
    this.#emit = emit;
  }

  add(document: string, edit: BookedEdit, isUndo: boolean, nowMs: number): void {
    const isRemoval = edit.origin === "typed" && edit.deletedChars > maxCorrectedChars;
    if (isRemoval) {
      this.end();
    }
    this.#closeUnrelated(document, edit.origin, isUndo, nowMs);
    const key = `${edit.origin} ${isUndo}`;
    const open = this.#open.get(key);
    const pauseMs = this.#pauseBefore(edit, isUndo, nowMs);
    if (open === undefined) {
      this.#open.set(key, { document, isUndo, startMs: nowMs, lastMs: nowMs, pauseMs, ...edit });
      if (isRemoval) {
        this.end();
      }
      return;
    }
    open.insertedChars += edit.insertedChars;
    open.deletedChars += edit.deletedChars;
    open.lines += edit.lines;
    open.lastMs = Math.max(open.lastMs, nowMs);
  }

  #pauseBefore(
    { origin, insertedChars, deletedChars }: BookedEdit,
    isUndo: boolean,
    nowMs: number,
  ): number | undefined {
    const before = this.#typing;
    if (!goesTogether(origin) || isUndo) {
      this.#typing = undefined;
      return undefined;
    }
    const net = insertedChars - deletedChars;
    const isNewRun = before === undefined || nowMs - before.lastMs > burstGapMs;
    this.#typing = { lastMs: nowMs, netChars: isNewRun ? net : before.netChars + net };
    const isOwnPause = before !== undefined && isNewRun && before.netChars >= minWrittenChars;
    return isOwnPause && origin === "typed" ? nowMs - before.lastMs : undefined;
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
        const { startMs, lastMs, pauseMs, ...rest } = burst;
        const pause = pauseMs === undefined ? {} : { pauseMs: Math.round(pauseMs) };
        this.#emit({ ...rest, durationMs: lastMs - startMs, ...pause });
      }
    }
  }
}
