import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The Node that the project pins as a package; before the installation, the one that runs this.
 * @returns {string} path of the executable
 */
export function projectNode() {
  const bin = fileURLToPath(new URL("../node_modules/node/bin/", import.meta.url));
  const found = ["node.exe", "node"].map((name) => join(bin, name)).find((path) => existsSync(path));
  return found ?? process.execPath;
}
