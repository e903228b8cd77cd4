import type * as vscode from "vscode";
import { bookEdit, isKeyText } from "../../core/efficiency/editOrigin.ts";

type Changes = readonly vscode.TextDocumentContentChangeEvent[];

/** True for a change of blanks and punctuation in several places, as a formatter makes it. */
export function isFormatting(changes: Changes): boolean {
  if (changes.length < 2) {
    return false;
  }
  const pieces = changes.map(({ text, rangeLength }) => ({ insertedText: text, deletedChars: rangeLength }));
  const seen = { isActive: true, isDirty: true, isBranchChange: false, isKnownText: false };
  return bookEdit({ pieces, ...seen, hasOtherAssistant: false })[0]?.origin === "format";
}

/**
 * True for a change that came from the disk: the document has no unsaved changes after it, and it is no single key
 * (the editor tells that a document is dirty a moment after its first one) and no undo.
 */
export function isFromOutside({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): boolean {
  const [first, second] = contentChanges;
  const isOneKey =
    first !== undefined && second === undefined && isKeyText(first.text) && first.rangeLength <= 1;
  return !document.isDirty && !isOneKey && reason === undefined;
}
