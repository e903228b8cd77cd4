/** One thing that a reply's body said. */
export type WireEvent =
  | { readonly kind: "value"; readonly value: unknown; readonly isError: boolean }
  | { readonly kind: "done" }
  | { readonly kind: "malformed" };

export type BodyProblemReason = "html" | "unreadable" | "tooLarge";

/** The body is no reply of a model server. */
export class BodyProblem extends Error {
  override readonly name = "BodyProblem";
  readonly reason: BodyProblemReason;
  /** Beginning of the body. */
  readonly sample: string;

  constructor(reason: BodyProblemReason, sample: string) {
    super(`The body is ${reason}.`);
    this.reason = reason;
    this.sample = sample.slice(0, 2_000);
  }
}

/** Longest single event, in characters. */
const maxEventChars = 8_000_000;

const fieldStart = /^(data|event|id|retry|:)/;

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/**
 * Reads the text of a body, in pieces of any size, as server-sent events, newline-delimited JSON or
 * one JSON document, whichever it turns out to be: content types lie, and some servers answer a
 * request for a stream with a whole document.
 */
export class BodyDecoder {
  #mode: "unknown" | "events" | "json" | "done" = "unknown";
  /** The line that has no end yet. */
  #rest = "";
  #dataLines: string[] = [];
  #eventName = "";
  #skipsLineFeed = false;
  /** JSON text that did not parse line by line. */
  #document: string[] = [];
  #documentChars = 0;

  /** Throws `BodyProblem`. */
  push(text: string): WireEvent[] {
    const events: WireEvent[] = [];
    if (this.#mode === "done" || text === "") {
      return events;
    }
    if (this.#mode === "unknown") {
      this.#rest += text;
      this.#detect(false);
      if (this.#mode === "unknown") {
        return events;
      }
      const all = this.#rest;
      this.#rest = "";
      this.#readLines(all, events);
      return events;
    }
    this.#readLines(text, events);
    return events;
  }

  /** The body has ended. Throws `BodyProblem`. */
  end(): WireEvent[] {
    const events: WireEvent[] = [];
    if (this.#mode === "unknown") {
      this.#detect(true);
    }
    if (this.#mode === "events") {
      this.#readLine(this.#rest, events);
      this.#rest = "";
      this.#dispatch(events);
    } else if (this.#mode === "json") {
      this.#document.push(this.#rest);
      const text = this.#document.join("\n").trim();
      if (text !== "") {
        const parsed = parse(text);
        events.push(
          parsed === undefined
            ? { kind: "malformed" }
            : { kind: "value", value: parsed.value, isError: false },
        );
      }
    }
    this.#mode = "done";
    return events;
  }

  /** Decides by the first characters; waits while they could still be anything. */
  #detect(isEnd: boolean): void {
    const head = this.#rest.trimStart();
    if (head === "") {
      this.#rest = "";
      return;
    }
    if (head.startsWith("<")) {
      if (isEnd || head.length > 4_000) {
        throw new BodyProblem("html", head);
      }
      return;
    }
    if (head.startsWith("{") || head.startsWith("[")) {
      this.#mode = "json";
      this.#rest = head;
    } else if (fieldStart.test(head)) {
      this.#mode = "events";
      this.#rest = head;
    } else if (isEnd || head.length >= 5 || head.includes("\n")) {
      throw new BodyProblem("unreadable", head);
    }
  }

  #readLines(text: string, events: WireEvent[]): void {
    let start = 0;
    if (this.#skipsLineFeed) {
      this.#skipsLineFeed = false;
      start = text.startsWith("\n") ? 1 : 0;
    }
    const hasReturns = text.includes("\r");
    for (;;) {
      const feed = text.indexOf("\n", start);
      const carriage = hasReturns ? text.indexOf("\r", start) : -1;
      const at = carriage >= 0 && (feed < 0 || carriage < feed) ? carriage : feed;
      if (at < 0) {
        break;
      }
      const line = this.#rest + text.slice(start, at);
      this.#rest = "";
      start = at + 1;
      if (at === carriage) {
        if (start === text.length) {
          this.#skipsLineFeed = true;
        } else if (text.startsWith("\n", start)) {
          start += 1;
        }
      }
      this.#readLine(line, events);
      if (this.#mode === "done") {
        return;
      }
    }
    this.#rest += text.slice(start);
    if (this.#rest.length > maxEventChars) {
      throw new BodyProblem("tooLarge", this.#rest);
    }
  }

  #readLine(line: string, events: WireEvent[]): void {
    if (this.#mode === "json") {
      this.#readJsonLine(line, events);
    } else if (line === "") {
      this.#dispatch(events);
    } else if (line.startsWith("{")) {
      // A proxy may drop a bare JSON error into a stream.
      const parsed = parse(line);
      if (parsed !== undefined) {
        this.#dispatch(events);
        events.push({ kind: "value", value: parsed.value, isError: false });
      }
    } else {
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
      if (field === "data") {
        this.#dataLines.push(value);
      } else if (field === "event") {
        this.#eventName = value;
      }
    }
  }

  #readJsonLine(line: string, events: WireEvent[]): void {
    const text = line.trim();
    if (text === "") {
      return;
    }
    const parsed = this.#document.length === 0 ? parse(text) : undefined;
    if (parsed === undefined) {
      this.#document.push(line);
      this.#documentChars += line.length;
      if (this.#documentChars > maxEventChars) {
        throw new BodyProblem("tooLarge", text);
      }
    } else {
      events.push({ kind: "value", value: parsed.value, isError: false });
    }
  }

  #dispatch(events: WireEvent[]): void {
    const lines = this.#dataLines;
    const isError = this.#eventName === "error";
    this.#dataLines = [];
    this.#eventName = "";
    if (lines.length > 0) {
      this.#readData(lines, isError, events);
    }
  }

  #readData(lines: readonly string[], isError: boolean, events: WireEvent[]): void {
    const text = lines.join("\n").trim();
    if (text === "") {
      return;
    }
    if (text === "[DONE]") {
      events.push({ kind: "done" });
      this.#mode = "done";
      return;
    }
    const parsed = parse(text);
    if (parsed !== undefined) {
      events.push({ kind: "value", value: parsed.value, isError });
    } else if (lines.length > 1) {
      // Some servers forget the blank line between events.
      for (const line of lines) {
        if (this.#mode === "events") {
          this.#readData([line], isError, events);
        }
      }
    } else if (isError) {
      events.push({ kind: "value", value: { error: text }, isError });
    } else {
      events.push({ kind: "malformed" });
    }
  }
}
