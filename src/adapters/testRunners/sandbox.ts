import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { AssistantError } from "../../core/errors.ts";
import type { Containment } from "../../core/ports.ts";

/** Folders that a command may see; all absolute. */
export interface SandboxFolders {
  readonly scratch: string;
  /** Read-only where the platform allows it. */
  readonly readOnly: readonly string[];
  /** Below the read-only ones, but written to: caches of build tools. */
  readonly writable: readonly string[];
}

export interface SandboxedCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** Has the kernel end a process with its parent; a part of util-linux, as `unshare` is. */
const setpriv = "/usr/bin/setpriv";

const nothingContained: Containment = { hasNoNetwork: false, isReadOnlyOutside: false };

/**
 * Mounts and the loopback device of the new namespaces, then the command itself. The text is fixed; paths
 * and command arrive as arguments, so nothing of the user's is read by the shell.
 */
const setUp = [
  'while [ "$1" != "--" ]; do',
  '  case "$1" in',
  '    bind) mount --bind "$2" "$2" || exit 97;;',
  '    ro) mount -o remount,bind,ro "$2" || mount -o remount,bind,ro,nosuid,nodev "$2" || exit 97;;',
  "  esac; shift 2",
  "done; shift",
  "ip link set lo up 2>/dev/null || true",
  'cd "$1" || exit 97; shift',
  'exec "$@"',
].join("\n");

/** How a trial of the namespaces went. `unclear`: it says nothing about whether the system allows them. */
export interface Trial {
  readonly end: "works" | "refused" | "unclear";
  /** What the system said. */
  readonly said: string;
}

export interface SandboxParts {
  readonly platform: NodeJS.Platform;
  readonly hasUnshare: boolean;
  /** Starts the command and waits for its end. */
  readonly attempt: (command: SandboxedCommand) => Promise<Trial>;
  /** Waits before a trial is made again. */
  readonly pause: (ms: number) => Promise<unknown>;
  /** Hears what the system said when it refused, or could not answer. */
  readonly onFailure: (said: string) => void;
}

/** Together 7.5 s: a machine that has no process to spare for so long cannot run tests either. */
const pausesMs: readonly number[] = [100, 400, 1_000, 2_000, 4_000];

/** In a row: one alone may be a moment's shortage that the system had other words for. */
const refusalsBelieved = 2;

/**
 * What the platform can keep away from a command without rights. On Linux that are namespaces of a user's
 * own, tried until the answer is clear; elsewhere nothing but the process tree and the copy stands between a test and
 * the user.
 */
export class Sandbox {
  readonly #parts: SandboxParts;
  #known: Promise<Containment> | undefined;

  constructor(parts: SandboxParts) {
    this.#parts = parts;
  }

  /** Throws `notContained` when the machine is too busy to tell: nothing must run uncontained because of that. */
  async containment(folders: SandboxFolders): Promise<Containment> {
    this.#known ??= this.#probe(folders);
    try {
      return await this.#known;
    } catch (error) {
      this.#known = undefined;
      throw error;
    }
  }

  async #probe(folders: SandboxFolders): Promise<Containment> {
    const { platform, hasUnshare } = this.#parts;
    if (platform !== "linux" || !hasUnshare) {
      return nothingContained;
    }
    if (await this.#isAllowed(unshared(false, mountsOf(folders), [folders.scratch, "true"]))) {
      return { hasNoNetwork: true, isReadOnlyOutside: true };
    }
    return (await this.#isAllowed(unshared(false, [], [folders.scratch, "true"])))
      ? { hasNoNetwork: true, isReadOnlyOutside: false }
      : nothingContained;
  }

  async #isAllowed(command: SandboxedCommand): Promise<boolean> {
    let refusals = 0;
    for (const pauseMs of [...pausesMs, undefined]) {
      const { end, said } = await this.#parts.attempt(command);
      if (end === "works") {
        return true;
      }
      this.#parts.onFailure(said);
      refusals = end === "refused" ? refusals + 1 : 0;
      if (refusals === refusalsBelieved) {
        return false;
      }
      if (pauseMs !== undefined) {
        await this.#parts.pause(pauseMs);
      }
    }
    throw new AssistantError("notContained", "The machine is too busy to say what can be kept from tests.");
  }
}

/** The command as it is to be started, in `dir`, inside what was found to hold. */
export function contain(
  command: SandboxedCommand,
  dir: string,
  allowsNetwork: boolean,
  { folders, containment }: { folders: SandboxFolders; containment: Containment },
): SandboxedCommand {
  if (!containment.hasNoNetwork) {
    return command;
  }
  const inner = [dir, ...fileLimit(), command.program, ...command.args];
  return unshared(allowsNetwork, containment.isReadOnlyOutside ? mountsOf(folders) : [], inner);
}

/**
 * Processes of the namespace die with `unshare` itself, however often they have forked, and `unshare` with the process
 * that has started it: an editor that is killed leaves no test running.
 */
function unshared(
  allowsNetwork: boolean,
  mounts: readonly string[],
  inner: readonly string[],
): SandboxedCommand {
  const flags = ["--map-root-user", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const program = "/usr/bin/unshare";
  const isTied = existsSync(setpriv);
  return {
    program: isTied ? setpriv : program,
    args: [
      ...(isTied ? ["--pdeathsig", "KILL", program] : []),
      ...flags,
      ...(allowsNetwork ? [] : ["--net"]),
      "/bin/sh",
      "-c",
      setUp,
      "sh",
      ...mounts,
      "--",
      ...inner,
    ],
  };
}

/** Every folder becomes a mount of its own, the writable ones on top, before the others are shut. */
function mountsOf({ scratch, readOnly, writable }: SandboxFolders): string[] {
  const there = (path: string): boolean => existsSync(path);
  const shut = readOnly.filter(there);
  const open = [...writable, scratch].filter(there);
  return [...[...shut, ...open].flatMap((path) => ["bind", path]), ...shut.flatMap((path) => ["ro", path])];
}

/** No single file over 1 GB, no core dumps. */
function fileLimit(): string[] {
  return existsSync("/usr/bin/prlimit") ? ["/usr/bin/prlimit", "--fsize=1073741824", "--core=0", "--"] : [];
}

/** The sandbox of this machine. */
export function systemSandbox(
  platform: NodeJS.Platform,
  onFailure: (said: string) => void = () => {},
): Sandbox {
  return new Sandbox({
    platform,
    hasUnshare: existsSync("/usr/bin/unshare"),
    attempt: attemptOnSystem,
    pause: (ms) => wait(ms),
    onFailure,
  });
}

/** What a kernel says when it has no process, memory or descriptor to spare just now. */
const isShortage = /temporarily unavailable|Cannot (?:allocate memory|fork)|Too many open files|busy/i;

function attemptOnSystem({ program, args }: SandboxedCommand): Promise<Trial> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 10_000,
      env: { LC_ALL: "C" },
    });
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(-2_000);
    });
    child.on("error", ({ code, message }: NodeJS.ErrnoException) => {
      resolve({ end: code === "ENOENT" || code === "EACCES" ? "refused" : "unclear", said: message });
    });
    child.on("close", (code, ended) => {
      const hasFailed = code !== null && !isShortage.test(said);
      const end = code === 0 ? "works" : hasFailed ? "refused" : "unclear";
      resolve({ end, said: `${said.trim()} (${ended ?? code})` });
    });
  });
}

/** Where build tools keep what they have downloaded; they write to it even when nothing is new. */
export function toolCaches(home: string): string[] {
  return [".m2", ".gradle"].map((name) => join(home, name));
}
