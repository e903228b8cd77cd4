import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Files whose change may change a figure: the verdicts hold for exactly these. */
export const formulaFiles = [
  "activeMeters.ts",
  "activeTime.ts",
  "baselines.ts",
  "bootstrap.ts",
  "editBursts.ts",
  "effect.ts",
  "ledger.ts",
  "phaseRules.ts",
  "retention.ts",
  "rollUp.ts",
  "typingSpeed.ts",
  "winsor.ts",
] as const;

/** SHA-256 of the formulas; line ends do not matter. */
export function formulaHash(projectRoot: string): string {
  const hash = createHash("sha256");
  for (const name of formulaFiles) {
    const text = readFileSync(join(projectRoot, "src", "core", "efficiency", name), "utf8");
    hash.update(`${name}\n${text.replaceAll("\r\n", "\n")}\n`);
  }
  return hash.digest("hex");
}
