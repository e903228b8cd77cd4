import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** The holder touches its lock this often; one that was not touched for STALE_MS belongs to nobody. */
const HEARTBEAT_MS = 2_000;
const STALE_MS = 30_000;
const POLL_MS = 300;

/**
 * Runs `work` while holding a lock file, so that two runs never install the same thing at once.
 * A lock left by a process that was killed is taken over.
 * @template T
 * @param {string} lockPath
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once when another run holds the lock
 * @returns {Promise<T>}
 */
export async function withInstallLock(lockPath, work, onWait) {
  const token = `${process.pid} ${Date.now()} ${Math.random()}`;
  let hasWaited = false;
  while (!tryCreate(lockPath, token)) {
    if (removeIfStale(lockPath)) continue;
    if (!hasWaited) onWait?.();
    hasWaited = true;
    await delay(POLL_MS);
  }
  const heartbeat = setInterval(() => touch(lockPath), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if (readOrEmpty(lockPath) === token) rmSync(lockPath, { force: true });
  }
}

/**
 * @param {string} path
 * @param {string} token
 */
function tryCreate(path, token) {
  try {
    writeFileSync(path, token, { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} path */
function removeIfStale(path) {
  const seen = readOrEmpty(path);
  if (!isStale(path, seen)) return false;
  // Moved aside first: of two runs that find the same stale lock only one can move it.
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  rmSync(aside, { force: true });
  return true;
}

/**
 * @param {string} path
 * @param {string} content
 */
function isStale(path, content) {
  try {
    if (Date.now() - statSync(path).mtimeMs > STALE_MS) return true;
  } catch {
    return false;
  }
  const pid = Number(content.split(" ")[0]);
  return Number.isInteger(pid) && pid > 0 && !isAlive(pid);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** @param {string} path */
function touch(path) {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Taken over after a long suspension: the finally above leaves the other holder's file alone.
  }
}

/** @param {string} path */
function readOrEmpty(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
