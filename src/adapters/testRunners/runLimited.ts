import { spawn } from "node:child_process";
import type { CommandResult, RunEnd, RunLimits } from "../../core/ports.ts";
import { CappedOutput } from "./cappedOutput.ts";
import { decodeOutput } from "./decodeOutput.ts";
import { endTree, measureTree } from "./processTree.ts";

export interface LimitedCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly limits: RunLimits;
}

const measureEveryMs = 150;

/**
 * Runs a command without a shell until it ends or one of its limits is reached; then it and everything
 * it has started is ended. Never rejects but with `AbortError` when `signal` aborts.
 */
export async function runLimited(
  command: LimitedCommand,
  signal: AbortSignal,
  platform: NodeJS.Platform = process.platform,
): Promise<CommandResult> {
  signal.throwIfAborted();
  const startMs = performance.now();
  const output = new CappedOutput();
  const child = spawn(command.program, [...command.args], {
    cwd: command.dir,
    env: { ...command.env },
    stdio: ["ignore", "pipe", "pipe"],
    shell: false,
    windowsHide: true,
    detached: platform !== "win32",
  });
  const ended = Promise.withResolvers<{ end: RunEnd; exitCode: number | null }>();
  let reached: RunEnd | undefined;
  const stop = (end: RunEnd): void => {
    reached ??= end;
    if (child.pid !== undefined) {
      void endTree(child.pid, platform);
    }
  };
  const take = (chunk: Buffer): void => {
    output.add(chunk);
    if (output.totalBytes > command.limits.outputBytes) {
      stop("outputLimit");
    }
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  child.on("error", (error) => {
    output.add(Buffer.from(`${error.message}\n`));
    ended.resolve({ end: "notStarted", exitCode: null });
  });
  // A child of the command may keep the pipes open after it: a moment later they are closed from here.
  child.on("exit", () => setTimeout(() => child.stdout.destroy(), 500).unref());
  child.on("exit", () => setTimeout(() => child.stderr.destroy(), 500).unref());
  child.on("close", (exitCode) => {
    ended.resolve(reached === undefined ? { end: "exited", exitCode } : { end: reached, exitCode: null });
  });
  const timer = setTimeout(() => stop("timeLimit"), command.limits.timeMs);
  const watch = watchTree(child.pid, command.limits, platform, stop);
  const onAbort = (): void => stop("timeLimit");
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const { end, exitCode } = await ended.promise;
    if (child.pid !== undefined) {
      // What it left running behind it goes as well.
      await endTree(child.pid, platform);
    }
    signal.throwIfAborted();
    const durationMs = Math.round(performance.now() - startMs);
    return { end, exitCode, output: decodeOutput(output.bytes()), durationMs };
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    signal.removeEventListener("abort", onAbort);
  }
}

function watchTree(
  pid: number | undefined,
  limits: RunLimits,
  platform: NodeJS.Platform,
  stop: (end: RunEnd) => void,
): NodeJS.Timeout | undefined {
  if (pid === undefined) {
    return undefined;
  }
  let isMeasuring = false;
  return setInterval(() => {
    if (isMeasuring) {
      return;
    }
    isMeasuring = true;
    void measureTree(pid, platform)
      .then((size) => {
        if (size !== undefined && size.memoryBytes > limits.memoryBytes) {
          stop("memoryLimit");
        } else if (size !== undefined && size.processCount > limits.processCount) {
          stop("processLimit");
        }
      })
      .finally(() => {
        isMeasuring = false;
      });
  }, measureEveryMs);
}
