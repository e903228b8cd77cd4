import { execFile, spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";

export interface TreeSize {
  readonly memoryBytes: number;
  readonly processCount: number;
}

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly memoryBytes: number;
}

const pageBytes = 4096;

/** Resident memory and number of the processes below and including `pid`; undefined where none can be told. */
export async function measureTree(pid: number, platform: NodeJS.Platform): Promise<TreeSize | undefined> {
  const rows = platform === "linux" ? await linuxRows() : platform === "win32" ? [] : await posixRows();
  const tree = descendantsOf(pid, rows);
  if (tree.length === 0) {
    return undefined;
  }
  return {
    memoryBytes: tree.reduce((sum, row) => sum + row.memoryBytes, 0),
    processCount: tree.length,
  };
}

/**
 * Ends a command and all it has started. The command leads a process group of its own on POSIX systems;
 * children that left the group are found by their parents.
 */
export async function endTree(pid: number, platform: NodeJS.Platform): Promise<void> {
  if (platform === "win32") {
    await new Promise<void>((resolve) => {
      const child = spawn("taskkill", ["/pid", String(pid), "/T", "/F"], {
        stdio: "ignore",
        windowsHide: true,
      });
      child.on("error", () => resolve());
      child.on("close", () => resolve());
    });
    return;
  }
  const rows = platform === "linux" ? await linuxRows() : await posixRows();
  kill(-pid);
  for (const row of descendantsOf(pid, rows)) {
    kill(row.pid);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function descendantsOf(pid: number, rows: readonly ProcessRow[]): ProcessRow[] {
  const childrenOf = new Map<number, ProcessRow[]>();
  for (const row of rows) {
    const siblings = childrenOf.get(row.parent) ?? [];
    siblings.push(row);
    childrenOf.set(row.parent, siblings);
  }
  const found = rows.filter((row) => row.pid === pid);
  for (let at = 0; at < found.length; at += 1) {
    found.push(...(childrenOf.get(found[at]?.pid ?? -1) ?? []));
  }
  return found;
}

async function linuxRows(): Promise<ProcessRow[]> {
  const names = await readdir("/proc").catch(() => []);
  const rows = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
        // The program's name stands in brackets and may hold anything.
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return { pid: Number(name), parent: Number(fields[1]), memoryBytes: Number(fields[21]) * pageBytes };
      }),
  );
  return rows.filter(({ parent, memoryBytes }) => Number.isFinite(parent) && Number.isFinite(memoryBytes));
}

function posixRows(): Promise<ProcessRow[]> {
  return new Promise((resolve) => {
    execFile("ps", ["-A", "-o", "pid=,ppid=,rss="], { maxBuffer: 8 * 1024 * 1024 }, (error, stdout) => {
      const lines = error === null ? stdout.trim().split("\n") : [];
      resolve(
        lines.map((line) => {
          const [pid = 0, parent = 0, kilobytes = 0] = line.trim().split(/\s+/).map(Number);
          return { pid, parent, memoryBytes: kilobytes * 1024 };
        }),
      );
    });
  });
}
