import * as vscode from "vscode";
import type { KeptRecord } from "../../core/egress/keptRecord.ts";
import type { SentRecord, SentRequest } from "../../core/egress/sentRecord.ts";
import type { Settings } from "../settings.ts";
import { writeSentData, type KeptPart, type SentDataText } from "./sentDataText.ts";

export const sentDataScheme = "flywheel-sent";

export const sentDataCommandIds = {
  copy: "flywheel.internal.copySentRequest",
  refresh: "flywheel.internal.refreshSentData",
  clear: "flywheel.internal.clearSentData",
  deleteKept: "flywheel.internal.deleteKeptRecord",
} as const;

/** Of the record on disk the view shows so many requests, and so much text (characters). */
const maxKeptRequests = 200;
const maxKeptChars = 4_000_000;

/**
 * The record as a read-only document with "Copy" above each request. It shows a moment: requests that
 * leave while someone reads do not move the text; "Refresh" does.
 */
export class SentDataView
  implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable
{
  readonly #record: SentRecord;
  readonly #keptRecord: KeptRecord;
  readonly #settings: Settings;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #lensesChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#lensesChanged.event;
  readonly #disposables: vscode.Disposable[];
  #shown: SentDataText = { text: "", linesById: new Map() };
  #kept: KeptPart = { requests: [], isOn: false, isUnreadable: false };
  #isAnyKept = false;

  constructor(record: SentRecord, keptRecord: KeptRecord, settings: Settings) {
    this.#record = record;
    this.#keptRecord = keptRecord;
    this.#settings = settings;
    const selector: vscode.DocumentSelector = { scheme: sentDataScheme };
    this.#disposables = [
      this.#changed,
      this.#lensesChanged,
      vscode.workspace.registerTextDocumentContentProvider(sentDataScheme, this),
      vscode.languages.registerCodeLensProvider(selector, this),
      vscode.commands.registerCommand(sentDataCommandIds.copy, (id: unknown) => this.#copy(id)),
      vscode.commands.registerCommand(sentDataCommandIds.refresh, () => this.refresh()),
      vscode.commands.registerCommand(sentDataCommandIds.clear, () => this.#clear()),
      vscode.commands.registerCommand(sentDataCommandIds.deleteKept, () => this.#deleteKept()),
    ];
  }

  /** Opens the document with the newest requests. */
  async show(): Promise<void> {
    await this.refresh();
    const document = await vscode.workspace.openTextDocument(this.#uri());
    await vscode.languages.setTextDocumentLanguage(document, "markdown");
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    editor.revealRange(new vscode.Range(0, 0, 0, 0), vscode.TextEditorRevealType.AtTop);
    // Of a tab it restored the editor shows the lenses it remembers, which do nothing until it asks anew.
    this.#lensesChanged.fire();
  }

  async refresh(): Promise<void> {
    this.#kept = await this.#readKept();
    this.#shown = writeSentData(this.#record.list(), this.#kept);
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
      ...(this.#isAnyKept
        ? [lens(0, t("$(trash) Delete the kept record"), sentDataCommandIds.deleteKept)]
        : []),
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
    const kept = this.#kept.requests.find((candidate) => candidate.id === id);
    const request = typeof id === "number" ? (kept ?? this.#record.find(id)) : undefined;
    if (request === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("That request has left the record, which keeps only the latest."),
      );
      return;
    }
    await vscode.env.clipboard.writeText(request.text);
    vscode.window.setStatusBarMessage(vscode.l10n.t("Copied"), 3000);
  }

  async #clear(): Promise<void> {
    this.#record.clear();
    await this.refresh();
  }

  async #readKept(): Promise<KeptPart> {
    const isOn = this.#settings.keepsRecord();
    try {
      this.#isAnyKept = await this.#keptRecord.isAny();
      const requests: SentRequest[] = [];
      let chars = 0;
      for (const { key: _key, ...request } of await this.#keptRecord.recent(maxKeptRequests)) {
        chars += request.text.length;
        if (chars > maxKeptChars && requests.length > 0) {
          break;
        }
        // The record in memory counts up from one.
        requests.push({ ...request, id: -1 - requests.length });
      }
      return { requests, isOn, isUnreadable: false };
    } catch {
      return { requests: [], isOn, isUnreadable: true };
    }
  }

  async #deleteKept(): Promise<void> {
    const t = vscode.l10n.t;
    const confirm = t("Delete");
    const choice = await vscode.window.showWarningMessage(
      t("Delete the record of what was sent from this machine?"),
      {
        modal: true,
        detail: t("Every day of it goes, for all windows. What this window still has in memory stays."),
      },
      confirm,
    );
    if (choice !== confirm) {
      return;
    }
    try {
      await this.#keptRecord.deleteAll();
    } catch {
      void vscode.window.showErrorMessage(
        t("The record could not be deleted. Close other windows and try again."),
      );
    }
    await this.refresh();
  }
}
