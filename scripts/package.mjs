/** npm run package: builds, then packs one universal flywheel-<version>.vsix into the repository's root. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { projectNode } from "./projectNode.mjs";
import { runCommand } from "./runCommand.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const MAX_VSIX_BYTES = 5_000_000;
const MAX_ENTRY_BYTES = 250_000;

/** @returns {string} absolute path of the package of the current version; it may not exist yet */
export function vsixPath() {
  const { name, version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  return join(ROOT, `${name}-${version}.vsix`);
}

/**
 * @param {{ build?: boolean }} [options] `build: false` packs `dist` as it is
 * @returns {Promise<string>} path of the package
 */
export async function packageExtension({ build = true } = {}) {
  if (build || !existsSync(join(ROOT, "dist", "extension.js"))) {
    const built = await runCommand(projectNode(), [join(ROOT, "esbuild.config.mjs")], { cwd: ROOT });
    if (built.code !== 0) throw new Error("The build failed, so nothing was packed.");
  }
  const bundles = [
    "extension.js",
    "afterStart.js",
    "features.js",
    "models.js",
    "worker.js",
    "webview/chat.js",
    "webview/statistics.js",
  ];
  const missing = bundles.filter((name) => !existsSync(join(ROOT, "dist", name)));
  if (missing.length > 0)
    throw new Error(`The build is not whole, so nothing was packed: ${missing.join(", ")}.`);
  const target = vsixPath();
  rmSync(target, { force: true });
  await packFolder(ROOT, target);
  checkSizes(target);
  return target;
}

/**
 * The package of the sources as they are: built anew, unless the test run has just done so (`FLYWHEEL_BUILT`);
 * then it is made again only when it is missing or older than anything in `dist` or than the manifest.
 * @returns {Promise<string>}
 */
export async function ensureVsix() {
  const target = vsixPath();
  if (!process.env.FLYWHEEL_BUILT) return packageExtension();
  if (existsSync(target) && statSync(target).mtimeMs >= newestInputMs()) return target;
  return packageExtension({ build: false });
}

/**
 * Packs any extension folder, without its dependencies.
 * @param {string} folder
 * @param {string} target
 */
export async function packFolder(folder, target) {
  const { createVSIX } = await import("@vscode/vsce");
  await createVSIX({
    cwd: folder,
    packagePath: target,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
    allowStarActivation: true,
    rewriteRelativeLinks: false,
  });
}

/** @param {string} target */
function checkSizes(target) {
  const packed = statSync(target).size;
  const entry = statSync(join(ROOT, "dist", "extension.js")).size;
  console.log(
    `${target.slice(ROOT.length)}: ${(packed / 1_000_000).toFixed(2)} MB; dist/extension.js: ${Math.ceil(entry / 1000)} KB`,
  );
  if (packed > MAX_VSIX_BYTES) throw new Error(`The package is over ${MAX_VSIX_BYTES / 1_000_000} MB.`);
  if (entry > MAX_ENTRY_BYTES) throw new Error(`dist/extension.js is over ${MAX_ENTRY_BYTES / 1_000} KB.`);
}

function newestInputMs() {
  const folders = ["dist", "media", "l10n"]
    .map((name) => join(ROOT, name))
    .filter((path) => existsSync(path));
  const inner = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))),
  );
  const manifests = readdirSync(ROOT).filter((name) => /^package(\.nls.*)?\.json$/.test(name));
  const paths = [...inner, ...manifests.map((name) => join(ROOT, name))];
  return Math.max(...paths.map((path) => statSync(path).mtimeMs));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await packageExtension();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
