import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { DEFAULT_VERSION, ensureServer, FLOOR_VERSION } from "./installServer.mjs";
import { runCommand } from "./runCommand.mjs";
import { startSupervised } from "./supervisedProcess.mjs";

export { DEFAULT_VERSION, ensureServer, FLOOR_VERSION };

const START_TIMEOUT_MS = 90_000;
const HOST = "127.0.0.1";

/** @typedef {{ serverDir: string, nodePath: string, version?: string }} ServerInstall */

/**
 * @typedef {object} StartOptions
 * @property {ServerInstall} [server] the result of `ensureServer`; made when not given
 * @property {string} [version] of the server when none is given
 * @property {string} [extensionsDir] default: a folder inside `serverDataDir`
 * @property {string} [serverDataDir] default: a temporary folder, removed by `stop`
 * @property {Record<string, unknown>} [userSettings] written to the machine settings file
 * @property {string} [connectionToken] guards the server; without one any local user can open a shell in it
 * @property {boolean} [smokeTestDriver] allows the page's payload and driver: for tests only
 * @property {boolean} [workspaceTrust] ask for trust as a desktop does; default: every folder is trusted
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment; undefined values are taken away
 * @property {string[]} [nodeArguments] for the server's Node and its extension hosts, such as `--require FILE`
 * @property {number} [port] 0, the default, takes a free one
 */

/**
 * @typedef {object} RunningServer
 * @property {number} port
 * @property {string} serverDataDir
 * @property {(folder: string, payload?: [string, string][], extra?: Record<string, string>) => string} url
 * @property {(path: string) => string} remoteUri of a path on the server's machine
 * @property {(settings: Record<string, unknown>) => void} writeSettings replaces the machine settings; picked up live
 * @property {() => string} output
 * @property {Promise<number>} exited
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a VS Code server on a loopback port and resolves when it listens.
 * @param {StartOptions} [options]
 * @returns {Promise<RunningServer>}
 */
export async function startServer(options = {}) {
  const server = options.server ?? (await ensureServer({ version: options.version }));
  const serverDataDir = options.serverDataDir ?? mkdtempSync(join(tmpdir(), "flywheel-server-"));
  const temporaryDir = options.serverDataDir ? undefined : serverDataDir;
  const writeSettings = (/** @type {Record<string, unknown>} */ settings) =>
    writeMachineSettings(serverDataDir, settings);
  if (options.userSettings) writeSettings(options.userSettings);

  const child = startSupervised(server.nodePath, serverArguments(server, serverDataDir, options), {
    env: serverEnvironment(options.env),
  });
  let port = 0;
  const stop = async () => {
    await child.stop();
    if (temporaryDir) rmSync(temporaryDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const ready = await child.waitForOutput(/Extension host agent listening on (\d+)/, START_TIMEOUT_MS);
    port = Number(ready[1]);
  } catch (error) {
    await stop();
    throw error;
  }
  const remoteUri = (/** @type {string} */ path) => `vscode-remote://${HOST}:${port}${uriPath(path)}`;
  return {
    port,
    serverDataDir,
    url: (folder, payload, extra) => pageUrl(port, folder, payload, { ...tokenOf(options), ...extra }),
    remoteUri,
    writeSettings,
    output: child.output,
    exited: child.exited,
    stop,
  };
}

/**
 * @param {ServerInstall} server
 * @param {string} serverDataDir
 * @param {StartOptions} options
 */
function serverArguments(server, serverDataDir, options) {
  const args = [
    ...(options.nodeArguments ?? []),
    join(server.serverDir, "out", "server-main.js"),
    "--host",
    HOST,
    "--port",
    String(options.port ?? 0),
    "--accept-server-license-terms",
    "--telemetry-level",
    "off",
    "--server-data-dir",
    serverDataDir,
  ];
  if (options.extensionsDir) args.push("--extensions-dir", options.extensionsDir);
  if (!options.workspaceTrust) args.push("--disable-workspace-trust");
  if (options.smokeTestDriver) args.push("--enable-smoke-test-driver");
  if (!options.connectionToken) return [...args, "--without-connection-token"];
  // In a file, so that the list of processes does not show it.
  const tokenFile = join(serverDataDir, "connection-token");
  mkdirSync(serverDataDir, { recursive: true });
  writeFileSync(tokenFile, options.connectionToken, { mode: 0o600 });
  chmodSync(tokenFile, 0o600);
  return [...args, "--connection-token-file", tokenFile];
}

/** @param {NodeJS.ProcessEnv} [extra] */
function serverEnvironment(extra) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, ...extra };
  for (const name of Object.keys(env)) {
    // Left by an outer editor or test runner, they change what the server and its extension host do.
    const isForeign = /^(VSCODE_|ELECTRON_RUN_AS_NODE$|NODE_OPTIONS$|NODE_ENV$)/.test(name);
    if (env[name] === undefined || (isForeign && extra?.[name] === undefined)) delete env[name];
  }
  return env;
}

/**
 * @param {string} serverDataDir
 * @param {Record<string, unknown>} settings
 */
function writeMachineSettings(serverDataDir, settings) {
  const folder = join(serverDataDir, "data", "Machine");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "settings.json"), `${JSON.stringify(settings, undefined, 2)}\n`);
}

/**
 * @param {StartOptions} options
 * @returns {Record<string, string>}
 */
function tokenOf(options) {
  return options.connectionToken ? { tkn: options.connectionToken } : {};
}

/**
 * @param {number} port
 * @param {string} folder
 * @param {[string, string][]} [payload]
 * @param {Record<string, string>} [extra]
 */
function pageUrl(port, folder, payload, extra) {
  const url = new URL(`http://${HOST}:${port}/`);
  url.searchParams.set("folder", uriPath(folder));
  if (payload?.length) url.searchParams.set("payload", JSON.stringify(payload));
  for (const [name, value] of Object.entries(extra ?? {})) url.searchParams.set(name, value);
  return url.href;
}

/** @param {string} path */
function uriPath(path) {
  return process.platform === "win32" ? decodeURI(pathToFileURL(path).pathname) : path;
}

/**
 * Installs packed extensions into a folder that `startServer` can be given.
 * @param {{ server: ServerInstall, vsixPaths: string[], extensionsDir: string, serverDataDir?: string }} options
 * @returns {Promise<void>}
 */
export async function installVsix({ server, vsixPaths, extensionsDir, serverDataDir }) {
  const dataDir = serverDataDir ?? mkdtempSync(join(tmpdir(), "flywheel-install-"));
  mkdirSync(extensionsDir, { recursive: true });
  const args = [join(server.serverDir, "out", "server-main.js"), "--accept-server-license-terms"];
  args.push(
    "--telemetry-level",
    "off",
    "--server-data-dir",
    dataDir,
    "--extensions-dir",
    extensionsDir,
    "--force",
  );
  for (const path of vsixPaths) args.push("--install-extension", path);
  try {
    const result = await runCommand(server.nodePath, args, {
      capture: true,
      env: serverEnvironment(),
    });
    const listPath = join(extensionsDir, "extensions.json");
    const installedCount = existsSync(listPath) ? JSON.parse(readFileSync(listPath, "utf8")).length : 0;
    if (result.code !== 0 || installedCount < vsixPaths.length) {
      throw new Error(
        `The extension could not be installed into the VS Code server:\n${result.output.slice(-4_000)}`,
      );
    }
  } finally {
    if (!serverDataDir) rmSync(dataDir, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder what FLYWHEEL_VSCODE names
 * @returns {ServerInstall | undefined} when the folder holds a VS Code server
 */
export function serverInFolder(folder) {
  const candidates = [
    folder,
    join(folder, "lib", "vscode"),
    join(folder, "node_modules", "code-server", "lib", "vscode"),
  ];
  const serverDir = candidates.find((path) => existsSync(join(path, "out", "server-main.js")));
  if (!serverDir) return undefined;
  const name = process.platform === "win32" ? "node.exe" : "node";
  const nodes = [join(serverDir, name), join(dirname(dirname(serverDir)), "lib", name)];
  return { serverDir, nodePath: nodes.find((path) => existsSync(path)) ?? process.execPath };
}
