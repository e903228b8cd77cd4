import * as vscode from "vscode";
import type { InstructionFile } from "../../core/chat/chatPrompt.ts";
import { workspacePathOf } from "../codeTarget.ts";

const instructionPaths = ["AGENTS.md", ".github/copilot-instructions.md"] as const;
/** Longer rules are no rules (bytes). */
const maxInstructionBytes = 65_536;

/** The project's rules for assistants, from trusted workspaces only. Never rejects. */
export async function readWorkspaceInstructions(): Promise<readonly InstructionFile[]> {
  const files: InstructionFile[] = [];
  for (const folder of vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : []) {
    for (const path of instructionPaths) {
      const uri = vscode.Uri.joinPath(folder.uri, path);
      const bytes = await vscode.workspace.fs.readFile(uri).then(
        (content) => content,
        () => undefined,
      );
      if (bytes !== undefined && bytes.length <= maxInstructionBytes) {
        files.push({ path: workspacePathOf(uri), text: new TextDecoder().decode(bytes) });
      }
    }
  }
  return files;
}
