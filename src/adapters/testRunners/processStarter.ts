import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import type { CommandStarter, OpenCommand, RunningCommand } from "../../core/ports.ts";
import { cleanEnvironment } from "./cleanEnvironment.ts";
import { decodeOutput } from "./decodeOutput.ts";
import { endTree } from "./processTree.ts";

export interface StarterPlace {
  readonly temporaryDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** Starts commands in the user's own folders, with the user's rights, but for the secrets in the environment. */
export class ProcessStarter implements CommandStarter {
  readonly #place: StarterPlace;

  constructor(place: StarterPlace) {
    this.#place = place;
  }

  async start({ argv, dir }: OpenCommand, onOutput: (text: string) => void): Promise<RunningCommand> {
    const { temporaryDir, env, platform } = this.#place;
    await mkdir(dir, { recursive: true });
    const [program = "", ...args] = argv;
    const child = spawn(program, args, {
      cwd: dir,
      env: cleanEnvironment(env, temporaryDir),
      stdio: ["ignore", "pipe", "pipe"],
      shell: false,
      windowsHide: true,
      detached: platform !== "win32",
    });
    const ended = Promise.withResolvers<number | undefined>();
    const rests = [child.stdout, child.stderr].map((stream) => tellLines(stream, onOutput));
    child.on("error", (error) => {
      onOutput(`${error.message}\n`);
      ended.resolve(undefined);
    });
    child.on("close", (exitCode) => {
      rests.forEach((tellRest) => tellRest());
      ended.resolve(exitCode ?? undefined);
    });
    // What it leaves running may hold its pipes open: its own end is what counts.
    child.on("exit", () => {
      setTimeout(() => child.stdout.destroy(), 500).unref();
      setTimeout(() => child.stderr.destroy(), 500).unref();
    });
    const { pid } = child;
    return {
      ended: ended.promise,
      stop: async () => {
        if (pid !== undefined && child.exitCode === null && child.signalCode === null) {
          await endTree(pid, platform);
        }
      },
    };
  }
}

/** Tells whole lines, since a character may be cut in two between chunks; returns what tells the last one. */
function tellLines(stream: NodeJS.ReadableStream, onOutput: (text: string) => void): () => void {
  let rest: Uint8Array = new Uint8Array();
  stream.on("data", (chunk: Buffer) => {
    const all = Buffer.concat([rest, chunk]);
    const end = all.lastIndexOf(10) + 1;
    rest = all.subarray(end);
    if (end > 0) {
      onOutput(decodeOutput(all.subarray(0, end)));
    }
  });
  return () => {
    if (rest.length > 0) {
      onOutput(decodeOutput(rest));
    }
  };
}
