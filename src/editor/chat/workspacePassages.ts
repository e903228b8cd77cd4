import * as vscode from "vscode";
import type { Attachment, ChatTurn } from "../../core/chat/conversation.ts";
import { isCancellation } from "../../core/errors.ts";
import type { WorkerClient } from "../workerClient.ts";
import type { WithheldCheck } from "./chatContext.ts";

/** Passages of the workspace that go along with a question. */
const maxPassages = 8;

async function uriOf(path: string): Promise<vscode.Uri | undefined> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const uri = vscode.Uri.joinPath(folder.uri, path);
    const exists = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (exists) {
      return uri;
    }
  }
  return undefined;
}

/** The turn's attachments and the passages that match its question, without what is withheld or there already. */
export async function attachPassages(
  turn: ChatTurn,
  worker: WorkerClient,
  isWithheld: WithheldCheck,
  signal: AbortSignal,
): Promise<readonly Attachment[]> {
  const attachments = [...turn.attachments];
  const whole = new Set(
    turn.attachments.filter(({ kind }) => kind === "file").map(({ reference }) => reference.path),
  );
  try {
    const question = { question: turn.question, limit: maxPassages };
    const { passages } = await worker.call("context.ask", question, signal);
    for (const { path, startLine, endLine, text } of passages) {
      const uri = whole.has(path) || (await isWithheld(path)) ? undefined : await uriOf(path);
      if (uri !== undefined) {
        const suffix = path.slice(path.lastIndexOf(".") + 1);
        const reference = { uri: uri.toString(), path, startLine, endLine, languageId: suffix };
        attachments.push({ reference, kind: "passage", text });
      }
    }
  } catch (error) {
    if (isCancellation(error, signal)) {
      throw error;
    }
    // Without the background thread the question goes with what was attached by hand.
  }
  return attachments;
}
