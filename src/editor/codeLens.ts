import * as vscode from "vscode";
import { maxFileSize } from "./codeTarget.ts";
import { commandIds } from "./commandIds.ts";
import { settingNames, type Settings } from "./settings.ts";
import type { WorkerClient } from "./workerClient.ts";

/** Explain, generate tests and find bugs above each function, where the setting asks for it. */
export class CodeLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #worker: WorkerClient;
  readonly #settings: Settings;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(worker: WorkerClient, settings: Settings) {
    this.#worker = worker;
    this.#settings = settings;
    this.#subscription = settings.onDidChange((event) => {
      if (event.affectsConfiguration(settingNames.codeLensEnabled)) {
        this.#changed.fire();
      }
    });
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    const text = this.#settings.isCodeLensEnabled() ? document.getText() : "";
    if (text === "" || text.length > maxFileSize) {
      return [];
    }
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      const spans = await this.#worker.call(
        "code.functions",
        { languageId: document.languageId, text },
        controller.signal,
      );
      return spans
        .filter((span) => span.kind !== "class")
        .flatMap((span) => {
          const range = new vscode.Range(
            document.positionAt(span.startOffset),
            document.positionAt(span.endOffset),
          );
          return lensesFor(document.uri, range);
        });
    } catch {
      // Cancelled, or the background thread is dead: lenses are an extra, and its death is told where it is needed.
      return [];
    } finally {
      subscription.dispose();
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

function lensesFor(uri: vscode.Uri, range: vscode.Range): vscode.CodeLens[] {
  const head = new vscode.Range(range.start, range.start);
  const lens = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(head, { title, command, arguments: [uri, range] });
  return [
    lens(vscode.l10n.t("Explain"), commandIds.explainSelection),
    lens(vscode.l10n.t("Generate tests"), commandIds.generateTests),
    lens(vscode.l10n.t("Find bugs"), commandIds.findBugs),
  ];
}
