import { execFile } from "node:child_process";
import { AssistantError } from "../core/errors.ts";

const timeoutMs = 30_000;

/**
 * Runs a program without a shell and returns what it printed, trimmed.
 * Throws `noKey` with the program's name when it fails, is absent or takes over 30 s.
 */
export function runKeyCommand(argv: readonly string[]): Promise<string> {
  const [program, ...args] = argv;
  return new Promise((resolve, reject) => {
    if (program === undefined) {
      reject(new AssistantError("badSettings", "apiKeyCommand is empty.", { detail: "apiKeyCommand" }));
      return;
    }
    execFile(
      program,
      args,
      { timeout: timeoutMs, windowsHide: true, maxBuffer: 64 * 1024, shell: false },
      (error, stdout) => {
        // The cause is left out on purpose: it may carry what the command printed.
        if (error !== null) {
          reject(new AssistantError("noKey", `apiKeyCommand ${program} failed.`, { detail: program }));
          return;
        }
        resolve(stdout.trim());
      },
    );
  });
}
