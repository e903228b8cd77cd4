import * as vscode from "vscode";
import type { SentRecord } from "../../core/egress/sentRecord.ts";
import { writeSentData, type SentDataText } from "./sentDataText.ts";

export const sentDataScheme = "flywheel-sent";

export const sentDataCommandIds = {
  copy: "flywheel.internal.copySentRequest",
  refresh: "flywheel.internal.refreshSentData",
  clear: "flywheel.internal.clearSentData",
} as const;

/**
 * The record as a read-only document with "Copy" above each request. It shows a moment: requests that
 * leave while someone reads do not move the text; "Refresh" does.
 */
export class SentDataView
  implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable
{
  readonly #record: SentRecord;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #lensesChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#lensesChanged.event;
  readonly #disposables: vscode.Disposable[];
  #shown: SentDataText = { text: "", linesById: new Map() };

  constructor(record: SentRecord) {
    this.#record = record;
    const selector: vscode.DocumentSelector = { scheme: sentDataScheme };
    this.#disposables = [
      this.#changed,
      this.#lensesChanged,
      vscode.workspace.registerTextDocumentContentProvider(sentDataScheme, this),
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.commands.registerCommand(sentDataCommandIds.copy, (id: unknown) => this.#copy(id)),
      vscode.commands.registerCommand(sentDataCommandIds.refresh, () => this.refresh()),
      vscode.commands.registerCommand(sentDataCommandIds.clear, () => this.#clear()),
    ];
  }

  /** Opens the document with the newest requests. */
  async show(): Promise<void> {
    this.refresh();
    const document = await vscode.workspace.openTextDocument(this.#uri());
    await vscode.languages.setTextDocumentLanguage(document, "markdown");
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    editor.revealRange(new vscode.Range(0, 0, 0, 0), vscode.TextEditorRevealType.AtTop);
  }

  refresh(): void {
    this.#shown = writeSentData(this.#record.list());
    this.#changed.fire(this.#uri());
    this.#lensesChanged.fire();
  }

  provideTextDocumentContent(): string {
    return this.#shown.text;
  }

  provideCodeLenses(): vscode.CodeLens[] {
    const t = vscode.l10n.t;
    const lens = (line: number, title: string, command: string, ...args: unknown[]): vscode.CodeLens =>
      new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, command, arguments: args });
    return [
      lens(0, t("$(refresh) Refresh"), sentDataCommandIds.refresh),
      lens(0, t("$(trash) Clear"), sentDataCommandIds.clear),
      ...[...this.#shown.linesById].map(([id, line]) =>
        lens(line, t("$(copy) Copy the exact text"), sentDataCommandIds.copy, id),
      ),
    ];
  }

  dispose(): void {
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  #uri(): vscode.Uri {
    // The path is the tab's title.
    return vscode.Uri.from({ scheme: sentDataScheme, path: `/${vscode.l10n.t("What Was Sent")}.md` });
  }

  async #copy(id: unknown): Promise<void> {
    const request = typeof id === "number" ? this.#record.find(id) : undefined;
    if (request === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("That request has left the record, which keeps only the latest."),
      );
      return;
    }
    await vscode.env.clipboard.writeText(request.text);
    vscode.window.setStatusBarMessage(vscode.l10n.t("Copied"), 3000);
  }

  #clear(): void {
    this.#record.clear();
    this.refresh();
  }
}
