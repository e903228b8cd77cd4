import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBrowser } from "./browser.mjs";
import { ensureVsix, packFolder } from "./package.mjs";
import { ensureServer, installVsix } from "./vscodeServer.mjs";

const DRIVER = fileURLToPath(new URL("../test/ui/driver/", import.meta.url));

/**
 * Everything that the UI tests of one run share: the server, a browser, and an extensions folder with the packed
 * extension and the test driver in it (removed when this process ends).
 * @param {(text: string) => void} [onProgress]
 * @returns {Promise<{ server: import('./vscodeServer.mjs').ServerInstall, extensionsDir: string, browserPath: string }>}
 */
export async function prepareUiRun(onProgress = (text) => console.error(text)) {
  const server = await ensureServer({ onProgress });
  const browserPath = await ensureBrowser({ onProgress });
  const vsix = process.env.FLYWHEEL_UI_VSIX ?? (await ensureVsix());
  const folder = mkdtempSync(join(tmpdir(), "flywheel-ui-run-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const driver = join(folder, "driver.vsix");
  await packFolder(DRIVER, driver);
  const extensionsDir = join(folder, "extensions");
  await installVsix({ server, vsixPaths: [vsix, driver], extensionsDir });
  return { server, extensionsDir, browserPath };
}
