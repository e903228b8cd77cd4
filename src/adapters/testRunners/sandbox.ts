import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
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

/**
 * What the platform can keep away from a command without rights. On Linux that are namespaces of a user's
 * own, tried once; elsewhere nothing but the process tree and the copy stands between a test and the user.
 */
export class Sandbox {
  readonly #platform: NodeJS.Platform;
  #probed: Promise<Containment> | undefined;

  constructor(platform: NodeJS.Platform) {
    this.#platform = platform;
  }

  containment(folders: SandboxFolders): Promise<Containment> {
    this.#probed ??= this.#probe(folders);
    return this.#probed;
  }

  /** The command as it is to be started, in `dir`. */
  async wrap(
    command: SandboxedCommand,
    dir: string,
    allowsNetwork: boolean,
    folders: SandboxFolders,
  ): Promise<SandboxedCommand> {
    const { hasNoNetwork, isReadOnlyOutside } = await this.containment(folders);
    if (!hasNoNetwork) {
      return command;
    }
    const inner = [dir, ...fileLimit(), command.program, ...command.args];
    return unshared(allowsNetwork, isReadOnlyOutside ? mountsOf(folders) : [], inner);
  }

  async #probe(folders: SandboxFolders): Promise<Containment> {
    if (this.#platform !== "linux" || !existsSync("/usr/bin/unshare")) {
      return nothingContained;
    }
    if (await succeeds(unshared(false, mountsOf(folders), [folders.scratch, "true"]))) {
      return { hasNoNetwork: true, isReadOnlyOutside: true };
    }
    return (await succeeds(unshared(false, [], [folders.scratch, "true"])))
      ? { hasNoNetwork: true, isReadOnlyOutside: false }
      : nothingContained;
  }
}

/** Processes of the namespace die with `unshare` itself, however often they have forked. */
function unshared(
  allowsNetwork: boolean,
  mounts: readonly string[],
  inner: readonly string[],
): SandboxedCommand {
  const flags = ["--map-root-user", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  return {
    program: "/usr/bin/unshare",
    args: [
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

function succeeds({ program, args }: SandboxedCommand): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "ignore", timeout: 5_000 });
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}

/** Where build tools keep what they have downloaded; they write to it even when nothing is new. */
export function toolCaches(home: string): string[] {
  return [".m2", ".gradle"].map((name) => join(home, name));
}
