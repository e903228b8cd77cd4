import { cleanReply, filterReply } from "./cleanReply.ts";
import type { StatementEnds } from "./completionPorts.ts";
import type { DocumentSnapshot } from "./completionTypes.ts";
import type { CutReply } from "./cutReply.ts";
import { inSeveralLines, type Hole } from "./hole.ts";
import type { ReplySummary } from "./readReply.ts";
import type { SuggestionEntry } from "./suggestionEntry.ts";
import { codeBefore } from "./syntax/codeBefore.ts";
import { SyntaxCut } from "./syntax/syntaxCut.ts";

/** Lines that are read on after a single line. */
const maxLinesAhead = 5;

export interface ReplyPlace {
  /** Takes the text. */
  readonly entry: SuggestionEntry;
  readonly hole: Hole;
  /** A single line is shown, and some lines after it are read on and kept for later. */
  readonly goesOn: boolean;
  readonly snapshot: DocumentSnapshot;
  readonly offset: number;
}

export interface ReplyListener {
  /** The syntax tree has found the end while nothing was read: the rest of the stream is of no use. */
  onCut(): void;
  onGrow(): void;
}

/**
 * The text of one reply while it arrives: filtered and cut by plain rules at once, and once more when the
 * syntax tree has said where its statement ends.
 */
export class GrowingReply {
  readonly #place: ReplyPlace;
  readonly #listener: ReplyListener;
  readonly #syntax: SyntaxCut;
  /** The hole as one of several lines, for what is read on. */
  readonly #wide: Hole;
  #raw = "";
  #lineCount = 1;
  #isOver = false;
  #isLimited = false;
  #isCut = false;
  #written = "";

  constructor(place: ReplyPlace, ends: StatementEnds | undefined, listener: ReplyListener) {
    this.#place = place;
    this.#listener = listener;
    const { hole, goesOn, snapshot, offset } = place;
    this.#wide = goesOn ? inSeveralLines(hole) : hole;
    this.#syntax = new SyntaxCut(
      this.#wide.isMultiline ? ends : undefined,
      this.#wide,
      () => codeBefore(snapshot, offset),
      () => this.#didLearn(),
    );
  }

  /** The end was found in the text: no more of it is needed. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** The whole raw text so far. */
  read(raw: string): "continue" | "stop" {
    this.#raw = raw;
    const reply = this.#cut();
    this.#isCut = reply.isComplete;
    this.#write(reply.text);
    const lineCount = raw.split("\n").length;
    if (lineCount > this.#lineCount) {
      this.#lineCount = lineCount;
      this.#syntax.see(filterReply(raw, this.#wide, false));
    }
    this.#listener.onGrow();
    return this.#isCut ? "stop" : "continue";
  }

  /** No more will come. */
  end({ end, text }: ReplySummary): void {
    this.#isOver = true;
    this.#isLimited = end === "length" || end === "incomplete";
    if (!this.#isCut) {
      this.#raw = text;
      this.#write(this.#cut().text);
    }
  }

  /** What the tree says of a text that was shown already may add to it, never take away. */
  #didLearn(): void {
    const { entry } = this.#place;
    if (entry.state === "stopped" || entry.text !== this.#written) {
      this.#syntax.stop();
      return;
    }
    const shown = entry.wasOffered ? entry.settledText : "";
    const reply = this.#cut();
    // Cut too early by the plain rules: all lines that had arrived whole by then are good.
    const isLonger = this.#isCut && !reply.isComplete;
    const text = isLonger
      ? reply.text.slice(0, Math.max(0, reply.text.lastIndexOf("\n"))).trimEnd()
      : reply.text;
    if (text.startsWith(shown)) {
      this.#write(text);
    } else if (shown.startsWith(text)) {
      this.#write(shown);
    } else {
      return;
    }
    if (reply.isComplete && !this.#isCut && !this.#isOver) {
      this.#isCut = true;
      this.#listener.onCut();
    }
  }

  #write(text: string): void {
    this.#written = text;
    this.#place.entry.text = text;
  }

  #cut(): CutReply {
    const { hole, goesOn } = this.#place;
    const isDone = this.#isOver && !this.#isCut;
    const first = cleanReply(this.#raw, hole, isDone, this.#syntax.view);
    const reply = goesOn && first.isComplete ? this.#readOn(first) : first;
    return isDone && this.#isLimited ? { ...reply, text: withoutLastLine(reply.text) } : reply;
  }

  /** The reply with the lines after its first one, which become a part of their own. */
  #readOn(first: CutReply): CutReply {
    const whole = cleanReply(this.#raw, this.#wide, false, this.#syntax.view);
    if (!whole.text.startsWith(first.text) || whole.text.length === first.text.length) {
      return whole.isComplete || !whole.text.startsWith(first.text) ? first : { ...first, isComplete: false };
    }
    this.#place.entry.endPart(first.text.length);
    const lines = whole.text.slice(first.text.length).split("\n");
    const isEnough = lines.length > maxLinesAhead + 1;
    const text = isEnough ? first.text + lines.slice(0, maxLinesAhead + 1).join("\n") : whole.text;
    return { text, isComplete: whole.isComplete || isEnough };
  }
}

/** A reply that ran into its limit ends in the middle of a line; one line alone is kept. */
function withoutLastLine(text: string): string {
  const end = text.lastIndexOf("\n");
  return end > 0 && text.slice(0, end).trim() !== "" ? text.slice(0, end) : text;
}
