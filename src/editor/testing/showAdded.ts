import * as vscode from "vscode";
import { findLineChanges } from "../../core/code/lineChanges.ts";
import type { ProposedChange } from "../editPreview.ts";

/** Opens the file at the tests that are new; imports come first in it, tests last. */
export async function showAdded({ uri, baseText, newText }: ProposedChange): Promise<void> {
  const last = findLineChanges(baseText, newText).at(-1);
  const added = /^\s*/.exec(last?.newText ?? "")?.[0].split("\n").length ?? 1;
  const line = baseText === "" ? 0 : (last?.startLine ?? 0) + countBefore(baseText, newText) + added - 1;
  const selection = new vscode.Range(line, 0, line, 0);
  await vscode.window.showTextDocument(uri, { preview: false, selection });
}

/** Lines that all changes but the last have added above it. */
function countBefore(baseText: string, newText: string): number {
  return findLineChanges(baseText, newText)
    .slice(0, -1)
    .reduce(
      (sum, change) => sum + (change.newText.match(/\n/g)?.length ?? 0) - (change.endLine - change.startLine),
      0,
    );
}
