import * as vscode from "vscode";
import type { Settings } from "../settings.ts";
import { withheldText } from "../egress/withheldText.ts";
import type { FilePolicy } from "../../core/egress/filePolicy.ts";
import { workspacePathOf } from "../codeTarget.ts";
import type { StatusState, WithheldNote } from "./statusState.ts";

/** Keeps the part of the status that hangs on the open file: completion on or off, file withheld. */
export class EditorStatus implements vscode.Disposable {
  readonly #status: StatusState;
  readonly #settings: Settings;
  readonly #policy: FilePolicy;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(status: StatusState, settings: Settings, policy: FilePolicy) {
    this.#status = status;
    this.#settings = settings;
    this.#policy = policy;
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
    const { isTrusted } = vscode.workspace;
    // Without trust every file is withheld, and that is told of the workspace, not of each file.
    const mayBeWithheld = isTrusted && document?.uri.scheme === "file";
    const withheldFile = mayBeWithheld ? await this.#withheld(document.uri) : undefined;
    // Another editor may have come to the front while the file was judged.
    if (vscode.window.activeTextEditor?.document === document) {
      this.#status.update({ isCompletionOn, isTrusted, withheldFile });
    }
  }

  async #withheld(uri: vscode.Uri): Promise<WithheldNote | undefined> {
    const path = workspacePathOf(uri);
    const verdict = await this.#policy.judge({ path, isGathered: false });
    return verdict.isAllowed
      ? undefined
      : { name: path.slice(path.lastIndexOf("/") + 1), reason: withheldText(verdict.reason) };
  }
}
