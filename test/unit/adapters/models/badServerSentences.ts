import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const path = fileURLToPath(new URL("../../../goldens/backends/badServers.txt", import.meta.url));
const isWritten = process.env["UPDATE_GOLDENS"] === "1";

function readAll(): Map<string, string> {
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  return new Map(
    lines
      .filter((line) => line !== "")
      .map((line): [string, string] => {
        const [name = "", sentence = ""] = line.split(" => ");
        return [name, sentence];
      }),
  );
}

/**
 * Compares the sentence that a user reads with the one in `test/goldens/backends/badServers.txt`;
 * `UPDATE_GOLDENS=1` writes it anew, to be read before it is kept.
 */
export function checkSentence(name: string, sentence: string): void {
  const known = readAll();
  if (isWritten) {
    known.set(name, sentence);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, [...known].map((entry) => `${entry.join(" => ")}\n`).join(""));
    return;
  }
  assert.equal(sentence, known.get(name));
}
