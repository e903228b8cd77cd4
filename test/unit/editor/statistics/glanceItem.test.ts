import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import type { DayGlance } from "../../../../src/core/efficiency/today.ts";
import type { GlanceItem, GlanceParts } from "../../../../src/editor/statistics/glanceItem.ts";
import { FakeClock, settle } from "../../../fakes/fakeClock.ts";
import { QuietLog } from "../../../fakes/quietLog.ts";
import { statusItems } from "../../../fakes/vscodeEvents.ts";

const fakeUrl = new URL("../../../fakes/vscodeEvents.ts", import.meta.url).href;
const minuteMs = 60_000;
/** 23:50 where the clock is eight hours ahead of UTC. */
const lateMs = Date.UTC(2026, 10, 24, 15, 50);

function glance(day: string, keptChars: number): DayGlance {
  return {
    ...{ day, keptChars, activeSeconds: 600, unpricedChars: 0 },
    ...{ gainSeconds: 90, costSeconds: 30, netSeconds: 60 },
  };
}

/** A window whose worker knows what was kept on which day. */
class Machine {
  readonly clock = new FakeClock(lateMs);
  readonly keptByDay = new Map<string, number>();
  readonly asked: string[] = [];
  readonly recorder = { writtenEvents: 0 };
  readonly switches = { isEnabled: true, isShown: true, isSilent: false };
  tzMinutes = 480;
  readonly changed: ((event: { affectsConfiguration(): boolean }) => void)[] = [];
  /** Answers that are held back until `release`. */
  held: (() => void)[] | undefined;
  readonly item: GlanceItem;

  constructor(Item: typeof GlanceItem) {
    const call = async (_name: string, { day }: { day: string }): Promise<unknown> => {
      this.asked.push(day);
      const chars = this.keptByDay.get(day);
      if (this.held !== undefined) {
        await new Promise<void>((resolve) => this.held?.push(resolve));
      }
      return { glance: chars === undefined ? null : glance(day, chars) };
    };
    const parts = {
      worker: { call },
      recorder: this.recorder,
      settings: {
        isStatisticsEnabled: () => this.switches.isEnabled,
        isStatisticsGlanceShown: () => this.switches.isShown,
        onDidChange: (listener: (event: { affectsConfiguration(): boolean }) => void) => {
          this.changed.push(listener);
          return { dispose: () => undefined };
        },
      },
      pause: {
        isSilent: () => this.switches.isSilent,
        onDidChange: () => ({ dispose: () => undefined }),
      },
      clock: this.clock,
      log: new QuietLog(),
      tzMinutes: () => this.tzMinutes,
    };
    this.item = new Item(parts as unknown as GlanceParts);
  }

  /** What stands in the status bar; "" where nothing does. */
  get shown(): string {
    const item = statusItems.get("flywheel.glance");
    return item?.isShown === true ? item.text : "";
  }

  /** Lets time pass with a tick every two seconds, as the feature gives them. */
  async live(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 2000) {
      await this.clock.advance(2000);
      this.item.tick();
      await settle();
    }
  }

  write(day: string, keptChars: number): void {
    this.recorder.writtenEvents += 1;
    this.keptByDay.set(day, keptChars);
  }
}

describe("GlanceItem", () => {
  let Item: typeof GlanceItem;
  let machine: Machine;

  before(async () => {
    const hooks = registerHooks({
      resolve: (name, context, next) =>
        name === "vscode"
          ? { url: fakeUrl, format: "module-typescript", shortCircuit: true }
          : next(name, context),
    });
    ({ GlanceItem: Item } = await import("../../../../src/editor/statistics/glanceItem.ts"));
    hooks.deregister();
  });

  beforeEach(() => {
    machine = new Machine(Item);
  });

  it("takes yesterday's figures away within two seconds of midnight, though nothing is written", async () => {
    machine.write("2026-11-24", 1200);
    await machine.live(9 * minuteMs);
    assert.equal(machine.shown, "Kept 1,200");
    await machine.live(minuteMs - 2000);
    assert.equal(machine.shown, "Kept 1,200", "23:59:58");
    await machine.live(2000);
    assert.equal(machine.shown, "", "00:00:00");
    assert.deepEqual(machine.asked, ["2026-11-24"], "nothing new was written, so nothing is asked");
    machine.write("2026-11-25", 40);
    await machine.live(minuteMs);
    assert.equal(machine.shown, "Kept 40");
    assert.deepEqual(machine.asked, ["2026-11-24", "2026-11-25"]);
  });

  it("does not show an answer about yesterday that comes after midnight", async () => {
    machine.held = [];
    await machine.live(9 * minuteMs);
    machine.write("2026-11-24", 1200);
    await machine.live(minuteMs - 2000);
    assert.deepEqual(machine.asked, ["2026-11-24"]);
    await machine.clock.advance(4000);
    machine.held[0]?.();
    await settle();
    assert.equal(machine.shown, "");
  });

  it("asks anew in the minute after a flight to another day", async () => {
    machine.write("2026-11-24", 1200);
    await machine.live(minuteMs);
    machine.tzMinutes = 600;
    await machine.live(2000);
    assert.equal(machine.shown, "", "past midnight at the new place");
    machine.tzMinutes = 480;
    machine.write("2026-11-24", 1300);
    await machine.live(minuteMs);
    assert.equal(machine.shown, "Kept 1,300");
  });

  it("stays away while nothing was kept or lost, and while the log rests", async () => {
    machine.recorder.writtenEvents = 1;
    await machine.live(2000);
    assert.equal(machine.shown, "");
    machine.write("2026-11-24", 10);
    machine.switches.isSilent = true;
    await machine.live(2 * minuteMs);
    assert.equal(machine.shown, "");
    machine.switches.isSilent = false;
    await machine.live(minuteMs);
    assert.equal(machine.shown, "Kept 10");
    machine.switches.isEnabled = false;
    machine.changed[0]?.({ affectsConfiguration: () => true });
    assert.equal(machine.shown, "");
  });
});
