import { parentPort, workerData } from "node:worker_threads";
import { SystemClock } from "../adapters/systemClock.ts";
import { TreeSitterParser } from "../adapters/treeSitter/treeSitterParser.ts";
import { AssistantError } from "../core/errors.ts";
import type { Log } from "../core/ports.ts";
import type { FromWorker } from "../protocol/workerMessages.ts";
import { createCodeHandlers } from "./codeHandlers.ts";
import { createCompletionHandlers } from "./completionHandlers.ts";
import { createContextHandlers } from "./contextHandlers.ts";
import { createEfficiencyHandlers } from "./efficiencyHandlers.ts";
import { KnownFiles } from "./knownFiles.ts";
import { CallRouter } from "./callRouter.ts";
import { createTestingHandlers } from "./testingHandlers.ts";
import type { WorkerDeps } from "./workerDeps.ts";

const port = parentPort;
if (port === null) {
  throw new AssistantError("unexpected", "The worker must run in a worker thread.");
}
const post = (message: FromWorker): void => port.postMessage(message);
const log: Log = {
  info: (text) => post({ kind: "log", level: "info", text }),
  warn: (text) => post({ kind: "log", level: "warn", text }),
  error: (text, cause) =>
    post({ kind: "log", level: "error", text: cause instanceof Error ? `${text} ${cause.message}` : text }),
};
const { wasmDir } = workerData as { wasmDir: string };
const deps: WorkerDeps = {
  parser: new TreeSitterParser(wasmDir),
  files: new KnownFiles(),
  clock: new SystemClock(),
  log,
};
const router = new CallRouter(
  {
    ...createCodeHandlers(deps),
    ...createCompletionHandlers(deps),
    ...createContextHandlers(deps),
    ...createEfficiencyHandlers(deps),
    ...createTestingHandlers(deps),
  },
  post,
);
port.on("message", (value: unknown) => void router.receive(value));
