import * as vscode from "vscode";
import type { Attachment, ChatTurn } from "../../core/chat/conversation.ts";
import { buildOfflineAnswer } from "../../core/chat/offlineAnswer.ts";
import { functionAt } from "../codeTarget.ts";
import type { Translator } from "../translate.ts";
import type { WorkerClient } from "../workerClient.ts";

/** Passages that an offline answer shows. */
const maxPassages = 6;

export interface OfflineAnswer {
  /** Markdown. */
  readonly text: string;
  /** The code that it explains; undefined for a search, which reads nothing that is attached. */
  readonly about: Attachment | undefined;
}

/** What the embedded offline backend answers, as Markdown; it says what it is and what it is not. */
export class OfflineAnswers {
  readonly #worker: WorkerClient;
  readonly #translator: Translator;

  constructor(worker: WorkerClient, translator: Translator) {
    this.#worker = worker;
    this.#translator = translator;
  }

  async answer(turn: ChatTurn, signal: AbortSignal): Promise<OfflineAnswer> {
    const attachment = turn.attachments.find(({ kind }) => kind === "selection") ?? turn.attachments[0];
    if (turn.feature === "explain" && attachment !== undefined) {
      return { text: await this.#explain(attachment, signal), about: attachment };
    }
    const { question } = turn;
    const found = await this.#worker.call("context.ask", { question, limit: maxPassages }, signal);
    if (!found.isAboutGiven || attachment === undefined) {
      const text = buildOfflineAnswer(found, (message) => this.#translator.answer(message));
      return { text, about: undefined };
    }
    // "What does this do?" has no words to search for, and the code that is meant is among the chips.
    const isWholeFile = attachment.kind === "file" && found.namesFunction;
    const about = isWholeFile ? await this.#functionIn(attachment, signal) : attachment;
    return { text: await this.#explain(about, signal), about };
  }

  /** The function at the cursor of an attached file; the file where there is none. */
  async #functionIn(file: Attachment, signal: AbortSignal): Promise<Attachment> {
    const { uri } = file.reference;
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
    if (editor === undefined) {
      return file;
    }
    const { document, selection } = editor;
    const span = await functionAt(document, selection.active, this.#worker, signal);
    if (span === undefined) {
      return file;
    }
    const start = document.positionAt(span.startOffset);
    const text = document.getText(new vscode.Range(start, document.positionAt(span.endOffset)));
    const lines = { startLine: span.startLine + 1, endLine: span.endLine + 1 };
    return { kind: "selection", text, reference: { ...file.reference, ...lines } };
  }

  async #explain(attachment: Attachment, signal: AbortSignal): Promise<string> {
    const { languageId, path } = attachment.reference;
    const { isInFile, ...place } = await findInFile(attachment);
    // A file outside of the workspace has no links, and code on its own has lines of its own.
    const isLinked = isInFile && !/^(?:\/|[A-Za-z]:)/.test(path);
    const params = { languageId, ...place, path: isLinked ? path : undefined };
    const lines = await this.#worker.call("code.explain", params, signal);
    return lines.map((message) => this.#translator.answer(message)).join("\n");
  }
}

interface CodePlace {
  readonly text: string;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly isInFile: boolean;
}

/** The attached code within its file, whose syntax tree tells more; on its own when the file has changed. */
async function findInFile({ reference, text }: Attachment): Promise<CodePlace> {
  const alone = { text, startOffset: 0, endOffset: text.length, isInFile: false };
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(reference.uri)).then(
    (opened) => opened,
    () => undefined,
  );
  const whole = document?.getText();
  if (document === undefined || whole === undefined || reference.startLine > document.lineCount) {
    return alone;
  }
  const startOffset = whole.indexOf(text, document.offsetAt(new vscode.Position(reference.startLine - 1, 0)));
  return startOffset === -1
    ? alone
    : { text: whole, startOffset, endOffset: startOffset + text.length, isInFile: true };
}
