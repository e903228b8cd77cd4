import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  mkdirSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureCacheFolder } from "./cacheFolder.mjs";
import { withInstallLock } from "./installLock.mjs";
import { runCommand, runNpmQuietly } from "./runCommand.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const SPARTICUZ = "@sparticuz/chromium@153.0.0";
const FONT_PACKAGES = ["fonts-noto-cjk", "fonts-wqy-microhei"];

/** Flags that keep a browser quiet in a closed network and able to run as root or without a GPU. */
export const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/**
 * A Chromium for the tests, brought in when there is none, with a font that has Chinese characters.
 * @param {{ onProgress?: (text: string) => void }} [options]
 * @returns {Promise<string>} path of the executable
 */
export async function ensureBrowser({ onProgress = () => {} } = {}) {
  const executable = installedBrowser() ?? (await installBrowser(onProgress));
  await ensureChineseFont(onProgress);
  return executable;
}

/** @returns {string | undefined} */
export function installedBrowser() {
  const named = process.env.FLYWHEEL_BROWSER;
  if (named) return named;
  const folders = (process.env.PATH ?? "").split(delimiter);
  if (process.platform !== "win32") folders.push("/usr/bin", "/usr/local/bin");
  for (const name of NAMES) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable);
    if (found) return found;
  }
  return desktopPaths().find((path) => existsSync(path));
}

function desktopPaths() {
  if (process.platform === "darwin") {
    return ["Google Chrome", "Chromium", "Microsoft Edge"].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform !== "win32") return [];
  const roots = [process.env.ProgramFiles, process.env["ProgramFiles(x86)"], process.env.LOCALAPPDATA];
  return roots
    .filter((root) => root !== undefined)
    .flatMap((root) => [
      join(root, "Google", "Chrome", "Application", "chrome.exe"),
      join(root, "Microsoft", "Edge", "Application", "msedge.exe"),
    ]);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {(text: string) => void} onProgress */
async function installBrowser(onProgress) {
  if (canUseApt()) {
    onProgress("browser: installing Debian chromium");
    if (await aptInstall("chromium")) {
      const found = installedBrowser();
      if (found) return found;
    }
  }
  return browserFromNpm(onProgress);
}

/** @param {(text: string) => void} onProgress */
async function browserFromNpm(onProgress) {
  if (process.platform !== "linux") {
    throw new Error(
      "No Chromium, Chrome or Edge was found. Install one, or set FLYWHEEL_BROWSER to its executable.",
    );
  }
  const folder = join(ensureCacheFolder(), "chromium");
  const executable = join(folder, "chromium");
  const marker = join(folder, "installed");
  if (existsSync(marker)) return executable;
  return withInstallLock(
    `${folder}.lock`,
    async () => {
      if (existsSync(marker)) return executable;
      onProgress(`browser: installing ${SPARTICUZ}`);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
      await runNpmQuietly(["install", SPARTICUZ, "--ignore-scripts"], { cwd: folder });
      await unpackSparticuz(folder, executable);
      writeFileSync(marker, SPARTICUZ);
      return executable;
    },
    () => onProgress("browser: waiting for another run that is installing it"),
  );
}

/**
 * The package unpacks its binary into the temporary folder; it is kept in the cache instead.
 * @param {string} folder
 * @param {string} executable
 */
async function unpackSparticuz(folder, executable) {
  const previous = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    const packageDir = join(folder, "node_modules", "@sparticuz", "chromium");
    const entry = ["build/esm/index.js", "build/index.js"]
      .map((path) => join(packageDir, path))
      .find(existsSync);
    if (!entry) throw new Error(`${SPARTICUZ} has no entry that is known here.`);
    const unpacked = await (await import(pathToFileURL(entry).href)).default.executablePath();
    if (unpacked !== executable) renameSync(unpacked, executable);
    chmodSync(executable, 0o755);
  } finally {
    if (previous === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = previous;
  }
}

/** @param {(text: string) => void} onProgress */
async function ensureChineseFont(onProgress) {
  if (process.platform !== "linux" || hasChineseFont(await fontList())) return;
  if (canUseApt()) {
    for (const name of FONT_PACKAGES) {
      onProgress(`browser: installing ${name} for Chinese text`);
      if (await aptInstall(name)) return;
    }
  }
  onProgress("browser: no font with Chinese characters here; screenshots show boxes in their place");
}

async function fontList() {
  const result = await runCommand("fc-list", [":lang=zh", "family"], { capture: true });
  return result.code === 0 ? result.output : folderNames("/usr/share/fonts");
}

/** @param {string} folder */
function folderNames(folder) {
  try {
    return readdirSync(folder, { recursive: true }).join("\n");
  } catch {
    return "";
  }
}

/** @param {string} list */
function hasChineseFont(list) {
  return /CJK|wqy|WenQuanYi|Source Han|SimSun|Droid ?Sans ?Fallback/i.test(list);
}

function canUseApt() {
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** @param {string} name */
async function aptInstall(name) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Another installation may hold apt's lock for a while.
  const apt = (/** @type {string[]} */ ...args) =>
    runCommand("apt-get", ["-o", "DPkg::Lock::Timeout=300", ...args], { capture: true, env });
  if ((await apt("update", "-qq")).code !== 0) return false;
  return (await apt("install", "-y", "--no-install-recommends", name)).code === 0;
}
