import type * as vscode from "vscode";
import { keyedHash, newHashKey } from "../adapters/keyedHash.ts";
import { ConvergentValue } from "../editor/convergentValue.ts";
import { StatisticsFeature } from "../editor/statistics/statisticsFeature.ts";
import type { Foundation } from "./foundation.ts";

/** Of two keys that windows made at the same time all windows take the smaller one from the next start on. */
function hashKeyOf(state: vscode.Memento): string {
  const key = new ConvergentValue(
    state,
    "flywheel.hashKey",
    (stored) => (typeof stored === "string" ? stored : ""),
    (one, other) => (other !== "" && (one === "" || other < one) ? other : one),
  );
  if (key.get() === "") {
    void key.update(newHashKey);
  }
  return key.get();
}

/** The efficiency log; its hashes are keyed by a secret of this machine. */
export function startStatistics(base: Foundation): StatisticsFeature {
  const { context, worker, settings, clock, random, log } = base;
  const hash = keyedHash(hashKeyOf(context.globalState));
  return new StatisticsFeature(context, worker, { settings, clock, random, log, hash });
}
