import type { Command } from "../editor/commandIds.ts";
import { CompletionFeature } from "../editor/completion/completionFeature.ts";
import type { StatisticsFeature } from "../editor/statistics/statisticsFeature.ts";
import { WorkspaceFeed } from "../editor/workspaceFeed.ts";
import type { Backends } from "./backends.ts";
import type { Foundation } from "./foundation.ts";

/** Ghost text, and the workspace's own text for the predictor; returns the commands to register. */
export function startCompletion(
  base: Foundation,
  backends: Backends,
  statistics: StatisticsFeature,
): readonly Command[] {
  const { context, worker, settings, clock, random, log, status } = base;
  const { registry, workspacePolicy, consent } = backends;
  const completion = new CompletionFeature({
    backends: registry,
    ...{ worker, settings, clock, random },
    events: statistics.events,
    accepted: statistics,
    mayUse: async (path) => !(await backends.isWithheld(path)),
    onStatus: ({ isWaiting, lastError }) => status.update({ isWaiting, lastError }),
    onOtherCompleter: (otherEngine) => status.update({ otherEngine }),
    onSnooze: (snoozedUntilMs) => status.update({ snoozedUntilMs }),
  });
  const { policy } = workspacePolicy;
  const feed = new WorkspaceFeed(worker, (file) => policy.judge(file), clock, log);
  context.subscriptions.push(
    completion,
    feed,
    base.onWorkerRestarted(() => void feed.start()),
    registry.onDidChange(() => completion.reset()),
    consent.onDidChange(() => completion.reset()),
    workspacePolicy.onDidChange(() => completion.reset()),
  );
  return completion.commands;
}
