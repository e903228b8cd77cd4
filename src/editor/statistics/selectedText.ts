import type * as vscode from "vscode";
import type { EditPiece } from "../../core/efficiency/editOrigin.ts";
import { maxRememberedChars, TextMemory } from "../../core/efficiency/textMemory.ts";

/** Recognises text that was selected in this session, and so can have been cut or copied here. Keeps hashes only. */
export class SelectedText {
  readonly #memory = new TextMemory();
  #lastAnchor: string | undefined;

  /** What is selected may be cut or copied next; without a selection, the line of the cursor. */
  remember(editor: vscode.TextEditor, selections: readonly vscode.Selection[]): void {
    const [selection, second] = selections;
    if (selection === undefined || editor.document.lineCount === 0) {
      return;
    }
    if (second !== undefined) {
      this.#rememberAll(editor, selections);
      return;
    }
    const line = editor.document.lineAt(selection.active.line).range;
    const range = selection.isEmpty ? line : selection;
    const anchor = `${editor.document.uri.toString()} ${selection.anchor.line} ${selection.anchor.character}`;
    if (isOfUse(editor, range)) {
      const isLineAgain = selection.isEmpty && this.#lastAnchor === `line ${selection.active.line}`;
      this.#memory.remember(editor.document.getText(range), isLineAgain || anchor === this.#lastAnchor);
    }
    this.#lastAnchor = selection.isEmpty ? `line ${selection.active.line}` : anchor;
  }

  /** True where each piece is such a text, or all of them in their order in the document are one. */
  knows(pieces: readonly EditPiece[]): boolean {
    const texts = pieces.map(({ insertedText }) => insertedText);
    return (
      texts.every((text) => this.#memory.knows(text)) || this.#memory.knows(texts.toReversed().join("\n"))
    );
  }

  /** Several selections are copied as one text of as many lines, and pasted line by line at as many cursors. */
  #rememberAll(editor: vscode.TextEditor, selections: readonly vscode.Selection[]): void {
    this.#lastAnchor = "several";
    const ranges = selections.filter((selection) => !selection.isEmpty);
    if (ranges.length > 0 && ranges.every((range) => isOfUse(editor, range))) {
      const inOrder = ranges.toSorted((a, b) => a.start.compareTo(b.start));
      this.#memory.remember(inOrder.map((range) => editor.document.getText(range)).join("\n"), false);
    }
  }
}

function isOfUse({ document }: vscode.TextEditor, { start, end }: vscode.Range): boolean {
  const chars = document.offsetAt(end) - document.offsetAt(start);
  return chars > 0 && chars <= maxRememberedChars;
}
