import type { DocumentChange, TextEdit } from "./completionTypes.ts";

/** `typed` covers what one key can do: a character, a pair, Enter with its indentation, a deletion. */
export type EditKind = "typed" | "deleted" | "inserted" | "undoRedo" | "multiple";

export interface TrackedEdit {
  readonly kind: EditKind;
  /** Where the cursor most likely stands after the edit; undefined when there is no telling. */
  readonly cursor: number | undefined;
}

const pairs = new Set(["()", "[]", "{}", "<>", '""', "''", "``", "**", "$$"]);
const enterBetweenBrackets = /^(\r?\n[ \t]*)\r?\n[ \t]*$/;
const enterKey = /^\r?\n[ \t]*(?:(?:\/\/|\*|#|--)[ \t]?)?$/;

/** What kind of edit a change is and where it leaves the cursor. */
export function trackEdit(change: DocumentChange): TrackedEdit {
  if (change.reason === "undoRedo") {
    return { kind: "undoRedo", cursor: undefined };
  }
  const [edit, second] = change.edits;
  if (edit === undefined || second !== undefined) {
    return { kind: "multiple", cursor: undefined };
  }
  const end = edit.offset + edit.text.length;
  if (edit.text === "") {
    return { kind: "deleted", cursor: edit.offset };
  }
  if (pairs.has(edit.text) && edit.removedLength === 0) {
    return { kind: "typed", cursor: edit.offset + 1 };
  }
  const between = enterBetweenBrackets.exec(edit.text);
  if (between !== null) {
    return { kind: "typed", cursor: edit.offset + (between[1] ?? "").length };
  }
  const isTyped = edit.text.length === 1 || enterKey.test(edit.text) || /^[ \t]+$/.test(edit.text);
  return { kind: isTyped ? "typed" : "inserted", cursor: end };
}

/**
 * Where an offset of the old text stands in the new one; undefined when its surroundings were replaced.
 * An insertion exactly at the offset comes after it.
 */
export function shiftOffset(offset: number, edits: readonly TextEdit[]): number | undefined {
  let shifted = offset;
  for (const edit of edits) {
    if (edit.offset >= offset) {
      continue;
    }
    if (edit.offset + edit.removedLength > offset) {
      return undefined;
    }
    shifted += edit.text.length - edit.removedLength;
  }
  return shifted;
}
