import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const writer = fileURLToPath(new URL("storeWriter.ts", import.meta.url));

/** Runs a writer, kills it with SIGKILL after `confirmed` events; returns the last number it confirmed. */
export function killWriterAfter(storageDir: string, windowId: string, confirmed: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, storageDir, windowId], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let last = 0;
    let rest = "";
    child.stdout.on("data", (bytes: Buffer) => {
      const lines = (rest + bytes.toString()).split("\n");
      rest = lines.pop() ?? "";
      last = Number(lines.at(-1) ?? last);
      if (last >= confirmed) {
        child.kill("SIGKILL");
      }
    });
    child.on("error", reject);
    child.on("close", () => resolve(last));
  });
}
