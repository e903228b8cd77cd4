import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The folder for large downloads that outlive one checkout (editor server, browser). It is outside the
 * repository so that a fresh clone does not fetch 600 MB again and no tool of the project walks into it.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 * @returns {string} absolute path; not created
 */
export function cacheFolder(env = process.env, platform = process.platform) {
  if (env.FLYWHEEL_CACHE) return env.FLYWHEEL_CACHE;
  if (platform === "win32" && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, "flywheel-dev");
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, "flywheel-dev");
  return join(homedir(), ".cache", "flywheel-dev");
}

/**
 * @returns {string} the cache folder, created
 */
export function ensureCacheFolder() {
  const folder = cacheFolder();
  mkdirSync(folder, { recursive: true });
  return folder;
}
