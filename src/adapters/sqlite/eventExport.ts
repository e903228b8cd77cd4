import { closeSync, openSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import { AssistantError } from "../../core/errors.ts";

/** Text is written in pieces of about this many characters. */
const pieceChars = 1 << 20;

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}

/** Writes UTF-8 text to a path that must not exist yet. A file that fails half-way is removed. */
function writeNewFile(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, "wx");
  try {
    let piece = "";
    for (const text of pieces) {
      piece += text;
      if (piece.length > pieceChars) {
        writeSync(file, piece);
        piece = "";
      }
    }
    writeSync(file, piece);
  } catch (error) {
    closeSync(file);
    unlinkSync(path);
    throw error;
  }
  closeSync(file);
}

/**
 * Writes `<folder>/<stem><extension>`, or `<stem>-2<extension>` … where that name is taken; an existing file is
 * never overwritten. Returns the path.
 */
export function writeUnderFreeName(
  folder: string,
  stem: string,
  extension: string,
  pieces: () => Iterable<string>,
): string {
  for (let count = 1; ; count += 1) {
    const path = join(folder, `${stem}${count === 1 ? "" : `-${count}`}${extension}`);
    try {
      writeNewFile(path, pieces());
      return path;
    } catch (error) {
      if (!isTaken(error)) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new AssistantError("unexpected", `The export could not be written: ${reason}`, {
          detail: path,
          cause: error,
        });
      }
    }
  }
}
