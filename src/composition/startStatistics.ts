import type * as vscode from "vscode";
import { keyedHash, newHashKey } from "../adapters/keyedHash.ts";
import { StatisticsFeature } from "../editor/statistics/statisticsFeature.ts";
import type { Foundation } from "./foundation.ts";

function hashKeyOf(state: vscode.Memento): string {
  const known = state.get<string>("flywheel.hashKey");
  if (known !== undefined) {
    return known;
  }
  const key = newHashKey();
  void state.update("flywheel.hashKey", key);
  return key;
}

/** The efficiency log; its hashes are keyed by a secret of this machine. */
export function startStatistics(base: Foundation): StatisticsFeature {
  const { context, worker, settings, clock, random, log } = base;
  const hash = keyedHash(hashKeyOf(context.globalState));
  return new StatisticsFeature(context, worker, { settings, clock, random, log, hash });
}
