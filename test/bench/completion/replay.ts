import type { DocumentSnapshot } from "../../../src/core/completion/completionTypes.ts";
import type { BenchAnswer, BenchEngine } from "./benchEngine.ts";
import type { Hunk } from "./hunk.ts";
import { seededNumbers } from "./seededNumbers.ts";
import { keyIntervalMs, keysOf } from "./typist.ts";
import type { Timeline } from "./virtualClock.ts";

export type Mode = "type" | "accept";

/** What one replay saw; times in ms. */
export interface Sighting {
  keys: number;
  /** Keys at whose end a right text was to be seen, and keys that count for it. */
  covered: number;
  coverable: number;
  /** The same for those keys at which the model itself, asked there, would say the right line. */
  reached: number;
  reachable: number;
  freshMs: number[];
  blindMs: number;
  totalMs: number;
  wrongDisplays: number;
  rightDisplays: number;
  flickers: number;
  accepts: number;
  savedChars: number;
  typedChars: number;
  /** Characters that were to be seen at some time, wrong ones included. */
  seenChars: number;
}

/** The editor asks when so long no key came; an extension cannot change it. */
const debounceMs = 50;
/** A typist who accepts has looked at the text for so long. */
const readMs = 400;
const minAcceptedChars = 4;
const sliceMs = 8;

interface Ghost {
  text: string;
  readonly id: string;
  readonly sinceMs: number;
}

/**
 * The editor and its typist: types the hunk key by key, asks the engine by VS Code's rules (an edit cancels,
 * 50 ms of rest ask, a shown text shrinks while it is typed and goes at the first other key, an empty answer
 * hides it), and keeps account of what could be seen.
 */
export class Replay {
  readonly sighting: Sighting = {
    keys: 0,
    covered: 0,
    coverable: 0,
    reached: 0,
    reachable: 0,
    freshMs: [],
    blindMs: 0,
    totalMs: 0,
    wrongDisplays: 0,
    rightDisplays: 0,
    flickers: 0,
    accepts: 0,
    savedChars: 0,
    typedChars: 0,
    seenChars: 0,
  };
  readonly #timeline: Timeline;
  readonly #engine: BenchEngine;
  readonly #hunk: Hunk;
  readonly #mode: Mode;
  readonly #answerTo: (prefix: string) => string;
  readonly #draw: () => number;
  #typed = "";
  #ghost: Ghost | undefined;
  #question: AbortController | undefined;
  #lastKeyMs = 0;
  #isFresh = false;
  #seenTo = 0;

  constructor(
    timeline: Timeline,
    engine: BenchEngine,
    more: { hunk: Hunk; mode: Mode; seed: number; answerTo: (prefix: string) => string },
  ) {
    this.#timeline = timeline;
    this.#engine = engine;
    this.#hunk = more.hunk;
    this.#mode = more.mode;
    this.#answerTo = more.answerTo;
    this.#draw = seededNumbers(more.seed);
  }

  async run(): Promise<Sighting> {
    const { added } = this.#hunk;
    this.#ask();
    await this.#wait(1000, false);
    while (this.#typed.length < added.length) {
      const [key = ""] = keysOf(added.slice(this.#typed.length, this.#typed.length + 80));
      this.#press(key);
      const rest = added.length - this.#typed.length;
      await this.#wait(keyIntervalMs(this.#draw()), rest > 0);
      if (rest > 0) {
        this.sighting.coverable += 1;
        const isCovered = this.#isRight(this.#ghost);
        const isReachable = isCovered || this.#isRightText(this.#answerTo(this.#hunk.before + this.#typed));
        this.sighting.covered += isCovered ? 1 : 0;
        this.sighting.reached += isCovered ? 1 : 0;
        this.sighting.reachable += isReachable ? 1 : 0;
      }
    }
    this.#question?.abort();
    this.#engine.dispose();
    return this.sighting;
  }

  get #remaining(): string {
    return this.#hunk.added.slice(this.#typed.length);
  }

  get #snapshot(): DocumentSnapshot {
    const { path, languageId, before, after } = this.#hunk;
    return {
      uri: `file:///${path}`,
      path,
      languageId,
      text: before + this.#typed + after,
      indent: {
        tabSize: /^\t/m.test(before) ? 4 : /^ {2}\S/m.test(before) ? 2 : 4,
        insertSpaces: !/^\t/m.test(before),
      },
    };
  }

  #press(key: string): void {
    this.sighting.keys += 1;
    this.sighting.typedChars += key.length;
    const ghost = this.#ghost;
    const wasRight = this.#isRight(ghost);
    if (ghost !== undefined) {
      ghost.text = ghost.text.startsWith(key) ? ghost.text.slice(key.length) : "";
      this.#ghost = ghost.text.trim() === "" ? undefined : ghost;
    }
    this.#insert(key);
    this.#isFresh = !(wasRight && this.#isRight(this.#ghost));
    this.#note();
  }

  #insert(text: string): void {
    const offset = this.#hunk.before.length + this.#typed.length;
    this.#typed += text;
    this.#lastKeyMs = this.#timeline.clock.monotonicMs();
    this.#question?.abort();
    this.#engine.didChange(this.#snapshot, { edits: [{ offset, removedLength: 0, text }], reason: "other" });
    void this.#askAfterRest();
  }

  async #askAfterRest(): Promise<void> {
    const question = new AbortController();
    this.#question = question;
    await this.#timeline.clock.delay(debounceMs, question.signal);
    if (!question.signal.aborted) {
      this.#ask(question);
    }
  }

  #ask(question = new AbortController()): void {
    this.#question = question;
    const offset = this.#hunk.before.length + this.#typed.length;
    void this.#engine.provide(this.#snapshot, offset, question.signal).then((answer) => {
      if (!question.signal.aborted) {
        this.#show(answer);
      }
    });
  }

  #show(answer: BenchAnswer | undefined): void {
    const before = this.#ghost;
    if (answer === undefined) {
      this.sighting.flickers += this.#isRight(before) ? 1 : 0;
      this.#ghost = undefined;
      return;
    }
    if (before?.text === answer.text) {
      return;
    }
    if (this.#isRight(before) && !answer.text.startsWith(before?.text ?? "")) {
      this.sighting.flickers += 1;
    }
    const isMore = before !== undefined && answer.text.startsWith(before.text);
    const nowMs = this.#timeline.clock.monotonicMs();
    this.#ghost = { text: answer.text, id: answer.id, sinceMs: isMore ? before.sinceMs : nowMs };
    const isRight = this.#isRight(this.#ghost);
    if (!isMore) {
      this.sighting.rightDisplays += isRight ? 1 : 0;
      this.sighting.wrongDisplays += isRight ? 0 : 1;
    }
    if (isRight && this.#isFresh) {
      this.sighting.freshMs.push(nowMs - this.#lastKeyMs);
      this.#isFresh = false;
    }
    this.#note();
  }

  /** Counts what is to be seen now for the first time. */
  #note(): void {
    const text = this.#ghost?.text ?? "";
    const right = commonLength(text, this.#remaining);
    const to = this.#typed.length + right;
    this.sighting.seenChars += Math.max(0, to - Math.max(this.#seenTo, this.#typed.length));
    this.#seenTo = Math.max(this.#seenTo, to);
  }

  /** The first visible line is what will be typed next. */
  #isRight(ghost: Ghost | undefined): boolean {
    return ghost !== undefined && this.#isRightText(ghost.text);
  }

  #isRightText(text: string): boolean {
    const [lead = ""] = /^\s*/.exec(text) ?? [];
    const lineEnd = text.indexOf("\n", lead.length);
    const first = text.slice(0, lineEnd < 0 ? undefined : lineEnd);
    return first.trim() !== "" && this.#remaining.startsWith(first);
  }

  async #wait(ms: number, isCounted: boolean): Promise<void> {
    const { clock } = this.#timeline;
    const endMs = clock.monotonicMs() + ms;
    for (let nowMs = clock.monotonicMs(); nowMs < endMs; nowMs = clock.monotonicMs()) {
      const step = Math.min(sliceMs, endMs - nowMs);
      const wasRight = this.#isRight(this.#ghost);
      await this.#timeline.pass(step);
      if (isCounted && this.#remaining !== "") {
        this.sighting.totalMs += step;
        this.sighting.blindMs += wasRight ? 0 : step;
      }
      if (this.#mode === "accept") {
        this.#acceptIfRead();
      }
    }
  }

  #acceptIfRead(): void {
    const ghost = this.#ghost;
    const isRead = ghost !== undefined && this.#timeline.clock.monotonicMs() - ghost.sinceMs >= readMs;
    if (!isRead || ghost.text.trim().length < minAcceptedChars || !this.#remaining.startsWith(ghost.text)) {
      return;
    }
    this.sighting.accepts += 1;
    this.sighting.savedChars += ghost.text.length;
    this.#ghost = undefined;
    this.#insert(ghost.text);
    this.#engine.didAccept(ghost.id);
    this.#isFresh = true;
  }
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) {
    length += 1;
  }
  return length;
}
