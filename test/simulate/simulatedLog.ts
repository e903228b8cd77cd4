/**
 * Lives the work of a simulated developer through the production code: the same meters, phase rules, retention,
 * event schema and daily sums as in the editor, on a clock that is ours.
 */
import { ActiveMeters } from "../../src/core/efficiency/activeMeters.ts";
import { EditBurstMeter } from "../../src/core/efficiency/editBursts.ts";
import { decodeEvent } from "../../src/core/efficiency/eventSchema.ts";
import type { ActivityState, EditOrigin, EventBody, Phase } from "../../src/core/efficiency/events.ts";
import { PhaseClock } from "../../src/core/efficiency/phaseRules.ts";
import { RetainedText } from "../../src/core/efficiency/retention.ts";
import { rowsOfEvent, sumRows, type RollUpRow } from "../../src/core/efficiency/rollUp.ts";
import type { ChatTurn, Life, Snippet, Task } from "./agent.ts";
import { timesOf, type Truth } from "./dial.ts";
import { RandomStream } from "./randomStream.ts";

const firstDayMs = Date.UTC(2026, 9, 1, 8);
const dayMs = 86_400_000;
/** Mean seconds between two signs of life while somebody thinks or reads. */
const signOfLifeSeconds = 6;

interface Place {
  readonly path: string;
  readonly lang: string;
}

export class SimulatedLog {
  readonly #random: RandomStream;
  readonly #phase = new PhaseClock();
  readonly #active: ActiveMeters;
  readonly #bursts: EditBurstMeter;
  #rows: RollUpRow[] = [];
  #pendingRows: RollUpRow[] = [];
  #now = firstDayMs;
  #seq = 0;
  #rids = 0;
  #arm: "on" | "off" = "on";
  #place: Place = { path: "src/a.py", lang: "python" };
  #dwell: { readonly rid: string; readonly sinceMs: number; readonly phase: Phase } | undefined;

  constructor(seed: number) {
    this.#random = new RandomStream(seed * 31 + 5);
    this.#active = new ActiveMeters(
      ({ state, file, activeMs, phase, languageId }) =>
        this.#put({ type: "activity.slice", state, activeMs, file }, phase, languageId),
      (body, phase) => this.#put(body, phase),
      true,
    );
    this.#bursts = new EditBurstMeter(({ document: _document, ...burst }) =>
      this.#put({ type: "edit.burst", ...burst, durationMs: Math.round(burst.durationMs) }),
    );
  }

  /** The daily sums of the whole life. */
  live(life: Life, truth: Truth): readonly RollUpRow[] {
    for (const [index, { tasks }] of life.days.entries()) {
      this.#now = firstDayMs + index * dayMs;
      this.#active.focus(true, this.#now);
      for (const task of tasks) {
        this.#doTask(task, truth);
        this.#now += task.breakSeconds * 1000;
      }
      this.#bursts.end();
      this.#active.end(this.#now);
      this.#dwell = undefined;
      this.#rows = [...sumRows([...this.#rows, ...this.#pendingRows])];
      this.#pendingRows = [];
    }
    return this.#rows;
  }

  #doTask(task: Task, truth: Truth): void {
    this.#arm = task.isOff ? "off" : "on";
    const startMs = this.#now;
    for (const snippet of task.snippets) {
      this.#place = { path: snippet.path, lang: snippet.lang };
      this.#write(task, snippet, truth.spared[snippet.phase]);
    }
    if (task.chat !== undefined && !task.isOff) {
      this.#ask(task.chat);
    }
    this.#put({ type: "task.end", outcome: "done", activeMs: this.#now - startMs });
    this.#arm = "on";
  }

  #write(task: Task, snippet: Snippet, spared: number): void {
    const { offer } = snippet;
    const times = timesOf(task, snippet, spared);
    this.#stay("read", times.thinkBefore);
    if (offer === undefined || task.isOff) {
      this.#type(snippet.chars, snippet.errorChars, times.typing);
      return;
    }
    const rid = this.#rid();
    if (offer.isWithheld) {
      this.#type(snippet.chars, snippet.errorChars, times.typing);
      // From where it would have come: what it would have spared of the thinking, and the typing.
      const sameMs = 1000 * (Math.max(0, spared) * snippet.thinkSeconds + snippet.typeSeconds);
      this.#put({ type: "shadow.progress", rid, chars: offer.chars, sameMs, isCensored: !offer.isTaken });
      return;
    }
    this.#put({
      type: "suggest.offered",
      rid,
      chars: offer.chars,
      lines: 1,
      source: "remote",
      latencyMs: 300,
    });
    this.#stay("read", times.review);
    const decided = {
      type: "suggest.resolve",
      rid,
      decideMs: 1000 * times.review,
      chars: offer.chars,
    } as const;
    if (offer.isTaken || !offer.isRejectedByKey) {
      // As in the editor, the edit is seen before the decision that it tells of.
      this.#input("edit");
    }
    if (!offer.isTaken) {
      const outcome = offer.isRejectedByKey ? "reject" : "ignore";
      this.#put({ ...decided, outcome, takenChars: 0, certainty: "inferred" });
      this.#type(snippet.chars, snippet.errorChars, times.typing);
      return;
    }
    this.#put({ ...decided, outcome: "accept", takenChars: offer.chars, certainty: "exact" });
    this.#edit("ai_inline", offer.chars, 0);
    this.#keep(rid, snippet, times.rework);
    this.#dwell = { rid, sinceMs: this.#now, phase: this.#phase.current };
    this.#stay("read", times.dwell);
  }

  /** Follows an accepted text, replaces part of it where the developer does, and looks after ten minutes. */
  #keep(rid: string, { offer }: Snippet, reworkSeconds: number): void {
    const chars = offer?.chars ?? 0;
    const retained = new RetainedText([{ offset: 0, text: "x".repeat(chars) }]);
    const replaced = offer?.reworkChars ?? 0;
    if (replaced > 0) {
      this.#now += 1000 * reworkSeconds;
      retained.follow([{ offset: 1, deletedChars: replaced, insertedChars: replaced }]);
      this.#edit("typed", replaced, replaced);
      const body = { rid, feature: "completion", insertedChars: replaced, deletedChars: replaced } as const;
      this.#put({ type: "suggest.rework", ...body, editMs: 1000 * reworkSeconds });
    }
    const keptChars = retained.keptChars(undefined);
    this.#put({
      type: "suggest.retain",
      rid,
      feature: "completion",
      horizon: "10m",
      kept: keptChars / Math.max(1, chars),
      keptChars,
      chars,
      isCensored: false,
    });
  }

  #ask({ promptSeconds, waitSeconds, readSeconds }: ChatTurn): void {
    const rid = this.#rid();
    this.#stay("ai_prompt", promptSeconds);
    this.#stay("ai_wait", waitSeconds);
    this.#put({
      type: "request",
      rid,
      feature: "ask",
      backend: "remote",
      trigger: "manual",
      outcome: "ok",
      firstTokenMs: 400,
      durationMs: 1000 * waitSeconds,
      promptTokens: 900,
      completionTokens: 300,
      cachedTokens: 0,
      isEstimated: false,
      waitingMs: 1000 * waitSeconds,
    });
    this.#stay("read", readSeconds);
    this.#put({ type: "suggest.dwell", rid, feature: "ask", dwellMs: 1000 * readSeconds });
  }

  /** Time without edits, with a sign of life now and then. */
  #stay(state: ActivityState, seconds: number): void {
    const endMs = this.#now + 1000 * seconds;
    while (this.#now < endMs) {
      this.#input(state);
      this.#now = Math.min(endMs, this.#now + 1000 * (0.5 + this.#random.exponential(signOfLifeSeconds)));
    }
  }

  #type(chars: number, errorChars: number, seconds: number): void {
    const steps = Math.max(1, Math.ceil(seconds / 1.2));
    const all = chars + errorChars;
    this.#edit("typed", 1, 0);
    let [typed, deleted] = [1, 0];
    for (let step = 1; step <= steps; step += 1) {
      this.#now += (1000 * seconds) / steps;
      const nowTyped = Math.round((all * step) / steps);
      const nowDeleted = Math.round((errorChars * step) / steps);
      this.#edit("typed", Math.max(0, nowTyped - typed), nowDeleted - deleted);
      [typed, deleted] = [Math.max(typed, nowTyped), nowDeleted];
    }
  }

  #edit(origin: EditOrigin, insertedChars: number, deletedChars: number): void {
    this.#input("edit");
    this.#bursts.tick(this.#now);
    this.#bursts.add(this.#place.path, { origin, insertedChars, deletedChars, lines: 0 }, false, this.#now);
    if (this.#dwell !== undefined) {
      const { rid, sinceMs, phase } = this.#dwell;
      this.#dwell = undefined;
      this.#put({ type: "suggest.dwell", rid, feature: "completion", dwellMs: this.#now - sinceMs }, phase);
    }
  }

  #input(state: ActivityState): void {
    const { path, lang } = this.#place;
    const phase = this.#phase.observe(path, lang, this.#now, state === "edit");
    this.#active.input({ state, file: "f", phase, languageId: lang }, this.#now);
  }

  #rid(): string {
    this.#rids += 1;
    return `r${this.#rids}`;
  }

  #put(body: EventBody, phase: Phase = this.#phase.current, lang: string = this.#place.lang): void {
    this.#seq += 1;
    const event = decodeEvent({
      v: 1,
      id: `e${this.#seq}`,
      ts: Math.round(this.#now),
      mono: Math.round(this.#now - firstDayMs),
      tz: 0,
      win: "w",
      seq: this.#seq,
      sess: "s",
      ws: "ws",
      lang,
      phase,
      ext: "0.0.0",
      arm: this.#arm,
      ...body,
    });
    if (event === undefined) {
      throw new Error(`The simulator made an event that the schema refuses: ${JSON.stringify(body)}`);
    }
    for (const row of rowsOfEvent(event)) {
      this.#pendingRows.push(row);
    }
  }
}
