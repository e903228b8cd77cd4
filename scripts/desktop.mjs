import { existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { runCommand } from "./runCommand.mjs";
import { startSupervised } from "./supervisedProcess.mjs";

/**
 * Opens a folder in a desktop VS Code with settings and extensions folders of its own, and resolves when its window
 * is closed or `stopped` resolves.
 * @param {object} options
 * @param {string} options.executable
 * @param {string} options.dataDir
 * @param {Record<string, unknown>} options.userSettings
 * @param {string} options.vsix
 * @param {string} options.folder
 * @param {Promise<void>} options.stopped
 * @returns {Promise<number>}
 */
export async function openInDesktop({ executable, dataDir, userSettings, vsix, folder, stopped }) {
  const userDir = join(dataDir, "user-data", "User");
  mkdirSync(userDir, { recursive: true });
  writeFileSync(join(userDir, "settings.json"), `${JSON.stringify(userSettings, undefined, 2)}\n`);
  const own = [
    "--user-data-dir",
    join(dataDir, "user-data"),
    "--extensions-dir",
    join(dataDir, "desktop-extensions"),
  ];
  const command = desktopCommand(executable);
  const isScript = /\.cmd$/i.test(command);
  const installed = await runCommand(command, [...own, "--install-extension", vsix, "--force"], {
    capture: true,
    env: ownEnvironment(),
    shell: isScript,
  });
  if (installed.code !== 0)
    throw new Error(`The extension could not be installed in ${executable}.\n${installed.output}`);
  // The program itself and not its `code` command: that one leaves its window behind when it is stopped.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  // The playground is part of the tree whose code runs here already; the server trusts it, too.
  const quiet = ["--disable-telemetry", "--disable-workspace-trust"];
  const args = [...own, ...asRoot, "--new-window", "--wait", ...quiet, folder];
  const window = startSupervised(desktopProgram(executable), args, { env: ownEnvironment() });
  const code = await Promise.race([window.exited, stopped.then(() => 0)]);
  await window.stop();
  if (code !== 0) {
    console.error(
      `${executable} ended with exit code ${code}. FLYWHEEL_VSCODE names another VS Code.\n${window.output().trim()}`,
    );
  }
  return code;
}

/**
 * What a link leads to. The commands of snap packages are links to `snap`, which goes by the name it is called by.
 * @param {string} executable
 * @returns {string}
 */
function realCommand(executable) {
  return isSnap(executable) ? executable : realpathSync(executable);
}

/** @param {string} executable */
function isSnap(executable) {
  return basename(realpathSync(executable)) === "snap";
}

/**
 * The environment for an editor: in a terminal of another editor's window the `code` command would speak to that one,
 * and its program would be a plain Node.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function ownEnvironment(env = process.env) {
  const foreign =
    /^(?:ELECTRON_RUN_AS_NODE|ELECTRON_NO_ATTACH_CONSOLE|VSCODE_(?:IPC_HOOK|ESM|CWD|PID|NLS|CODE_CACHE).*)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}

/**
 * The program behind a `code` command, or what was given.
 * @param {string} executable
 * @returns {string}
 */
export function desktopProgram(executable) {
  const real = realCommand(executable);
  if (isSnap(executable)) return executable;
  const above = dirname(dirname(real));
  const name = basename(real).replace(/\.cmd$/i, "");
  const candidates = [
    join(above, name),
    join(above, name === "code" ? "Code.exe" : "VSCodium.exe"),
    ...["Electron", "Code", "VSCodium"].map((program) => join(above, "..", "..", "MacOS", program)),
  ];
  const isCommand = basename(dirname(real)) === "bin";
  return (isCommand && candidates.find((path) => path !== real && existsSync(path))) || real;
}

/**
 * The `code` command beside a program: it alone installs extensions.
 * @param {string} executable
 * @returns {string}
 */
export function desktopCommand(executable) {
  const real = realCommand(executable);
  if (basename(dirname(real)) === "bin") return real;
  const names = ["code", "codium", "code.cmd", "codium.cmd", "code-insiders"];
  const folders = [join(dirname(real), "bin"), join(dirname(real), "..", "Resources", "app", "bin")];
  const windowsFirst = process.platform === "win32" ? names.toReversed() : names;
  const candidates = folders.flatMap((folder) => windowsFirst.map((name) => join(folder, name)));
  return candidates.find((path) => existsSync(path)) ?? real;
}
