import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const goldensDir = join(import.meta.dirname, "../../../goldens/testing");

/** Compares with `test/goldens/testing/<name>`; `UPDATE_GOLDENS=1` writes it anew, to be read before it is kept. */
export function assertGolden(name: string, actual: string): void {
  const path = join(goldensDir, name);
  if (process.env["UPDATE_GOLDENS"] === "1") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
  }
  assert.ok(existsSync(path), `${path} is missing; run with UPDATE_GOLDENS=1 and read it`);
  assert.equal(actual, readFileSync(path, "utf8"), name);
}
