import * as vscode from "vscode";
import { startLater } from "./composition/afterStart.ts";
import { Backends } from "./composition/backends.ts";
import { layFoundation } from "./composition/foundation.ts";
import { registerLate } from "./composition/registerLate.ts";
import { startCompletion } from "./composition/startCompletion.ts";
import { startLanguageFeatures } from "./composition/startLanguageFeatures.ts";
import { startStatistics } from "./composition/startStatistics.ts";
import { startStatus } from "./composition/startStatus.ts";
import { warmUp } from "./composition/warmUp.ts";
import type { Log } from "./core/ports.ts";
import type { StatisticsFeature } from "./editor/statistics/statisticsFeature.ts";
import type { WorkerClient } from "./editor/workerClient.ts";
import type * as featureBundle from "./features.ts";
import type { FeatureHost, Features } from "./features.ts";

/** Runs one start; a feature that cannot start is logged and takes nobody with it. */
function attempt<T>(log: Log, name: string, start: () => T): T | undefined {
  try {
    return start();
  } catch (error) {
    log.error(`${name} could not start.`, error);
    return undefined;
  }
}

interface Running {
  readonly worker: WorkerClient;
  readonly statistics: StatisticsFeature;
}

/** What `deactivate` ends in order: a host activates an extension once. */
const running: { current?: Running; features?: Features } = {};

export function activate(context: vscode.ExtensionContext): void {
  const startMs = performance.now();
  const base = layFoundation(context);
  const { log, worker } = base;
  const backends = new Backends(base);
  const statistics = startStatistics(base);
  running.current = { worker, statistics };
  const commands = [
    ...(attempt(log, "Status", () => startStatus(base, backends)) ?? []),
    ...(attempt(log, "Completion", () => startCompletion(base, backends, statistics)) ?? []),
  ];
  for (const command of commands) {
    const run = (...args: unknown[]): Promise<unknown> => command.run(...args);
    context.subscriptions.push(vscode.commands.registerCommand(command.id, run));
  }
  attempt(log, "Language features", () =>
    startLanguageFeatures(base, (uri, shown) => running.features?.findings.findFor(uri, shown)),
  );
  const { registry, gate, record, consent, keys, isWithheld } = backends;
  const host: FeatureHost = {
    ...base,
    ...{ gate, record, consent, keys, isWithheld, statistics },
    policy: backends.workspacePolicy.policy,
    backends: registry,
    tools: backends.tools(),
  };
  const loadFeatures = (): Features => {
    running.features ??= (require("./features.js") as typeof featureBundle).createFeatures(host);
    return running.features;
  };
  attempt(log, "Commands", () => registerLate(base, loadFeatures));
  // What writes the record to disk is in the second root: it has to be there before the first request leaves.
  const keepRecord = (): unknown => base.settings.keepsRecord() && loadFeatures();
  attempt(log, "Record", keepRecord);
  context.subscriptions.push(base.settings.onDidChange(keepRecord));
  void startLater(base, statistics);
  void warmUp(base, backends);
  log.info(`Activated in ${(performance.now() - startMs).toFixed(1)} ms.`);
}

export async function deactivate(): Promise<void> {
  const { current, features } = running;
  await features?.close();
  await current?.statistics.close();
  await current?.worker.dispose();
}
