import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventStore } from "../../../../src/adapters/sqlite/eventStore.ts";
import { ActiveMeters } from "../../../../src/core/efficiency/activeMeters.ts";
import type { EfficiencyEvent, EventBody, Phase } from "../../../../src/core/efficiency/events.ts";
import { rollUp, sumRows } from "../../../../src/core/efficiency/rollUp.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { QuietLog } from "../../../fakes/quietLog.ts";
import { seededRandom } from "../../../fakes/seededEvents.ts";

const hourMs = 3_600_000;
const tickMs = 2000;

/** A machine with eight windows, a person who goes from one to the other, and clocks that do not behave. */
class Machine {
  readonly random: () => number;
  readonly written: EfficiencyEvent[] = [];
  readonly stores: readonly EventStore[];
  readonly meters: readonly ActiveMeters[];
  readonly #pending: EfficiencyEvent[][];
  monoMs = 0;
  wallMs: number;
  tz = 480;
  awakeMs = 0;
  focused = 0;
  suspendMs = 0;
  jumpMs = 0;
  #seq = 0;

  constructor(folder: string, seed: number, wallMs: number) {
    this.random = seededRandom(seed);
    this.wallMs = wallMs;
    const windows = Array.from({ length: 8 }, (_, index) => index);
    this.#pending = windows.map(() => []);
    this.stores = windows.map((index) => {
      const store = new EventStore(folder, `w${index}`, new FakeClock(wallMs), new QuietLog());
      store.open(true);
      return store;
    });
    this.meters = windows.map(
      (index) =>
        new ActiveMeters(
          ({ state, file, activeMs, phase }) =>
            this.#put(index, { type: "activity.slice", state, file, activeMs }, phase),
          (body, phase) => this.#put(index, body, phase),
          index === 0,
        ),
    );
  }

  /** Time goes by awake: every window ticks and now and then writes. */
  live(ms: number): void {
    for (let left = ms; left > 0; left -= tickMs) {
      this.#pass(Math.min(left, tickMs));
      this.awakeMs += Math.min(left, tickMs);
      this.#tick();
    }
    for (const [index, pending] of this.#pending.entries()) {
      const result = this.stores[index]?.append(pending.splice(0));
      assert.deepEqual([result?.waiting, result?.dropped], [0, 0]);
    }
  }

  sleep(ms: number): void {
    this.#pass(ms);
    this.#tick();
  }

  input(): void {
    const activity = { state: "edit", file: "f", phase: "development", languageId: "python" } as const;
    for (const meter of this.meters) {
      // Those without the focus must not count it.
      meter.input(activity, this.monoMs);
    }
  }

  goTo(window: number): void {
    this.meters[this.focused]?.focus(false, this.monoMs);
    this.focused = window;
    this.meters[window]?.focus(true, this.monoMs);
    this.input();
  }

  end(): void {
    for (const [index, meter] of this.meters.entries()) {
      meter.end(this.monoMs);
      this.stores[index]?.append(this.#pending[index]?.splice(0) ?? []);
      this.stores[index]?.close();
    }
  }

  #pass(ms: number): void {
    this.monoMs += ms;
    this.wallMs += ms;
  }

  #tick(): void {
    const [first] = this.meters.map((meter) => meter.tick(this.monoMs, this.wallMs));
    this.suspendMs += first?.suspendMs ?? 0;
    this.jumpMs += first?.clockJumpMs ?? 0;
  }

  #put(window: number, body: EventBody, phase: Phase): void {
    this.#seq += 1;
    const id = `${this.#seq.toString(16).padStart(12, "0")}-a`;
    const who = { win: `w${window}`, seq: this.#seq, sess: "s", ws: "ws", lang: "python", ext: "0.1.0" };
    const when = { ts: Math.max(0, Math.round(this.wallMs)), mono: Math.round(this.monoMs), tz: this.tz };
    const event = { v: 1 as const, id, ...when, ...who, phase, ...body };
    this.written.push(event);
    this.#pending[window]?.push(event);
  }
}

describe("eight windows over two simulated hours", function () {
  this.timeout(60_000);
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "flywheel-eight-"));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const starts = {
    "on an ordinary day": Date.UTC(2026, 10, 24, 9),
    "over the change to summer time": Date.UTC(2026, 2, 29, 0),
    "over the end of 32-bit seconds": Date.UTC(2038, 0, 19, 2, 30),
  };
  for (const [when, startMs] of Object.entries(starts)) {
    it(`count no second twice, none asleep, and agree with a single writer, ${when}`, () => {
      const machine = new Machine(folder, startMs % 1000 || 11, startMs);
      const { random } = machine;
      let sleptMs = 0;
      let steppedMs = 0;
      machine.input();
      while (machine.awakeMs < 2 * hourMs) {
        machine.live(500 + random() * 20_000);
        machine.input();
        const chance = random();
        if (chance < 0.08) {
          machine.goTo(Math.floor(random() * 8));
        } else if (chance < 0.1) {
          const ms = Math.round(60_000 + random() ** 4 * 72 * hourMs);
          sleptMs += ms;
          machine.sleep(ms);
          machine.input();
        } else if (chance < 0.13) {
          // The wall clock is set, or the person flies; nothing may hang on it.
          const step = (random() < 0.5 ? -1 : 1) * hourMs;
          machine.wallMs += step;
          steppedMs += step;
          machine.tz = [-480, 0, 330, 480, 540, 765][Math.floor(random() * 6)] ?? 0;
        }
      }
      machine.end();
      const activeMs = machine.written.reduce(
        (sum, event) => sum + (event.type === "activity.slice" ? event.activeMs : 0),
        0,
      );
      assert.ok(activeMs <= machine.awakeMs + 1000, `${activeMs} of ${machine.awakeMs}`);
      assert.ok(activeMs >= 0.97 * machine.awakeMs, `${activeMs} of ${machine.awakeMs}`);
      assert.ok(
        sleptMs > 0 && Math.abs(machine.suspendMs - sleptMs) <= 0.001 * sleptMs,
        "sleep is told as sleep",
      );
      assert.ok(Math.abs(machine.jumpMs - steppedMs) <= 1000, `${machine.jumpMs} of ${steppedMs}`);

      const query = { fromDay: null, toDay: "2999-12-31", ws: null, metrics: null } as const;
      const reader = new EventStore(folder, "reader", new FakeClock(), new QuietLog());
      reader.open(true);
      const single = sumRows(rollUp(machine.written).map((row) => ({ ...row, ws: "" })));
      assert.deepEqual(sumRows(reader.rows({ ...query, keep: ["day", "phase", "lang"] })), single);
      const byPhase = sumRows(single.map((row) => ({ ...row, day: "" })));
      assert.deepEqual(sumRows(reader.rows({ ...query, keep: ["phase", "lang"] })), byPhase);
      assert.equal([...reader.eventTexts()].length, machine.written.length);
      reader.close();
    });
  }
});
