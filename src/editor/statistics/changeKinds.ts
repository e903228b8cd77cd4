import * as vscode from "vscode";
import { bookEdit, isOneKey, type EditPiece } from "../../core/efficiency/editOrigin.ts";

/** The replacements of a change as the rules of origins take them. */
export function editPieces({ contentChanges }: vscode.TextDocumentChangeEvent): readonly EditPiece[] {
  return contentChanges.map(({ text, rangeLength }) => ({ insertedText: text, deletedChars: rangeLength }));
}

/** Cursors in the active editor if it shows this document, else one. */
export function countCursors(document: vscode.TextDocument): number {
  const editor = vscode.window.activeTextEditor;
  return editor?.document === document ? Math.max(1, editor.selections.length) : 1;
}

/** True for a change of blanks and punctuation in several places, as a formatter makes it. */
export function isFormatting(event: vscode.TextDocumentChangeEvent): boolean {
  if (event.contentChanges.length < 2) {
    return false;
  }
  const seen = { isActive: true, isDirty: true, isBranchChange: false, isKnownText: false };
  const [booked] = bookEdit({
    ...{ pieces: editPieces(event), ...seen },
    ...{ hasOtherAssistant: false, cursorCount: countCursors(event.document) },
  });
  return booked?.origin === "format";
}

/**
 * True for a change that came from the disk: the document has no unsaved changes after it, and it is no single key
 * (the editor tells that a document is dirty a moment after its first one) and no undo.
 */
export function isFromOutside(event: vscode.TextDocumentChangeEvent): boolean {
  const { document, reason } = event;
  const pieces = editPieces(event);
  const isKey =
    isOneKey(pieces, countCursors(document)) && pieces.every(({ deletedChars }) => deletedChars <= 1);
  return !document.isDirty && !isKey && reason === undefined;
}
