import type { DocumentSnapshot, Trigger } from "./completionTypes.ts";

export interface GateInput {
  readonly snapshot: DocumentSnapshot;
  readonly offset: number;
  readonly trigger: Trigger;
  readonly isEnabled: boolean;
  readonly isReadOnly: boolean;
  readonly cursorCount: number;
}

export type GateVerdict = "pass" | "off" | "readOnly" | "tooLarge" | "binary" | "multiCursor" | "insideWord";

/** Documents over this many characters are left alone. */
export const maxDocumentChars = 1_000_000;

const wordBefore = /[\p{L}\p{N}_$]$/u;
const wordAfter = /^[\p{L}\p{N}_$]/u;

/** Whether a completion may be thought of at all here; the cheapest reasons come first. */
export function decideGate(input: GateInput): GateVerdict {
  const { snapshot, offset } = input;
  if (!input.isEnabled && input.trigger === "automatic") {
    return "off";
  }
  if (input.isReadOnly) {
    return "readOnly";
  }
  if (snapshot.text.length > maxDocumentChars) {
    return "tooLarge";
  }
  if (input.cursorCount > 1) {
    return "multiCursor";
  }
  // In the middle of a word the rest of it is already there: any text would have to be guessed around it.
  const before = snapshot.text.slice(Math.max(0, offset - 2), offset);
  if (wordBefore.test(before) && wordAfter.test(snapshot.text.slice(offset, offset + 2))) {
    return "insideWord";
  }
  if (snapshot.text.slice(0, 8000).includes("\0")) {
    return "binary";
  }
  return "pass";
}
