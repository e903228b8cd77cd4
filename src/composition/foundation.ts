import { join } from "node:path";
import { Worker } from "node:worker_threads";
import * as vscode from "vscode";
import { SystemClock } from "../adapters/systemClock.ts";
import { SystemRandom } from "../adapters/systemRandom.ts";
import { deadWorkerText, warnOfDeadWorker } from "../editor/notices.ts";
import { Settings } from "../editor/settings.ts";
import { StatusState } from "../editor/status/statusState.ts";
import { WorkerClient, type WorkerStarter } from "../editor/workerClient.ts";

/** What everything else is built from. */
export interface Foundation {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly clock: SystemClock;
  readonly random: SystemRandom;
  readonly settings: Settings;
  readonly worker: WorkerClient;
  /** A new background thread has begun and knows nothing of the workspace. */
  readonly onWorkerRestarted: vscode.Event<void>;
  readonly status: StatusState;
}

function workerStarter(extensionPath: string): WorkerStarter {
  return (events) => {
    const worker = new Worker(join(extensionPath, "dist", "worker.js"), {
      workerData: { wasmDir: join(extensionPath, "dist", "wasm") },
      name: "flywheel",
      // A small young generation keeps the idle worker small; its long work is in few large arrays.
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 1024 },
    });
    worker.on("message", (value: unknown) => events.onMessage(value));
    worker.on("error", (error) => events.onExit(error.message));
    worker.on("exit", (code) => events.onExit(`exit code ${code}`));
    return { post: (message) => worker.postMessage(message), terminate: () => worker.terminate() };
  };
}

export function layFoundation(context: vscode.ExtensionContext): Foundation {
  const log = vscode.window.createOutputChannel("Flywheel", { log: true });
  const settings = new Settings();
  const status = new StatusState();
  const restarted = new vscode.EventEmitter<void>();
  const worker = new WorkerClient(workerStarter(context.extensionPath), log, {
    onRestarted: () => restarted.fire(),
    onGivenUp: () => {
      status.update({ note: deadWorkerText() });
      warnOfDeadWorker();
    },
  });
  context.subscriptions.push(log, settings, status, restarted);
  const tools = { log, clock: new SystemClock(), random: new SystemRandom() };
  return { context, settings, worker, status, onWorkerRestarted: restarted.event, ...tools };
}
