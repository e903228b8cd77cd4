import type * as afterStartBundle from "../editor/afterStart.ts";
import type { SettingsWatch } from "../editor/settingsWatch.ts";
import type { StatisticsFeature } from "../editor/statistics/statisticsFeature.ts";
import type { Foundation } from "./foundation.ts";

/** After the rush of a window's start. */
const firstLookMs = 1500;

/** The bundle; whoever needs it sooner, such as the first error, loads it then. */
export function loadAfterStart(): typeof afterStartBundle {
  return require("./afterStart.js") as typeof afterStartBundle;
}

/**
 * What a window has a moment after its start, from a bundle of its own: the figures of the day in the status bar, and
 * what is wrong with the settings, told then and whenever one is changed.
 */
export async function startLater(base: Foundation, statistics: StatisticsFeature): Promise<void> {
  const { context, settings, clock, log } = base;
  const loaded: { watch?: SettingsWatch } = {};
  const watch = (): SettingsWatch =>
    (loaded.watch ??= new (loadAfterStart().SettingsWatch)(context, settings, clock, log));
  const attempt = async (name: string, run: () => unknown): Promise<void> => {
    try {
      await run();
    } catch (error) {
      log.error(`${name} failed.`, error);
    }
  };
  const check = "The check of the settings";
  const lifetime = new AbortController();
  context.subscriptions.push(
    settings.onDidChange((event) => void attempt(check, () => watch().check(event))),
    { dispose: () => lifetime.abort() },
  );
  await clock.delay(firstLookMs, lifetime.signal);
  if (!lifetime.signal.aborted) {
    await attempt("The figures of the day", () => showGlance(base, statistics));
    await attempt(check, () => watch().checkNow());
  }
}

function showGlance(
  { context, worker, settings, clock, log }: Foundation,
  statistics: StatisticsFeature,
): void {
  const { recorder, pause, window } = statistics;
  const tzMinutes = (nowMs: number): number => window.tzMinutes(nowMs);
  const glance = new (loadAfterStart().GlanceItem)({
    worker,
    recorder,
    settings,
    pause,
    clock,
    log,
    tzMinutes,
  });
  context.subscriptions.push(glance);
  statistics.show(glance);
}
