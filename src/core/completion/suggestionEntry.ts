import type { DocumentSnapshot, EntrySource, TextEdit } from "./completionTypes.ts";
import { shiftOffset } from "./trackEdit.ts";
import { matchTyped } from "./matchTyped.ts";

/**
 * `armed`: waits for its delay. `streaming`: the request is out. `done`: complete, kept.
 * `stopped`: aborted or failed; never shown again.
 */
export type EntryState = "armed" | "streaming" | "done" | "stopped";

/** Characters before the anchor that must be the same for an entry to count. */
const beforeChars = 256;
/** Characters, white space left out, that must follow the cursor for an entry to count. */
const tailChars = 48;
const tailReach = 400;
/** Closers that the editor may have put after the cursor by itself, or that the text has replaced. */
const maxAutoClosed = 4;
const closer = /[)\]}>"'`*$;,.]/;

/** What follows `offset`, without white space, long enough to compare with. */
export function tailOf(text: string, offset: number): string {
  return text
    .slice(offset, offset + tailReach)
    .replace(/\s+/g, "")
    .slice(0, tailChars + maxAutoClosed);
}

/** True when `longer` is `tail` with some closers before it. */
function isSameBehindClosers(longer: string, tail: string): boolean {
  const isShort = tail.length < tailChars;
  for (let skipped = 0; skipped <= maxAutoClosed; skipped += 1) {
    const rest = longer.slice(skipped);
    if (isShort ? rest === tail : rest.slice(0, tailChars) === tail.slice(0, tailChars)) {
      return true;
    }
    if (!closer.test(longer[skipped] ?? "")) {
      return false;
    }
  }
  return false;
}

/** Text that was predicted for one place of one document, complete or still arriving. */
export class SuggestionEntry {
  readonly source: EntrySource;
  readonly requestRid: string;
  readonly isMultiline: boolean;
  readonly #before: string;
  readonly #tail: string;
  readonly #partEnds: number[] = [];
  #anchor: number | undefined;
  /** Trimmed text so far, with `\n` endings. While streaming its last line may still grow. */
  text = "";
  state: EntryState = "armed";
  /** 0 to 1: share of the predictor's texts at least so sure that are right; a model's text counts as sure. */
  confidence = 1;
  /** An offer was made of it before; the next one gets an id of its own. */
  wasOffered = false;
  /** Negative entries (nothing to show) lapse then, in monotonic ms. */
  expiresMs = Infinity;

  constructor(
    snapshot: DocumentSnapshot,
    offset: number,
    more: { source: EntrySource; requestRid: string; isMultiline: boolean },
  ) {
    this.source = more.source;
    this.requestRid = more.requestRid;
    this.isMultiline = more.isMultiline;
    this.#anchor = offset;
    this.#before = snapshot.text.slice(Math.max(0, offset - beforeChars), offset);
    this.#tail = tailOf(snapshot.text, offset);
  }

  /** Where the text belongs in the current document; undefined when that place is gone. */
  get anchor(): number | undefined {
    return this.#anchor;
  }

  /** Characters held, for the cache's budget. */
  get size(): number {
    return this.text.length + this.#before.length + this.#tail.length;
  }

  /** The part that will not change any more, and whether that is all of it. */
  get settledText(): string {
    return this.state === "done" ? this.text : this.text.slice(0, Math.max(0, this.text.lastIndexOf("\n")));
  }

  /** The settled text that belongs with what is used up already: later parts wait until it is their turn. */
  settledAfter(consumed: number): string {
    const settled = this.settledText;
    const end = this.#partEnds.find((partEnd) => partEnd > consumed);
    return end === undefined ? settled : settled.slice(0, end);
  }

  /** True when `consumed` lies behind the first part: what was fetched ahead is being used. */
  isInLaterPart(consumed: number): boolean {
    const [first] = this.#partEnds;
    return first !== undefined && consumed >= first;
  }

  /** What comes after the first `length` characters is a part of its own, shown when those are used up. */
  endPart(length: number): void {
    if (length > (this.#partEnds.at(-1) ?? 0)) {
      this.#partEnds.push(length);
    }
  }

  /** Adds what follows when the text so far is accepted. */
  extend(text: string): void {
    this.endPart(this.text.length);
    this.text += text;
  }

  shift(edits: readonly TextEdit[]): void {
    if (this.#anchor !== undefined) {
      this.#anchor = shiftOffset(this.#anchor, edits);
    }
  }

  /** Characters of `text` that the document already has between anchor and `offset`; undefined: other text. */
  consumedAt(
    snapshot: DocumentSnapshot,
    offset: number,
    tail = tailOf(snapshot.text, offset),
  ): number | undefined {
    const anchor = this.#anchor;
    if (anchor === undefined || anchor > offset || this.state === "stopped") {
      return undefined;
    }
    const { text } = snapshot;
    // Both ends first: they tell most entries apart at once.
    if (!this.#isTailSame(tail) || text.slice(Math.max(0, anchor - beforeChars), anchor) !== this.#before) {
      return undefined;
    }
    const typed = text.slice(anchor, offset);
    const plain = typed.includes("\r") ? typed.replace(/\r\n?/g, "\n") : typed;
    return matchTyped(plain, this.text, this.state !== "done");
  }

  /** True when the document between anchor and `offset` does not contradict the text. */
  isConsistentAt(snapshot: DocumentSnapshot, offset: number): boolean {
    return this.consumedAt(snapshot, offset) !== undefined;
  }

  /** The editor may have closed more than there was, and the text may have replaced some of that. */
  #isTailSame(tail: string): boolean {
    return isSameBehindClosers(tail, this.#tail) || isSameBehindClosers(this.#tail, tail);
  }
}
