import * as vscode from "vscode";
import type { Settings } from "../settings.ts";
import { workspacePathOf } from "../codeTarget.ts";
import type { StatusState } from "./statusState.ts";

/** Keeps the part of the status that hangs on the open file: completion on or off, file withheld. */
export class EditorStatus implements vscode.Disposable {
  readonly #status: StatusState;
  readonly #settings: Settings;
  readonly #isWithheld: (path: string) => Promise<boolean>;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(status: StatusState, settings: Settings, isWithheld: (path: string) => Promise<boolean>) {
    this.#status = status;
    this.#settings = settings;
    this.#isWithheld = isWithheld;
    this.#subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(() => this.refresh()),
      settings.onDidChange(() => this.refresh()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
    ];
    this.refresh();
  }

  refresh(): void {
    void this.#update(vscode.window.activeTextEditor?.document);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  async #update(document: vscode.TextDocument | undefined): Promise<void> {
    const isCompletionOn = this.#settings.isCompletionEnabled(document?.languageId ?? "*");
    const path = document === undefined ? undefined : workspacePathOf(document.uri);
    const isWithheld = path !== undefined && document?.uri.scheme === "file" && (await this.#isWithheld(path));
    // Another editor may have come to the front while the file was judged.
    if (vscode.window.activeTextEditor?.document === document) {
      this.#status.update({ isCompletionOn, withheldFile: isWithheld ? path?.split("/").at(-1) : undefined });
    }
  }
}
