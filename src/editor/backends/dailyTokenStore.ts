import type * as vscode from "vscode";
import { DailyTokens, decodeTokenCounts, joinTokenCounts } from "../../core/backends/dailyTokens.ts";
import type { Clock } from "../../core/ports.ts";
import { ConvergentValue } from "../convergentValue.ts";

/** The day of a time in the zone of this machine, such as `2026-11-24`. */
export function localDay(ms: number): string {
  const time = new Date(ms);
  const twoDigits = (count: number): string => String(count).padStart(2, "0");
  return `${time.getFullYear()}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())}`;
}

/** Counts of tokens that outlive a restart, of all windows together. */
export function createDailyTokens(memento: vscode.Memento, clock: Clock, windowId: string): DailyTokens {
  return new DailyTokens(
    new ConvergentValue(memento, "flywheel.dailyTokens", decodeTokenCounts, joinTokenCounts),
    () => localDay(clock.nowMs()),
    windowId,
  );
}
