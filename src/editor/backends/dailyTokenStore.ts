import type * as vscode from "vscode";
import { DailyTokens } from "../../core/backends/dailyTokens.ts";
import type { Clock } from "../../core/ports.ts";

const storageKey = "flywheel.dailyTokens";

/** The day of a time in the zone of this machine, such as `2026-11-24`. */
export function localDay(ms: number): string {
  const time = new Date(ms);
  const twoDigits = (count: number): string => String(count).padStart(2, "0");
  return `${time.getFullYear()}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())}`;
}

/** Counts of tokens that outlive a restart; VS Code hands a change on to its other windows. */
export function createDailyTokens(memento: vscode.Memento, clock: Clock): DailyTokens {
  const store = {
    read: () => memento.get<unknown>(storageKey),
    write: (counts: Readonly<Record<string, unknown>>) => void memento.update(storageKey, counts),
  };
  return new DailyTokens(store, () => localDay(clock.nowMs()));
}
