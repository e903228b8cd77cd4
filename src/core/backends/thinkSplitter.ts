export interface ThinkSegment {
  readonly kind: "text" | "reasoning";
  readonly text: string;
}

const openings = ["<think>", "<thinking>", "<thought>", "<reasoning>"];

/** Length of the longest end of `text` that begins `mark`. */
function partialEnd(text: string, mark: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length -= 1) {
    if (mark.startsWith(text.slice(-length))) {
      return length;
    }
  }
  return 0;
}

/**
 * Takes a reasoning block off the head of a reply, however its tags are cut into chunks. Only the
 * head counts: the same tag further down is the user's own text. An unclosed block is all reasoning.
 */
export class ThinkSplitter {
  #state: "head" | "inside" | "after" | "text" = "head";
  #held = "";
  #closing = "";

  push(text: string): ThinkSegment[] {
    if (this.#state === "text") {
      return text === "" ? [] : [{ kind: "text", text }];
    }
    this.#held += text;
    const segments: ThinkSegment[] = [];
    if (this.#state === "head") {
      this.#readHead(segments);
    }
    if (this.#state === "inside") {
      this.#readInside(segments);
    }
    if (this.#state === "after") {
      this.#readAfter(segments);
    }
    return segments;
  }

  /** What was held back, when no more comes. */
  end(): ThinkSegment[] {
    const held = this.#held;
    this.#held = "";
    if (held === "" || this.#state === "after") {
      return [];
    }
    return [{ kind: this.#state === "inside" ? "reasoning" : "text", text: held }];
  }

  #readHead(segments: ThinkSegment[]): void {
    const head = this.#held.trimStart().toLowerCase();
    const opening = openings.find((candidate) => head.startsWith(candidate));
    if (opening !== undefined) {
      this.#held = this.#held.trimStart().slice(opening.length);
      this.#closing = `</${opening.slice(1)}`;
      this.#state = "inside";
    } else if (!openings.some((candidate) => candidate.startsWith(head))) {
      segments.push({ kind: "text", text: this.#held });
      this.#held = "";
      this.#state = "text";
    }
  }

  #readInside(segments: ThinkSegment[]): void {
    const lower = this.#held.toLowerCase();
    const at = lower.indexOf(this.#closing);
    const end = at >= 0 ? at : this.#held.length - partialEnd(lower, this.#closing);
    if (end > 0) {
      segments.push({ kind: "reasoning", text: this.#held.slice(0, end) });
    }
    this.#held = this.#held.slice(at >= 0 ? at + this.#closing.length : end);
    if (at >= 0) {
      this.#state = "after";
    }
  }

  /** Templates put blank lines between thought and answer; they are not the answer's. */
  #readAfter(segments: ThinkSegment[]): void {
    const rest = this.#held.replace(/^[\r\n]+/, "");
    this.#held = "";
    if (rest !== "") {
      this.#state = "text";
      segments.push({ kind: "text", text: rest });
    }
  }
}
